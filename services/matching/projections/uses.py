"""What accepted suggestions use of offers from outside their community: it counts towards the month's quota."""

from services.matching.events.offer import ReachEvent, ReachReturned, ReachUsed
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.projection import Document, Projection


class Use(Document):
    """What the suggestion `req_X/n` uses, by the offer's opening to `reach`; what came to nothing counts no longer."""

    community: str
    offer: str
    request: str
    reach: str
    month: str
    counts: bool


def apply_use(document: Use | None, recorded: Recorded) -> Use:
    event = recorded.event
    if isinstance(event, ReachReturned):
        assert document is not None, "only what was used is given back"
        return document.model_copy(update={"counts": False})
    assert isinstance(event, ReachUsed)
    return Use(
        id=_row(event),
        community=event.community,
        offer=event.offer,
        request=event.request,
        reach=event.reach,
        month=event.month,
        counts=True,
    )


def _row(event: ReachEvent) -> str:
    return f"{event.request}/{event.suggestion}"


def _keys(recorded: Recorded) -> tuple[str, ...]:
    return (_row(recorded.event),) if isinstance(recorded.event, ReachEvent) else ()


USES = Projection(
    name="uses",
    version=2,
    document=Use,
    apply=apply_use,
    keys=_keys,
    indexes=([("offer", 1), ("month", 1)],),
)
