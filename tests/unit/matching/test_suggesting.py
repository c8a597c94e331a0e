"""An offer is suggested for a need or a public wish; its provider accepts, declines, or is told that it is settled."""

from datetime import date

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import ending_errors, errors, suggesting_errors
from shared.contracts.base import Party
from shared.contracts.registry import Part
from shared.errors import NotFound

from .examples import (
    ACCEPTING,
    AT,
    CLINIC,
    COMMUNITY,
    LIGHTS,
    LIMITS,
    NEED,
    OFFER,
    PUBLIC,
    SCHOOL,
    SHOP,
    VACANCY,
    accepted,
    after,
    by,
    claim_id,
    claimed,
    closed,
    opened,
    suggestion,
    wishes,
)
from .recording import told

NEEDED = opened(NEED, 5)
MADE = suggestion(e.SuggestionMade)
LATER = date(2026, 9, 1)


def offer(provider: Party | None = SCHOOL, **standing: bool) -> c.AskedOffer:
    return c.AskedOffer(offer=OFFER, provider=provider, **{"listed": True, "here": True} | standing)


def suggest(asked: c.AskedOffer | None = None, **fields):
    return by(c.MakeSuggestion, offer=asked or offer(), time_zone="Asia/Shanghai", **fields)


def accept(n: int = 1, party=SCHOOL.id, limits=LIMITS, **fields):
    return by(c.AcceptSuggestion, suggestion=n, party=party, limits=limits, **fields)


def decline(n: int = 1, party=SCHOOL.id, reason="not_now", **fields):
    return by(c.DeclineSuggestion, suggestion=n, party=party, reason=reason, time_zone="Asia/Shanghai", **fields)


PARTS = (
    Part(name="音响", category="supplies", quantity=2, unit="套"),
    Part(name="礼堂", category="space", quantity=1, unit="间"),
)
IN_PARTS = opened(NEED, 3).model_copy(update={"parts": PARTS})
SPEAKERS = NEED.model_copy(update={"category": "supplies", "unit": "套"})
PART_MADE = suggestion(e.SuggestionMade, about=SPEAKERS, part=1)


class TestMaking:
    def test_a_provider_is_asked(self):
        wishes.given(NEEDED).when(suggest(quantity=3)).then(suggestion(e.SuggestionMade, quantity=3))

    def test_several_providers_may_be_asked_at_once(self):
        wishes.given(NEEDED, MADE).when(suggest(offer(SHOP))).then(suggestion(e.SuggestionMade, 2, SHOP))

    def test_a_public_wish_may_be_suggested_for_as_well(self):
        wishes.given(LIGHTS).when(suggest()).then(suggestion(e.SuggestionMade, about=PUBLIC))

    def test_nobody_is_there_to_ask_or_answer_once_it_was_deactivated(self):
        wishes.given(NEEDED).when(suggest(offer(inactive=True))).refused(errors.OrganizationInactive)
        wishes.given(NEEDED, MADE).when(accept(inactive=True)).refused(errors.OrganizationInactive)

    def test_the_community_may_ask_itself(self):
        here = Party(kind="community", id=COMMUNITY)
        wishes.given(NEEDED).when(suggest(offer(here))).then(suggestion(e.SuggestionMade, provider=here))

    @pytest.mark.parametrize(
        ("before", "asked", "refusal"),
        [
            ((opened(),), offer(), suggesting_errors.NotForPersons),
            ((opened(VACANCY),), offer(), ending_errors.VacancyNotClaimed),
            ((IN_PARTS,), offer(), ending_errors.NoSuchPart),
            ((NEEDED,), offer(None), suggesting_errors.UnknownOffer),
            ((NEEDED,), offer(listed=False), suggesting_errors.OfferNotListed),
            ((NEEDED,), offer(here=False), suggesting_errors.OfferElsewhere),
            ((NEEDED,), offer(CLINIC), errors.OwnRequest),
            ((NEEDED, MADE), offer(), suggesting_errors.AskedAlready),
            ((NEEDED, closed(about=NEED)), offer(), errors.RequestEnded),
            ((NEEDED, claimed(about=NEED, by=SHOP, quantity=5)), offer(), errors.AlreadyClaimed),
        ],
    )
    def test_refused(self, before, asked, refusal):
        wishes.given(*before).when(suggest(asked)).refused(refusal)

    def test_not_more_than_is_left(self):
        wishes.given(NEEDED).when(suggest(quantity=6)).refused(errors.TooMuch)

    def test_who_declined_is_left_alone_until_the_day_it_named(self):
        declined = suggestion(e.SuggestionDeclined, reason="not_now", not_before=LATER)
        wishes.given(NEEDED, MADE, declined).when(suggest()).refused(suggesting_errors.AskedTooSoon)
        again = suggest(at=AT.replace(month=9, day=1))
        wishes.given(NEEDED, MADE, declined).when(again).then(suggestion(e.SuggestionMade, 2))


class TestAnswers:
    def test_a_yes_is_a_claim_in_the_same_commit(self):
        wishes.given(NEEDED, MADE).when(accept(quantity=2)).then(
            claimed(about=NEED, quantity=2, waits=False),
            accepted(about=NEED, quantity=2),
            suggestion(e.SuggestionAccepted, claim=claim_id(1)),
        )

    def test_where_staff_accept_claims_it_waits_like_any_other(self):
        wishes.given(NEEDED, MADE).when(accept(limits=ACCEPTING)).then(
            claimed(about=NEED, quantity=5), suggestion(e.SuggestionAccepted, claim=claim_id(1))
        )

    def test_it_brings_what_was_asked_as_far_as_it_is_left(self):
        asked = suggestion(e.SuggestionMade, quantity=4)
        taken = claimed(about=NEED, by=SHOP, quantity=3)
        events = wishes.given(NEEDED, asked, taken).when(accept()).events()
        assert events[0] == claimed(2, about=NEED, quantity=2, waits=False)

    def test_too_late(self):
        taken = claimed(about=NEED, by=SHOP, quantity=5)
        wishes.given(NEEDED, MADE, taken).when(accept()).refused(errors.AlreadyClaimed)
        wishes.given(NEEDED, MADE, closed(about=NEED)).when(accept()).refused(errors.RequestEnded)

    def test_staff_answer_for_anybody_and_nobody_else_does(self):
        no = suggestion(e.SuggestionDeclined, reason="other_field", note="不办这类活动")
        wishes.given(NEEDED, MADE).when(decline(party=None, reason="other_field", note="不办这类活动")).then(no)
        wishes.given(NEEDED, MADE).when(decline(party=SHOP.id)).refused(suggesting_errors.NotYourSuggestion)
        wishes.given(NEEDED, MADE).when(accept(party=SHOP.id)).refused(suggesting_errors.NotYourSuggestion)
        wishes.given(NEEDED).when(accept()).refused(NotFound)

    def test_a_no_may_say_from_when_on_to_ask_again(self):
        no = suggestion(e.SuggestionDeclined, reason="not_now", not_before=LATER)
        wishes.given(NEEDED, MADE).when(decline(not_before=LATER)).then(no)
        wishes.given(NEEDED, MADE).when(decline(not_before=AT.date())).refused(suggesting_errors.MustBeLater)

    def test_it_is_answered_once(self):
        withdrawn = suggestion(e.SuggestionWithdrawn, reason="found_another")
        for done in (withdrawn, suggestion(e.SuggestionDeclined, reason="not_now")):
            wishes.given(NEEDED, MADE, done).when(accept()).refused(suggesting_errors.AlreadyAnswered)
        wishes.given(NEEDED, MADE).when(by(c.WithdrawSuggestion, suggestion=1, reason="found_another")).then(withdrawn)

    def test_a_no_can_still_be_said_when_the_need_has_ended(self):
        declined = suggestion(e.SuggestionDeclined, reason="not_now")
        wishes.given(NEEDED, MADE, closed(about=NEED)).when(decline()).then(declined)


class TestParts:
    """Each part is asked for, and taken on, by itself."""

    def test_a_provider_is_asked_for_one_of_them(self):
        wishes.given(IN_PARTS).when(suggest(part=1)).then(PART_MADE)
        wishes.given(IN_PARTS).when(suggest(part=3)).refused(ending_errors.NoSuchPart)
        wishes.given(NEEDED).when(suggest(part=1)).refused(ending_errors.NoSuchPart)

    def test_not_for_more_than_is_left_of_it(self):
        wishes.given(IN_PARTS).when(suggest(part=1, quantity=3)).refused(errors.TooMuch)
        taken = claimed(about=SPEAKERS, by=SHOP, quantity=2).model_copy(update={"part": 1})
        wishes.given(IN_PARTS, taken).when(suggest(part=1)).refused(errors.AlreadyClaimed)
        assert wishes.given(IN_PARTS, taken).when(suggest(part=2)).events()

    def test_a_yes_is_a_claim_on_that_part(self):
        one = claimed(about=SPEAKERS, by=SHOP, quantity=1).model_copy(update={"part": 1})
        made, stands, answered = wishes.given(IN_PARTS, PART_MADE, one).when(accept()).events()
        assert (made.part, made.quantity, made.about) == (1, 1, SPEAKERS)
        assert (stands.about, answered.about) == (SPEAKERS, SPEAKERS)
        too_late = one.model_copy(update={"claim": claim_id(2)})
        wishes.given(IN_PARTS, PART_MADE, one, too_late).when(accept()).refused(errors.AlreadyClaimed)

    def test_a_no_is_remembered_for_things_of_its_category(self):
        no = suggestion(e.SuggestionDeclined, about=SPEAKERS, reason="not_now")
        wishes.given(IN_PARTS, PART_MADE).when(decline()).then(no)

    def test_a_no_to_one_bars_from_no_other_category(self):
        no = suggestion(e.SuggestionDeclined, about=SPEAKERS, reason="not_now", not_before=LATER)
        declined = wishes.given(IN_PARTS, PART_MADE, no)
        declined.when(suggest(part=1)).refused(suggesting_errors.AskedTooSoon)
        hall = NEED.model_copy(update={"category": "space", "unit": "间"})
        declined.when(suggest(part=2)).then(suggestion(e.SuggestionMade, 2, about=hall, part=2))
        more = PARTS[0].model_copy(update={"name": "话筒"})
        alike = IN_PARTS.model_copy(update={"parts": (*PARTS, more)})
        wishes.given(alike, PART_MADE, no).when(suggest(part=3)).refused(suggesting_errors.AskedTooSoon)


def test_how_it_stands():
    request = after(NEEDED, MADE, suggestion(e.SuggestionMade, 2, SHOP), claimed(about=NEED), TAKEN, REFUSED)
    assert [one.state for one in request.suggestions] == ["accepted", "declined"]
    assert (request.suggestions[0].claim, request.suggestions[1].not_before) == (claim_id(1), LATER)


TAKEN = suggestion(e.SuggestionAccepted, claim=claim_id(1))
REFUSED = suggestion(e.SuggestionDeclined, 2, SHOP, reason="not_now", not_before=LATER)


def test_who_hears_of_it():
    school, clinic = f"organization:{SCHOOL.id}", f"organization:{CLINIC.id}"
    assert told(MADE).concerns == (school,)
    assert told(TAKEN).concerns == (clinic,)
    assert told(REFUSED).concerns == (f"staff:{COMMUNITY}", clinic)
    assert told(suggestion(e.SuggestionWithdrawn, reason="no_answer")).concerns == (school,)
