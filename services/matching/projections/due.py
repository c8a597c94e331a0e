"""What falls due when."""

from typing import Literal

from services.matching.decider import Booking, Claim, evolve_booking
from services.matching.decider.evolve import close_claim, evolve_claim, make_claim, reopen_claim
from services.matching.events import (
    BookingEvent,
    OneClaim,
    ReferralAnswered,
    ReferralAsked,
    RequestClaimed,
    RequestClosed,
    RequestEvent,
    RequestFoundImpossible,
    RequestOpened,
    RequestPartlyDone,
    RequestReferred,
    RequestReopened,
    RequestReturned,
)
from services.matching.projections.elsewhere import ABOUT_REFERRAL, Elsewhere, elsewhere_after, referral_of
from services.matching.projections.untaken import Untaken, changes_untaken, evolve_untaken
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection

DueKind = Literal[
    "claim_overdue",
    "claim_expired",
    "confirmation_overdue",
    "visit_near",
    "request_unclaimed",
    "request_expired",
    "referral_asked",
    "booking_lapses",
]


class Due(Document):
    """What becomes of a `thing`, a claim, booking or referral of `stream` or the request itself, if nobody acts until
    `due_at` (None: nothing); the event `named` set it."""

    kind: DueKind = "claim_overdue"
    due_at: Instant | None = None
    stream: str
    thing: str
    named: str
    correlation: str
    state: Claim | Booking | Untaken | Elsewhere


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


def _next(state: Claim | Booking | Untaken | Elsewhere) -> tuple[DueKind, Instant | None]:
    """What comes next, and when."""
    match state:
        case Booking():
            return "booking_lapses", state.due_at
        case Untaken():
            return "request_expired" if state.expires_at else "request_unclaimed", state.due_at
        case Elsewhere():
            return "referral_asked", state.due_at
        case Claim():
            return _next_of_claim(state)


def _next_of_claim(claim: Claim) -> tuple[DueKind, Instant | None]:
    """Whatever is nearest: the end of the promise, the reminder of a visit before it, the end of the time to confirm
    what was brought."""
    kind: DueKind = "claim_expired" if claim.status == "overdue" else "claim_overdue"
    due_at = {"accepted": claim.due_at, "overdue": claim.expires_at}.get(claim.status)
    remind_at = claim.arranged.remind_at if claim.arranged and due_at else None
    confirm_by = None if claim.confirmation_overdue else claim.confirm_by
    named: tuple[tuple[DueKind, Instant | None], ...] = (
        (kind, due_at),
        ("visit_near", remind_at),
        ("confirmation_overdue", confirm_by),
    )
    coming = [(what, at) for what, at in named if at]
    return min(coming, key=lambda each: each[1], default=(kind, None))


def _after(document: Due | None, recorded: Recorded) -> Claim | Booking | Untaken | Elsewhere:
    event, before = recorded.event, document.state if document else None
    if isinstance(event, BookingEvent):
        assert before is None or isinstance(before, Booking)
        return evolve_booking(before, event)
    if isinstance(before, Elsewhere) or (before is None and isinstance(event, ABOUT_REFERRAL)):
        assert isinstance(event, ABOUT_REFERRAL)
        return elsewhere_after(recorded.stream, event)
    if isinstance(before, Untaken) or isinstance(event, RequestOpened):
        assert before is None or isinstance(before, Untaken)
        assert isinstance(event, RequestEvent)
        return evolve_untaken(before, event)
    assert before is None or isinstance(before, Claim)
    return _claim_after(before, document.thing if document else "", recorded)


def _claim_after(claim: Claim | None, claim_id: str, recorded: Recorded) -> Claim:
    event = recorded.event
    if isinstance(event, RequestClaimed):
        return make_claim(event)
    assert claim is not None, "a claim begins with its making"
    match event:
        case RequestClosed() | RequestPartlyDone() | RequestFoundImpossible() | RequestReferred():
            return close_claim(claim)
        case RequestReopened(claims=claims):
            return reopen_claim(claim, next(entry for entry in claims if entry.claim == claim_id))
        case _:
            assert isinstance(event, OneClaim)
            return evolve_claim(claim, event)


def _due_keys(recorded: Recorded) -> tuple[str, ...]:
    things = _things(recorded)
    return (recorded.stream, *things) if changes_untaken(recorded.event) else things


def _things(recorded: Recorded) -> tuple[str, ...]:
    match recorded.event:
        case RequestReopened(claims=again):
            return tuple(entry.claim for entry in again)
        case RequestReferred(claims=ended):
            return (*(entry.claim for entry in ended), referral_of(recorded.stream))
        case RequestClosed(claims=ended) | RequestPartlyDone(claims=ended) | RequestFoundImpossible(claims=ended):
            return tuple(entry.claim for entry in ended)
        case ReferralAsked() | ReferralAnswered() | RequestReturned():
            return (referral_of(recorded.stream),)
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
    version=9,
    document=Due,
    apply=apply_due,
    keys=_due_keys,
    indexes=([("due_at", 1)],),
)
