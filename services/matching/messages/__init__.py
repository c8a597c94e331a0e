"""Between matching and its peers: what it tells, and what it takes in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from services.matching import events
from services.matching.commands import CloseRequest, KnowBenefits, KnowGuardian, OpenRequest
from services.matching.events.benefit import BenefitsKnown
from services.matching.events.offer import OfferPromised
from services.matching.messages.bookings import know_offer, publish_booking
from shared.contracts import bookings, evaluation, guardians, offers, redaction, registry
from shared.contracts import matching as contracts
from shared.contracts.base import Contract
from shared.contracts.matching import About
from shared.directory import messages as directory
from shared.eventsourcing.decider import Recorded
from shared.messaging.translation import Arrival, Send
from shared.redaction.messages import receive as receive_redaction
from shared.redaction.model import HistoryRedacted

SOURCES = ("registry", "evaluation")
"""The services matching listens to."""


def _recipient(event: events.RequestEvent) -> Iterable[str]:
    """Who wished (of a minor the guardian, at the desk while one is wanted) or needs it, if that is anybody in
    particular."""
    if event.about.guardian_wanted:
        yield from _staff(event)
    elif decides := event.about.guardian or event.about.person:
        yield f"person:{decides}"
    if event.about.organization:
        yield f"organization:{event.about.organization}"


def _proxy(event: events.RequestEvent) -> Iterable[str]:
    """Who entered a wish: that person (not where a guardian decides), else the desk."""
    entered_by = event.about.entered_by
    if entered_by and entered_by.startswith("person_"):
        if not (event.about.guardian or event.about.guardian_wanted):
            yield f"person:{entered_by}"
    elif entered_by:
        yield from _staff(event)


def _staff(event: events.RequestEvent) -> Iterable[str]:
    yield f"staff:{event.community}"


def _steward(event: events.Delivered) -> Iterable[str]:
    """Who answers for the place of a public wish, unless it was that person who delivered."""
    if event.steward and event.steward != event.claimant.id:
        yield f"person:{event.steward}"


def _claimants(event: Any) -> Iterable[str]:
    """Who claimed, or answered, what an event is about: one of them, or several."""
    match event:
        case events.ClaimEvent(claimant=claimant):
            yield claimant.address
        case events.AnswerEvent(person=person):
            yield f"person:{person}"
        case events.RequestFulfilled(providers=parties) | events.RequestAmended(claimants=parties):
            yield from (party.address for party in parties)
        case events.RequestPartlyDone(providers=parties, claims=claims):
            yield from (party.address for party in (*parties, *(entry.claimant for entry in claims)))
        case _:
            yield from (entry.claimant.address for entry in event.claims)


def _provider(event: events.SuggestionEvent) -> Iterable[str]:
    yield event.provider.address


def _escort(event: events.Arranged | events.ArrangementReminded) -> Iterable[str]:
    """The desk, if somebody of it comes along."""
    if event.escort:
        yield from _staff(event)


Whom = Callable[[Any], Iterable[str]]

CONCERNS: Mapping[type[events.RequestEvent], tuple[Whom, ...]] = {
    events.RequestOpened: (),
    events.RequestUnclaimed: (_staff,),
    events.WaitingExtended: (_recipient, _proxy),
    events.RequestClaimed: (_staff, _claimants),
    events.ClaimAccepted: (_claimants, _recipient),
    events.ClaimDeclined: (_claimants, _recipient),
    events.ClaimReleased: (_staff, _claimants),
    events.ClaimExtended: (_claimants, _recipient),
    events.ClaimOverdue: (_staff, _claimants),
    events.ClaimExpired: (_staff, _claimants),
    events.ClaimVoided: (_staff, _claimants),
    events.Arranged: (_claimants, _recipient, _escort),
    events.ArrangementReminded: (_claimants, _recipient, _escort),
    events.Delivered: (_staff, _recipient, _steward),
    events.ConfirmationOverdue: (_staff,),
    events.DeliveryConfirmed: (_claimants,),
    events.DeliveryDisputed: (_recipient, _proxy, _claimants, _staff),
    events.RequestFulfilled: (_recipient, _proxy, _claimants),
    events.RequestReopened: (_recipient, _proxy, _claimants, _staff),
    events.RequestClosed: (_recipient, _proxy, _claimants),
    events.RequestPartlyDone: (_recipient, _proxy, _claimants),
    events.RequestFoundImpossible: (_recipient, _proxy, _claimants),
    events.RequestReferred: (_recipient, _proxy, _claimants),
    events.ReferralAsked: (_staff,),
    events.ReferralAnswered: (_recipient, _proxy),
    events.RequestReturned: (_recipient, _proxy),
    events.RequestAmended: (_recipient, _claimants),
    events.VacancyAnswered: (_staff, _recipient, _claimants),
    events.AnswerSettled: (_recipient, _claimants),
    events.SuggestionMade: (_provider,),
    events.SuggestionAccepted: (_recipient,),
    events.SuggestionDeclined: (_staff, _recipient),
    events.SuggestionWithdrawn: (_provider,),
}
"""Who has to know. What is not listed here is nobody else's business; whose wish or need was published, and may now be
claimed, heard that from registry already; that a suggestion was accepted, staff and provider hear with the claim."""

CONTRACTS: Mapping[str, type[Contract]] = {contract.type: contract for contract in contracts.CONTRACTS}


def publish(recorded: Recorded) -> Contract | None:
    """What the others learn of an event of matching."""
    event = recorded.event
    if isinstance(event, HistoryRedacted):
        said = event.model_dump() | {"redaction": recorded.stream, "concerns": (f"staff:{event.community}",)}
        return redaction.InMatching.model_validate(said) if event.service == "matching" else None
    if isinstance(event, events.BookingEvent):
        return publish_booking(event)
    if isinstance(event, OfferPromised):
        return bookings.OfferPromised.model_validate(event.model_dump() | {"concerns": ()})
    if not isinstance(event, events.RequestEvent) or type(event) not in CONCERNS:
        return None
    told = dict.fromkeys(address for whom in CONCERNS[type(event)] for address in whom(event))
    return _contract(event).model_validate(event.model_dump() | {"concerns": tuple(told)})


def _contract(event: events.RequestEvent) -> type[Contract]:
    wish = event.about.kind == "wish"
    match event:
        case events.RequestClaimed():
            return contracts.WishClaimed if wish else contracts.NeedClaimed
        case events.RequestFulfilled():
            return contracts.WishFulfilled if wish else contracts.NeedResolved
        case _:
            return CONTRACTS[event.type]


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """What a fact of registry or evaluation means here."""
    match contract:
        case registry.WishPublished():
            return (_open(contract, arrival, _about_wish(contract), waiting=contract.waiting),)
        case registry.NeedPublished():
            return (_open_need(contract, arrival),)
        case registry.WishWithdrawn(published=True):
            reason: events.FromRegistry = "erased" if "erased" in contract.reason else "withdrawn"
            close = CloseRequest(at=arrival.now, actor=arrival.actor, reason=reason)
            return (Send(request_of(contract.wish), close),)
        case guardians.WishGuardianChanged(published=True, guardian=guardian, wanted=wanted):
            know = KnowGuardian(at=arrival.now, actor=arrival.actor, guardian=guardian, wanted=wanted)
            return (Send(request_of(contract.wish), know),)
        case offers.OfferContract():
            return (know_offer(contract, arrival),)
        case evaluation.SchemeAdopted(scheme=scheme, benefits=benefits) if benefits is not None:
            known = BenefitsKnown(**contract.model_dump(include=set(BenefitsKnown.model_fields)))
            return (Send(scheme, KnowBenefits(at=arrival.now, actor=arrival.actor, known=known), begins=True),)
        case _:
            return (*receive_redaction(contract, arrival), *directory.receive(contract, arrival))


def request_of(origin: str) -> str:
    """The id of the request that a wish or need has."""
    return f"req_{origin.partition('_')[2]}"


def _about_wish(wish: registry.WishPublished) -> About:
    return About(
        request=request_of(wish.wish),
        kind="wish",
        origin=wish.wish,
        wish_kind=wish.kind,
        person=wish.person,
        guardian=wish.guardian,
        entered_by=wish.entered_by,
        category=wish.category,
        unit=wish.unit,
        place=wish.place,
    )


def _about_need(need: registry.NeedPublished) -> About:
    return About(
        request=request_of(need.need),
        kind="need",
        origin=need.need,
        organization=need.organization,
        need_kind=need.kind,
        category=need.category,
        unit=need.unit,
    )


def _open_need(need: registry.NeedPublished, arrival: Arrival) -> Send:
    more = {"title": need.title, "audience": need.audience, "parts": need.parts}
    return _open(need, arrival, _about_need(need), **more)


def _open(
    contract: registry.WishPublished | registry.NeedPublished, arrival: Arrival, about: About, **more: Any
) -> Send:
    """`more`: what only a wish or only a need says."""
    opening = OpenRequest(
        at=arrival.now,
        actor=arrival.actor,
        community=contract.community,
        about=about,
        text=contract.text,
        quantity=contract.quantity,
        asked_at=contract.posted_at,
        **more,
    )
    return Send(about.request, opening, begins=True)
