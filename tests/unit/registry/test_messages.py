from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from services.registry.commands import Follow
from services.registry.commands.plate import KnowParking
from services.registry.events import (
    EVENTS,
    AnswerKnown,
    ClaimKnown,
    CommunitySettingsChanged,
    OfferChanged,
    OfferEnded,
    OfferPaused,
    OutcomeKnown,
    PersonErased,
    ReopeningKnown,
    RequestKnown,
    TextKnown,
    WishRejected,
    WishWithdrawn,
)
from services.registry.events.membership import MembershipEnded
from services.registry.events.place import StewardAppointed, StewardReleased
from services.registry.messages import TOLD, publish, receive
from shared.contracts import bookings, guardians, matching, offers, organizations, places, registry, thanks
from shared.contracts.base import Party
from shared.eventsourcing.model import Actor, Event
from shared.messaging.translation import Arrival, Send
from tests.unit.registry.examples import (
    AT,
    BUILDING,
    CLAIMANT,
    COMMUNITY,
    ESTATE,
    LATE,
    NEIGHBOUR,
    OFFER,
    ORG,
    PERSON,
    REQUEST,
    WISH,
    about,
    building,
    founded,
    lamp,
    listed,
    need_published,
    person_registered,
    posted,
    published,
    recorded,
    registered,
    submitted,
    terms,
    text,
    thanks_published,
    thanks_rejected,
    thanks_said,
    thanks_withdrawn,
)

ARRIVAL = Arrival(name="matching/req_x/1/0", at=AT, now=AT, actor=Actor(id="system:matching"))
LOT = f"calendar_{'p' * 26}.1"
WHOSE: dict[str, Any] = {"person": PERSON, "organization": None, "entered_by": NEIGHBOUR}
LI_AND_NEIGHBOUR = (f"person:{PERSON}", f"person:{NEIGHBOUR}")
SCHOOL = (f"organization:{ORG}",)


def told(event: Event, stream: str) -> Any:
    return publish(recorded(event, stream))


def test_a_community_and_its_settings() -> None:
    assert told(founded, COMMUNITY).path == founded.path
    settings = registry.Settings(claim_due="P7D")
    assert told(CommunitySettingsChanged(settings=settings), COMMUNITY).settings == settings


def test_an_organization_and_its_membership() -> None:
    contract = told(registered, ORG)
    assert (contract.organization, contract.account, contract.concerns) == (ORG, True, ())
    left = MembershipEnded(organization=ORG, until=date(2024, 1, 1), reason="other", note="")
    assert told(left, ORG) == registry.MembershipEnded(
        community=COMMUNITY, organization=ORG, until=date(2024, 1, 1), concerns=SCHOOL
    )


def test_offers_and_needs_concern_their_organization() -> None:
    assert told(submitted, OFFER) is None
    assert told(listed, OFFER) == offers.OfferListed(
        community=COMMUNITY, offer=OFFER, organization=ORG, terms=terms, concerns=SCHOOL
    )
    ended = OfferEnded(organization=ORG, reason="used_up", note="", terms=terms)
    assert told(ended, OFFER).reason == "used_up"
    assert told(need_published, "need_x").need == "need_x"


def test_an_offer_is_told_with_its_terms_or_not_at_all() -> None:
    unlisted = OfferChanged(organization=ORG, text=text, terms=None)
    assert told(unlisted, OFFER) is None
    shown = unlisted.model_copy(update={"terms": terms})
    assert told(shown, OFFER).terms == terms
    for contract in set(offers.CONTRACTS) - {offers.OfferTurningStale}:
        assert contract.model_fields["terms"].is_required()


def test_a_place_is_told_by_name_and_its_stewards_are_not() -> None:
    contract = places.PlaceNamed(
        community=COMMUNITY, place=BUILDING, name="北里12号楼", kind="courtyard", parent=ESTATE
    )
    assert told(building, BUILDING) == contract


def test_who_answers_for_a_place_the_others_learn_and_nobody_is_told() -> None:
    who = {"community": COMMUNITY, "place": BUILDING, "person": PERSON}
    appointed = StewardAppointed(place=BUILDING, person=PERSON, since=date(2024, 1, 1))
    assert told(appointed, BUILDING) == places.StewardAppointed(**who)
    released = StewardReleased(place=BUILDING, person=PERSON, until=date(2024, 12, 31))
    assert told(released, BUILDING) == places.StewardReleased(**who)


def test_a_person_is_told_by_opaque_id() -> None:
    expected = registry.PersonRegistered(community=COMMUNITY, person=PERSON, account=False)
    assert told(person_registered, PERSON) == expected
    assert told(PersonErased(reason="died"), PERSON).concerns == ()


def test_a_posted_wish_concerns_the_desk_and_carries_no_words() -> None:
    contract = told(posted, WISH)
    assert contract.concerns == (f"staff:{COMMUNITY}",)
    assert set(contract.model_dump()) == {"community", "concerns", "wish", "person", "entered_by"}


def test_a_reviewed_wish_concerns_the_person_and_who_entered_it() -> None:
    assert told(published, WISH).concerns == LI_AND_NEIGHBOUR
    rejected = WishRejected(**WHOSE, reason="unclear", note="", duplicate_of=None)
    assert told(rejected, WISH).concerns == LI_AND_NEIGHBOUR
    own = published.model_copy(update={"entered_by": PERSON})
    assert told(own, WISH).concerns == (f"person:{PERSON}",)
    public = published.model_copy(update={"person": None, "organization": ORG, "entered_by": "u_x"})
    assert told(public, WISH).concerns == SCHOOL


def test_a_withdrawn_wish_says_whether_a_request_must_close() -> None:
    withdrawn = WishWithdrawn(**WHOSE, published=False, reason="no_longer_wanted", note="")
    contract = told(withdrawn, WISH)
    assert (contract.withdrawn_at, contract.published, contract.concerns) == (AT, False, LI_AND_NEIGHBOUR)
    erased = WishWithdrawn(**WHOSE, published=True, reason="person_erased", note="")
    assert (told(erased, WISH).published, told(erased, WISH).concerns) == (True, ())


def test_what_was_said_by_a_link_is_told_to_the_desk_too() -> None:
    about: dict[str, Any] = {"organization": ORG, "note": "", "terms": terms}
    pause: dict[str, Any] = {"first": date(2025, 3, 1), "last": None, "reason": "renovation"}
    for event in (OfferPaused(**about, **pause), OfferEnded(**about, reason="moved_away")):
        assert told(event, OFFER).concerns == (f"organization:{ORG}",)
        link = Actor(id=f"link:{OFFER}.1", on_behalf_of=ORG, role="link")
        said = recorded(event, OFFER)
        contract = publish(replace(said, commit=replace(said.commit, actor=link)))
        assert contract
        assert contract.concerns == (f"organization:{ORG}", f"staff:{COMMUNITY}")


def test_thanks_are_told_without_a_word_of_them() -> None:
    giver = (f"organization:{CLAIMANT}",)
    for event, concerns in (
        (thanks_said, (f"staff:{COMMUNITY}",)),
        (thanks_published, (*LI_AND_NEIGHBOUR, *giver)),
        (thanks_rejected, LI_AND_NEIGHBOUR),
        (thanks_withdrawn, (*LI_AND_NEIGHBOUR, *giver)),
        (thanks_withdrawn.model_copy(update={"reason": "person_erased", "providers": ()}), ()),
    ):
        contract = told(event, WISH)
        assert (contract.wish, contract.concerns) == (WISH, concerns)
        assert set(contract.model_dump()) <= {"community", "concerns", "wish", "shown_to", "providers", "reason"}


def test_only_events_with_a_contract_are_told() -> None:
    assert set(TOLD) <= set(EVENTS)
    assert told(RequestKnown(request=REQUEST), WISH) is None
    assert {contract for contract, _ in TOLD.values()} == {
        *registry.CONTRACTS,
        *offers.CONTRACTS,
        *organizations.CONTRACTS,
        *places.CONTRACTS,
        *thanks.CONTRACTS,
        *guardians.CONTRACTS,
    }


CLAIM: dict[str, Any] = {
    "community": COMMUNITY,
    "about": about,
    "claim": f"{REQUEST}.1",
    "claimant": Party(kind="organization", id=CLAIMANT),
}
REQUESTED: dict[str, Any] = {"community": COMMUNITY, "about": about}


def claim(standing: Any) -> ClaimKnown:
    return ClaimKnown(claim=CLAIM["claim"], claimant=CLAIM["claimant"], standing=standing)


GIVER = Party(kind="organization", id=CLAIMANT)
AGAIN = (matching.ReopenedClaim(claim=CLAIM["claim"], claimant=CLAIM["claimant"]),)


@pytest.mark.parametrize(
    ("contract", "fact"),
    [
        (matching.RequestOpened(**REQUESTED, quantity=1), RequestKnown(request=REQUEST)),
        (matching.WishClaimed(**CLAIM, quantity=1, needs_acceptance=True), claim("claimed")),
        (matching.NeedClaimed(**CLAIM, quantity=1, needs_acceptance=True), claim("claimed")),
        (matching.ClaimAccepted(**CLAIM, quantity=1, due_at=AT), claim("accepted")),
        (matching.DeliveryDisputed(**CLAIM, quantity=1, due_at=AT, reason="x"), claim("accepted")),
        (matching.ClaimDeclined(**CLAIM, reason="x"), claim("ended")),
        (matching.ClaimReleased(**CLAIM, reason="x"), claim("ended")),
        (matching.ClaimExpired(**CLAIM), claim("ended")),
        (matching.ClaimVoided(**CLAIM), claim("ended")),
        (
            matching.WishFulfilled(**REQUESTED, quantity=1, occurred_on=date(2024, 1, 1), providers=(GIVER,)),
            OutcomeKnown(outcome="fulfilled", occurred_on=date(2024, 1, 1), providers=(GIVER,)),
        ),
        (
            matching.NeedResolved(**REQUESTED, quantity=1, occurred_on=date(2024, 1, 1), providers=()),
            OutcomeKnown(outcome="resolved", occurred_on=date(2024, 1, 1)),
        ),
        (matching.RequestClosed(**REQUESTED, reason="x"), OutcomeKnown(outcome="closed")),
        (
            matching.RequestPartlyDone(
                **REQUESTED, quantity=1, of_quantity=2, occurred_on=date(2024, 1, 1), providers=(GIVER,), reason="x"
            ),
            OutcomeKnown(outcome="partly", occurred_on=date(2024, 1, 1), providers=(GIVER,)),
        ),
        (matching.RequestFoundImpossible(**REQUESTED, reason="x"), OutcomeKnown(outcome="impossible")),
        (
            matching.RequestReferred(**REQUESTED, to="街道", expected_by=date(2024, 1, 1)),
            OutcomeKnown(outcome="referred"),
        ),
        (matching.RequestReturned(**REQUESTED, reason="x"), ReopeningKnown(claims=())),
        (matching.VacancyAnswered(**REQUESTED, answer=1, person=PERSON), AnswerKnown(answer=1, standing="waits")),
        (
            matching.AnswerSettled(**REQUESTED, answer=1, person=PERSON, outcome="hired"),
            AnswerKnown(answer=1, standing="hired"),
        ),
        (
            matching.AnswerSettled(**REQUESTED, answer=1, person=PERSON, outcome="withdrew"),
            AnswerKnown(answer=1, standing="ended"),
        ),
        (matching.RequestReopened(**REQUESTED, claims=AGAIN, reason="x"), ReopeningKnown(claims=AGAIN)),
        (matching.RequestAmended(**REQUESTED, text="新文字"), TextKnown(text="新文字")),
    ],
)
def test_what_matching_tells_is_recorded_at_the_wish(contract: matching.MatchingContract, fact: Any) -> None:
    command = Follow(at=AT, actor=ARRIVAL.actor, fact=fact)
    assert receive(contract, ARRIVAL)[0] == Send(WISH, command)


@pytest.mark.parametrize(
    "contract",
    [
        matching.ClaimOverdue(**CLAIM, expires_at=AT),
        matching.ReferralAsked(**REQUESTED, to="街道", expected_by=date(2024, 1, 1)),
        matching.ReferralAnswered(**REQUESTED, outcome="done"),
        matching.Delivered(**CLAIM, quantity=1, occurred_on=date(2024, 1, 1)),
        registry.PersonErased(community=COMMUNITY, person=PERSON),
    ],
)
def test_the_rest_means_nothing_here(contract: Any) -> None:
    assert receive(contract, ARRIVAL) == ()


def test_the_lamp_has_no_person() -> None:
    assert told(lamp, WISH).person is None


def booking(kind: type[bookings.BookingContract], **fields: Any) -> bookings.BookingContract:
    named = {"community": COMMUNITY, "offer": OFFER, "organization": ORG, "booking": LOT, "start": "20:00"}
    booker, day = Party(kind="person", id=PERSON), date(2026, 3, 3)
    return kind(**{**named, "booker": booker, "day": day, "category": "parking", "ends_at": LATE, **fields})


@pytest.mark.parametrize(
    ("contract", "until"),
    [
        (booking(bookings.BookingMade, quantity=1), LATE),
        (booking(bookings.BookingWaits), LATE),
        (booking(bookings.BookingOffered, answer_by=AT), LATE),
        (booking(bookings.BookingMoved, was_day=date(2026, 3, 2), was_start="20:00", reason="other_time"), LATE),
        (booking(bookings.BookingGivenBack, free_from=date(2026, 3, 2), reason="other_time"), LATE),
        (booking(bookings.BookingCancelled, reason="closed"), None),
        (booking(bookings.BookingDeclined), None),
        (booking(bookings.BookingLapsed, was_offered=True), None),
    ],
)
def test_who_parks_needs_a_plate_as_long_as_that_lasts(
    contract: bookings.BookingContract, until: datetime | None
) -> None:
    command = KnowParking(at=AT, actor=ARRIVAL.actor, booking=LOT, until=until)
    assert list(receive(contract, ARRIVAL)) == [Send(PERSON, command)]
    by_school = contract.model_copy(update={"booker": Party(kind="organization", id=ORG)})
    assert list(receive(by_school, ARRIVAL)) == []
    assert list(receive(contract.model_copy(update={"category": "space"}), ARRIVAL)) == []


def test_whether_it_was_used_does_not_change_until_when_it_lasts() -> None:
    kept = booking(bookings.BookingKept, occurred_on=date(2026, 3, 3))
    assert [send.stream for send in receive(kept, ARRIVAL)] == [OFFER], "it renews the offer"
    missed = booking(bookings.BookingMissed, occurred_on=date(2026, 3, 3), reason="illness")
    assert list(receive(missed, ARRIVAL)) == []
