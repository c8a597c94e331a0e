"""How events change a request and its claims."""

from typing import Any, TypeVar

from services.matching.decider.end import answers_after, end_of, referral_after
from services.matching.decider.state import Attempt, Claim, Closed, Delivery, Fulfilled, Open, State
from services.matching.decider.suggestion import take_suggestion
from services.matching.events import (
    AnswerSettled,
    Arranged,
    ArrangementReminded,
    ClaimAccepted,
    ClaimDeclined,
    ClaimExpired,
    ClaimExtended,
    ClaimOverdue,
    ClaimReleased,
    ClaimVoided,
    ConfirmationOverdue,
    Delivered,
    DeliveryConfirmed,
    DeliveryDisputed,
    DeliveryVoided,
    NotReached,
    OneClaim,
    ReferralAnswered,
    ReferralAsked,
    Reopening,
    RequestAmended,
    RequestClaimed,
    RequestClosed,
    RequestEvent,
    RequestFoundImpossible,
    RequestFulfilled,
    RequestOpened,
    RequestPartlyDone,
    RequestReferred,
    RequestReopened,
    RequestReturned,
    RequestUnclaimed,
    SuggestionEvent,
    VacancyAnswered,
    WaitingExtended,
)
from services.matching.events.guardian import GuardianChanged
from shared.links.model import LinkEvent, LinkIssued, LinkRevoked, LinkUsed, take_link

Shape = TypeVar("Shape", Open, Fulfilled, Closed)


def evolve(state: State | None, event: RequestEvent | LinkEvent) -> State:
    """The request after `event`."""
    if isinstance(event, RequestOpened):
        return Open(**{name: value for name, value in event if name in Open.model_fields})
    assert state is not None, "a request begins with its opening"
    match event:
        case RequestFulfilled():
            return _become(Fulfilled, state)
        case RequestClosed() | RequestPartlyDone() | RequestFoundImpossible() | RequestReferred():
            ended = [_claim(state, entry.claim) for entry in event.claims]
            return _become(Closed, state, *map(close_claim, ended), end=end_of(event))
        case ReferralAsked() | ReferralAnswered():
            return state.model_copy(update={"end": referral_after(state.end, event)})
        case RequestReturned():
            return _become(Open, state, end=None, unclaimed_until=None)
        case VacancyAnswered() | AnswerSettled():
            return state.model_copy(update={"answers": answers_after(state.answers, event)})
        case RequestReopened():
            again = [reopen_claim(_claim(state, entry.claim), entry) for entry in event.claims]
            return _become(Open, state, *again)
        case GuardianChanged(about=about):
            return state.model_copy(update={"about": about})
        case RequestAmended(text=text):
            return state.model_copy(update={"text": text})
        case RequestClaimed():
            return state.model_copy(update={"claims": (*state.claims, make_claim(event)), "unclaimed_until": None})
        case SuggestionEvent():
            return state.model_copy(update={"suggestions": take_suggestion(state.suggestions, event)})
        case LinkIssued() | LinkRevoked() | LinkUsed():
            return state.model_copy(update={"links": take_link(state.links, event)})
        case RequestUnclaimed(expires_at=expires_at):
            return state.model_copy(update={"unclaimed_until": expires_at})
        case WaitingExtended(until=until):
            assert state.waiting is not None
            waiting = state.waiting.model_copy(update={"until": until})
            return state.model_copy(update={"waiting": waiting, "unclaimed_until": None})
        case _:
            assert isinstance(event, OneClaim)
            changed = evolve_claim(_claim(state, event.claim), event)
            return state.model_copy(update={"claims": state.with_claims(changed)})


def make_claim(event: RequestClaimed) -> Claim:
    """The claim that `event` made."""
    return Claim(
        id=event.claim,
        claimant=event.claimant,
        claimed=event.quantity,
        promised=event.quantity,
        meeting=event.meeting,
        part=event.part,
        peer_class=event.peer_class,
        benefit=event.benefit,
    )


def evolve_claim(claim: Claim, event: OneClaim) -> Claim:
    """The claim after `event`."""
    match event:
        case ClaimAccepted(due_at=due_at, terms=terms):
            return claim.changed(due_at=due_at, terms=terms)
        case ClaimExtended(due_at=due_at):
            return claim.changed(due_at=due_at, expires_at=None)
        case ClaimOverdue(expires_at=expires_at):
            return claim.changed(expires_at=expires_at)
        case ClaimDeclined():
            return claim.changed(ended="declined")
        case ClaimReleased():
            return claim.changed(ended="released")
        case ClaimExpired():
            return claim.changed(ended="expired")
        case ClaimVoided():
            voided = tuple(d.model_copy(update={"state": "voided"}) for d in claim.deliveries)
            return claim.changed(ended="voided", deliveries=voided)
        case DeliveryConfirmed(mark=mark, occurred_on=day):
            deliveries = claim.redelivered("entered", "confirmed", day)
            return claim.changed(deliveries=deliveries, mark=claim.mark if mark is None else mark)
        case NotReached(occurred_on=day, how=how):
            return claim.changed(attempts=(*claim.attempts, Attempt(occurred_on=day, how=how)))
        case Arranged():
            return claim.changed(arranged=event.arrangement)
        case ArrangementReminded():
            assert claim.arranged is not None
            return claim.changed(arranged=claim.arranged.model_copy(update={"remind_at": None}))
        case Delivered():
            return _deliver(claim, event)
        case ConfirmationOverdue():
            return claim.changed(confirmation_overdue=True)
        case DeliveryDisputed():
            return _again(claim, event, claim.redelivered("entered", "undone"))
        case DeliveryVoided():
            return _void_delivery(claim, event)


def close_claim(claim: Claim) -> Claim:
    """The claim after its request was closed."""
    return claim.changed(ended="closed", deliveries=claim.redelivered("entered", "lapsed"))


def reopen_claim(claim: Claim, entry: Reopening) -> Claim:
    """The claim, under way again."""
    return _again(claim, entry, claim.redelivered("confirmed", "undone")).changed(mark=None)


def _again(claim: Claim, entry: Reopening | DeliveryDisputed, deliveries: tuple[Delivery, ...]) -> Claim:
    again = {"ended": None, "expires_at": None, "arranged": None, "attempts": ()}
    return claim.changed(**again, deliveries=deliveries, due_at=entry.due_at, terms=entry.terms)


def _deliver(claim: Claim, event: Delivered) -> Claim:
    delivery = Delivery(**event.model_dump(include=set(Delivery.model_fields) - {"state"}))
    promised = claim.delivered + event.quantity if event.final else claim.promised
    return claim.changed(deliveries=(*claim.deliveries, delivery), promised=promised, arranged=None, attempts=())


def _void_delivery(claim: Claim, event: DeliveryVoided) -> Claim:
    deliveries = list(claim.deliveries)
    deliveries[event.delivery - 1] = deliveries[event.delivery - 1].model_copy(update={"state": "voided"})
    return claim.changed(deliveries=tuple(deliveries), due_at=event.due_at, expires_at=None)


def _claim(state: State, claim_id: str) -> Claim:
    claim = state.claim(claim_id)
    assert claim is not None, f"no claim {claim_id}"
    return claim


def _become(shape: type[Shape], state: State, *changed: Claim, **more: Any) -> Shape:
    fields = {name: value for name, value in state if name != "state"}
    return shape(**fields | {"claims": state.with_claims(*changed), **more})
