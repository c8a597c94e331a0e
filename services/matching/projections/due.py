"""What falls due when."""

from typing import Literal

from services.matching.decider import Booking, Claim, evolve_booking
from services.matching.decider.evolve import close_claim, evolve_claim, make_claim, reopen_claim
from services.matching.events import BookingEvent, OneClaim, RequestClaimed, RequestClosed, RequestReopened
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection

DueKind = Literal["claim_overdue", "claim_expired", "booking_lapses"]


class Due(Document):
    """What becomes of a `thing`, a claim or a booking of `stream`, if nobody acts until `due_at` (None: nothing); the
    event `named` set it."""

    kind: DueKind = "claim_overdue"
    due_at: Instant | None = None
    stream: str
    thing: str
    named: str
    correlation: str
    state: Claim | Booking


def apply_due(document: Due | None, recorded: Recorded) -> Due:
    state = _after(document, recorded)
    kind, due_at = _next(state)
    if document and (document.kind, document.due_at) == (kind, due_at):
        return document.model_copy(update={"state": state})
    return Due(
        id=state.id,
        kind=kind,
        due_at=due_at,
        stream=recorded.stream,
        thing=state.id,
        named=recorded.name,
        correlation=recorded.commit.correlation,
        state=state,
    )


def _next(state: Claim | Booking) -> tuple[DueKind, Instant | None]:
    """What comes next, and when."""
    if isinstance(state, Booking):
        return "booking_lapses", state.due_at
    if state.status == "overdue":
        return "claim_expired", state.expires_at
    return "claim_overdue", state.due_at if state.status == "accepted" else None


def _after(document: Due | None, recorded: Recorded) -> Claim | Booking:
    before = document.state if document else None
    if isinstance(recorded.event, BookingEvent):
        assert not isinstance(before, Claim)
        return evolve_booking(before, recorded.event)
    assert not isinstance(before, Booking)
    return _claim_after(before, document.thing if document else "", recorded)


def _claim_after(claim: Claim | None, claim_id: str, recorded: Recorded) -> Claim:
    event = recorded.event
    if isinstance(event, RequestClaimed):
        return make_claim(event)
    assert claim is not None, "a claim begins with its making"
    match event:
        case RequestClosed():
            return close_claim(claim)
        case RequestReopened(claims=claims):
            return reopen_claim(claim, next(entry for entry in claims if entry.claim == claim_id))
        case _:
            assert isinstance(event, OneClaim)
            return evolve_claim(claim, event)


def _due_keys(recorded: Recorded) -> tuple[str, ...]:
    match recorded.event:
        case RequestClosed(claims=claims) | RequestReopened(claims=claims):
            return tuple(entry.claim for entry in claims)
        case RequestClaimed(claim=claim):
            return (claim,)
        case BookingEvent(booking=booking):
            return (booking,)
        case event if isinstance(event, OneClaim):
            return (event.claim,)
        case _:
            return ()


DUE = Projection(
    name="due",
    version=3,
    document=Due,
    apply=apply_due,
    keys=_due_keys,
    indexes=([("due_at", 1)],),
)
