"""Since when a reply is owed to who asked."""

from services.matching.decider import State
from services.matching.events import RequestClosed, RequestOpened
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Event, Frozen, Instant

TAKEN_BACK = ("no_longer_wanted", "done_by_others", "withdrawn", "erased")
"""Ends that are nobody's answer: who asked wants none any more."""


class Owing(Frozen):
    """Asked at `asked_at`; `since` then a reply is owed, as long as nobody stands to it (None: somebody does, or it
    ended); `answered_at` is when somebody first did. What was entered by mistake was no reply."""

    asked_at: Instant
    since: Instant | None
    answered_at: Instant | None = None


def owing_after(owing: Owing | None, request: State, recorded: Recorded) -> Owing:
    """What is owed after one more event, which left the request like this."""
    event = recorded.event
    if owing is None:
        asked_at = event.asked_at if isinstance(event, RequestOpened) else None
        return Owing(asked_at=asked_at or recorded.at, since=asked_at or recorded.at)
    if request.state != "open" or _stands(request):
        answered = owing.answered_at or (None if _taken_back(event) else recorded.at)
        return Owing(asked_at=owing.asked_at, since=None, answered_at=answered)
    return Owing(
        asked_at=owing.asked_at, since=owing.asked_at, answered_at=owing.answered_at if _ever(request) else None
    )


def _taken_back(event: Event) -> bool:
    return isinstance(event, RequestClosed) and event.reason in TAKEN_BACK


def _stands(request: State) -> bool:
    """Whether somebody stands to it: keeps a promise, has kept one, or would take the job."""
    kept = any(claim.live or claim.promised for claim in request.claims)
    return kept or any(answer.outcome in (None, "hired") for answer in request.answers)


def _ever(request: State) -> bool:
    """Whether anybody ever did."""
    claimed = any(claim.status != "voided" for claim in request.claims)
    return claimed or any(answer.outcome != "entered_by_mistake" for answer in request.answers)
