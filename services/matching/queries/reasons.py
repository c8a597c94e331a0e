"""Why something is suggested, as it is shown."""

from services.matching.engine.fitting import Reason as Why
from services.matching.engine.fitting import ReasonCode
from shared.eventsourcing.model import Day, Frozen


class Reason(Frozen):
    """One reason: how much it moves the offer up (or down), and what it rests on."""

    code: ReasonCode
    weight: int
    words: tuple[str, ...] = ()
    count: int | None = None
    of: int | None = None
    day: Day | None = None


def shown(why: Why) -> Reason:
    """The reason for a reader."""
    return Reason(code=why.code, weight=why.weight, words=why.words, count=why.number, of=why.of, day=why.day)
