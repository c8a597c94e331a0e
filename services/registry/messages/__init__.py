"""Between registry's log and the messages: what the others learn, and what matching tells."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.registry import events
from services.registry.commands import Follow
from services.registry.commands.agreement import MindAgreement
from services.registry.commands.plate import EndParking
from services.registry.events import (
    AnswerKnown,
    ClaimKnown,
    Followed,
    OutcomeKnown,
    ReopeningKnown,
    RequestKnown,
    TextKnown,
    agreement,
    membership,
    obligation,
    offer,
    place,
    referral,
)
from services.registry.messages.bookings import booked, promised
from services.registry.messages.concerned import (
    Concerned,
    guardian_or_staff,
    nobody,
    parties,
    parties_and_staff,
    parties_and_staff_by_link,
    parties_and_thanked,
    parties_left,
    staff,
)
from services.registry.messages.giving import given
from services.registry.projections import Due
from shared.contracts import bookings, guardians, matching, offers, organizations, places, redaction, registry, thanks
from shared.contracts.base import Contract
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Actor, Event
from shared.messaging.translation import Arrival, Send
from shared.redaction.messages import receive as receive_redaction

SOURCES = ("matching",)

TOLD: Mapping[type[Event], tuple[type[Contract], Concerned]] = {
    events.HistoryRedacted: (redaction.InRegistry, staff),
    events.CommunityFounded: (registry.CommunityFounded, nobody),
    events.CommunitySettingsChanged: (registry.CommunitySettingsChanged, nobody),
    place.PlaceNamed: (places.PlaceNamed, nobody),
    place.StewardAppointed: (places.StewardAppointed, nobody),
    place.StewardReleased: (places.StewardReleased, nobody),
    events.CalendarRecorded: (registry.CalendarRecorded, nobody),
    events.OrganizationRegistered: (registry.OrganizationRegistered, nobody),
    events.OrganizationChanged: (registry.OrganizationChanged, nobody),
    events.OrganizationDeactivated: (organizations.OrganizationDeactivated, nobody),
    events.OrganizationReactivated: (organizations.OrganizationReactivated, nobody),
    events.OrganizationMerged: (registry.OrganizationMerged, nobody),
    events.OrganizationUnmerged: (registry.OrganizationMerged, nobody),
    membership.MembershipInvited: (registry.MembershipInvited, parties),
    membership.MembershipApplied: (registry.MembershipApplied, staff),
    membership.MembershipDeclined: (registry.MembershipDeclined, parties),
    membership.MembershipStarted: (registry.MembershipStarted, parties),
    membership.MembershipSuspended: (registry.MembershipSuspended, parties),
    membership.MembershipResumed: (registry.MembershipResumed, parties),
    membership.MembershipEnded: (registry.MembershipEnded, parties),
    agreement.AgreementSigned: (registry.AgreementSigned, parties_and_staff),
    agreement.AgreementRenewed: (registry.AgreementRenewed, parties_and_staff),
    agreement.AgreementTerminated: (registry.AgreementTerminated, parties_and_staff),
    agreement.AgreementExpiring: (registry.AgreementExpiring, parties_and_staff),
    obligation.ObligationOverdue: (registry.ObligationOverdue, parties_and_staff),
    events.PersonRegistered: (registry.PersonRegistered, nobody),
    events.PersonAccountChanged: (registry.PersonAccountChanged, nobody),
    events.PersonErased: (registry.PersonErased, nobody),
    events.OfferListed: (offers.OfferListed, parties),
    events.OfferChanged: (offers.OfferChanged, parties),
    events.OfferConfirmed: (offers.OfferConfirmed, parties),
    offer.OfferTurningStale: (offers.OfferTurningStale, parties),
    events.OfferPaused: (offers.OfferPaused, parties_and_staff_by_link),
    events.OfferResumed: (offers.OfferResumed, parties),
    events.OfferReachChanged: (offers.OfferReachChanged, parties),
    events.OfferEnded: (offers.OfferEnded, parties_and_staff_by_link),
    events.NeedConfirmed: (registry.NeedConfirmed, parties),
    events.NeedPublished: (registry.NeedPublished, parties),
    events.WishPosted: (registry.WishPosted, staff),
    events.WishPublished: (registry.WishPublished, parties),
    referral.WishReferralAnswered: (registry.WishReferralAnswered, parties),
    referral.WishReferred: (registry.WishReferred, parties),
    referral.WishReturned: (registry.WishReturned, parties),
    events.WishRejected: (registry.WishRejected, parties),
    events.WishWithdrawn: (registry.WishWithdrawn, parties_left),
    events.guardian.WishGuardianChanged: (guardians.WishGuardianChanged, guardian_or_staff),
    events.thanks.ThanksSaid: (thanks.ThanksSaid, staff),
    events.thanks.ThanksPublished: (thanks.ThanksPublished, parties_and_thanked),
    events.thanks.ThanksRejected: (thanks.ThanksRejected, parties),
    events.thanks.ThanksWithdrawn: (thanks.ThanksWithdrawn, parties_and_thanked),
}
"""Which contract an event becomes, and whom it concerns."""


def publish(recorded: Recorded) -> Contract | None:
    """The contract for an event of ours; the fields they share are the same. Of an offer, only with its terms;
    of a redaction, only our own."""
    said = dict(recorded.event)
    told = TOLD.get(type(recorded.event))
    if told is None or said.get("terms", told) is None or said.get("service", "registry") != "registry":
        return None
    contract, concerned = told
    kind = recorded.stream.partition("_")[0]
    address = {
        "community": recorded.commit.community,
        "withdrawn_at": recorded.at,
        "concerns": concerned(recorded),
    }
    named = {"organization" if kind == "org" else kind: recorded.stream}
    return contract.model_validate({**named, **said, **address})


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """What matching tells about a request, recorded in the wish or need it came from; and what an organization gave,
    which counts for its agreements; and what is told of a booking."""
    if isinstance(contract, bookings.BookingContract):
        return booked(contract, arrival)
    if isinstance(contract, bookings.OfferPromised):
        return promised(contract, arrival)
    if not isinstance(contract, matching.MatchingContract):
        return receive_redaction(contract, arrival)
    fact = _fact(contract)
    followed = [Send(contract.about.origin, Follow(at=arrival.now, actor=arrival.actor, fact=fact))] if fact else []
    return (*followed, *given(contract, arrival))


def on_due(due: Due, now: datetime, actor: Actor) -> Send:
    """What is to be brought to mind about an agreement; or that nobody parks any more."""
    stream = due.id.partition(".")[0]
    if stream.startswith("person_"):
        return Send(stream, EndParking(at=now, actor=actor, plate=due.plate))
    return Send(stream, MindAgreement(at=now, actor=actor, agreement=due.id, clause=due.clause))


def _fact(contract: matching.MatchingContract) -> Followed | None:
    match contract:
        case matching.RequestOpened(about=about):
            return RequestKnown(request=about.request)
        case matching.ClaimContract():
            return _claim(contract)
        case matching.WishFulfilled(occurred_on=day, providers=done_by):
            return OutcomeKnown(outcome="fulfilled", occurred_on=day, providers=done_by)
        case matching.NeedResolved(occurred_on=day):
            return OutcomeKnown(outcome="resolved", occurred_on=day)
        case matching.VacancyAnswered(answer=answer):
            return AnswerKnown(answer=answer, standing="waits")
        case matching.AnswerSettled(answer=answer, outcome=outcome):
            return AnswerKnown(answer=answer, standing="hired" if outcome == "hired" else "ended")
        case matching.RequestReopened(claims=claims):
            return ReopeningKnown(claims=claims)
        case matching.RequestReturned():
            return ReopeningKnown(claims=())
        case _:
            return _ending(contract)


def _ending(contract: matching.MatchingContract) -> Followed | None:
    match contract:
        case matching.RequestClosed():
            return OutcomeKnown(outcome="closed")
        case matching.RequestPartlyDone(occurred_on=day, providers=done_by):
            return OutcomeKnown(outcome="partly", occurred_on=day, providers=done_by)
        case matching.RequestFoundImpossible():
            return OutcomeKnown(outcome="impossible")
        case matching.RequestReferred():
            return OutcomeKnown(outcome="referred")
        case matching.RequestAmended(text=text):
            return TextKnown(text=text)
        case _:
            return None


def _claim(contract: matching.ClaimContract) -> ClaimKnown | None:
    standing: events.Standing
    match contract:
        case matching.WishClaimed() | matching.NeedClaimed():
            standing = "claimed"
        case matching.ClaimAccepted() | matching.DeliveryDisputed():
            standing = "accepted"
        case matching.ClaimDeclined() | matching.ClaimReleased() | matching.ClaimExpired() | matching.ClaimVoided():
            standing = "ended"
        case _:
            return None
    return ClaimKnown(claim=contract.claim, claimant=contract.claimant, standing=standing)
