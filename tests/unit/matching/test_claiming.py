from datetime import date, timedelta

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import errors
from shared.contracts.base import Party
from shared.contracts.limits import ClassLimits
from shared.contracts.registry import Part
from shared.errors import NotFound
from shared.eventsourcing.model import Actor

from .examples import (
    ACCEPTING,
    AT,
    CLINIC,
    COMMUNITY,
    DONE,
    DUE,
    ELDER,
    EXPIRES,
    HELPER,
    LIGHTS,
    LIMITS,
    NEED,
    PUBLIC,
    SCHOOL,
    SHOP,
    UNDER_WAY,
    accepted,
    after,
    again,
    by,
    claimed,
    closed,
    confirmed,
    delivered,
    fulfilled,
    of_claim,
    opened,
    overdue,
    reopened,
    wishes,
)

DAY = timedelta(days=1)


def claim(claimant=SCHOOL, quantity=None, limits=LIMITS, **fields):
    return by(c.ClaimRequest, claimant=claimant, quantity=quantity, limits=limits, **fields)


class TestClaim:
    def test_a_persons_wish_waits_for_acceptance(self):
        wishes.given(opened()).when(claim()).then(claimed())

    def test_a_public_wish_stands_at_once(self):
        wishes.given(LIGHTS).when(claim(quantity=20)).then(
            claimed(about=PUBLIC, quantity=20, waits=False), accepted(about=PUBLIC, quantity=20)
        )

    def test_a_need_stands_at_once(self):
        wishes.given(opened(NEED)).when(claim()).then(claimed(about=NEED, waits=False), accepted(about=NEED))

    def test_a_public_wish_waits_where_the_community_says_so(self):
        wishes.given(LIGHTS).when(claim(quantity=20, limits=ACCEPTING)).then(claimed(about=PUBLIC, quantity=20))

    def test_without_a_quantity_all_that_is_left(self):
        wishes.given(LIGHTS, claimed(about=PUBLIC, quantity=20)).when(claim(SHOP)).then(
            claimed(2, SHOP, PUBLIC, 30, waits=False), accepted(2, SHOP, PUBLIC, 30)
        )

    def test_nothing_left(self):
        wishes.given(opened(), claimed()).when(claim(SHOP)).refused(errors.AlreadyClaimed)

    def test_too_much_says_how_much_is_left(self):
        with pytest.raises(errors.TooMuch) as refusal:
            wishes.given(LIGHTS, claimed(about=PUBLIC, quantity=45)).when(claim(SHOP, 6)).events()
        assert "5 盏" in refusal.value.text("zh")

    def test_ended(self):
        wishes.given(*DONE).when(claim(SHOP)).refused(errors.RequestEnded)
        wishes.given(opened(), closed()).when(claim()).refused(errors.RequestEnded)

    def test_from_next_door_what_is_public(self):
        wishes.given(opened()).when(claim(open_to=("public",))).then(claimed())
        for audience in ("community", "members"):
            inside = opened(NEED).model_copy(update={"audience": audience})
            wishes.given(inside).when(claim(open_to=("public",))).refused(NotFound)
            at_home = wishes.given(inside).when(claim(open_to=("public", "community")))
            if audience == "members":
                at_home.refused(NotFound)
            else:
                at_home.then(claimed(about=NEED, waits=False), accepted(about=NEED))
            wishes.given(inside).when(claim()).then(claimed(about=NEED, waits=False), accepted(about=NEED))

    def test_unknown_request(self):
        wishes.when(claim()).refused(NotFound)

    def test_nobody_claims_what_they_asked_for(self):
        wishes.given(opened(NEED)).when(claim(CLINIC)).refused(errors.OwnRequest)
        elder = Party(kind="person", id=ELDER)
        wishes.given(opened()).when(claim(elder, actor=Actor(id=ELDER))).refused(errors.OwnRequest)

    def test_the_community_claims_its_own(self):
        community = Party(kind="community", id=COMMUNITY)
        wishes.given(opened(NEED)).when(claim(community)).then(
            claimed(1, community, NEED, waits=False), accepted(1, community, NEED)
        )
        other = Party(kind="community", id="community_" + "b" * 26)
        wishes.given(opened(NEED)).when(claim(other)).refused(errors.OtherCommunity)

    def test_the_id_is_of_the_kind(self):
        wishes.given(opened()).when(claim(Party(kind="person", id=SCHOOL.id))).refused(errors.WrongKind)

    def test_a_resident_claims_for_himself(self):
        helper = Party(kind="person", id=HELPER)
        wishes.given(opened()).when(claim(helper, actor=Actor(id=HELPER))).then(claimed(1, helper))

    def test_for_a_person_consent_is_needed(self):
        helper = Party(kind="person", id=HELPER)
        wishes.given(opened()).when(claim(helper)).refused(errors.ConsentMissing)
        desk = Actor(id="u_desk", on_behalf_of=HELPER, consent="by_phone")
        wishes.given(opened()).when(claim(helper, actor=desk)).then(claimed(1, helper))


class TestAcceptAndDecline:
    def test_accept(self):
        wishes.given(opened(), claimed()).when(by(c.AcceptClaim, claim=1, limits=LIMITS)).then(accepted())

    def test_accept_twice(self):
        wishes.given(*UNDER_WAY).when(by(c.AcceptClaim, claim=1, limits=LIMITS)).refused(errors.NotWaiting)

    def test_nobody_is_there_to_keep_it_once_it_was_deactivated(self):
        accept = by(c.AcceptClaim, claim=1, limits=LIMITS, inactive=True)
        wishes.given(opened(), claimed()).when(accept).refused(errors.OrganizationInactive)
        assert wishes.given(opened(), claimed()).when(by(c.DeclineClaim, claim=1, reason="other")).events()

    def test_accept_after_the_end(self):
        accept = by(c.AcceptClaim, claim=1, limits=LIMITS)
        wishes.given(opened(), claimed(), closed()).when(accept).refused(errors.RequestEnded)

    def test_unknown_claim(self):
        wishes.given(opened()).when(by(c.AcceptClaim, claim=7, limits=LIMITS)).refused(NotFound)

    def test_decline_leaves_it_open(self):
        declined = of_claim(e.ClaimDeclined, reason="unsuitable")
        wishes.given(opened(), claimed()).when(by(c.DeclineClaim, claim=1, reason="unsuitable")).then(declined)
        state = after(opened(), claimed(), declined)
        assert (state.left, state.claims[0].status) == (1, "declined")

    def test_decline_too_late(self):
        wishes.given(*UNDER_WAY).when(by(c.DeclineClaim, claim=1, reason="other")).refused(errors.NotWaiting)

    def test_no_words_about_a_persons_wish(self):
        decline = by(c.DeclineClaim, claim=1, reason="other", note="独居")
        wishes.given(opened(), claimed()).when(decline).refused(errors.NoFreeText)


class TestRelease:
    released = of_claim(e.ClaimReleased, reason="no_time")
    release = by(c.ReleaseClaim, claim=1, reason="no_time", party=SCHOOL.id)

    def test_waiting_accepted_or_overdue(self):
        for past in ((opened(), claimed()), UNDER_WAY, (*UNDER_WAY, overdue())):
            wishes.given(*past).when(self.release).then(self.released)
            assert after(*past, self.released).left == 1

    def test_staff_for_the_claimant(self):
        wishes.given(*UNDER_WAY).when(by(c.ReleaseClaim, claim=1, reason="no_time")).then(self.released)

    def test_not_somebody_elses(self):
        release = by(c.ReleaseClaim, claim=1, reason="no_time", party=SHOP.id)
        wishes.given(*UNDER_WAY).when(release).refused(errors.NotYourClaim)

    def test_not_after_delivery(self):
        wishes.given(*UNDER_WAY, delivered()).when(self.release).refused(errors.NotUnderWay)
        wishes.given(*UNDER_WAY, self.released).when(self.release).refused(errors.NotUnderWay)

    def test_what_was_delivered_stays_to_be_confirmed(self):
        part = delivered(about=PUBLIC, quantity=8)
        past = (LIGHTS, claimed(about=PUBLIC, quantity=20), accepted(about=PUBLIC, quantity=20), part)
        state = after(*past, of_claim(e.ClaimReleased, about=PUBLIC, reason="no_time"))
        assert (state.left, state.claims[0].status, state.claims[0].promised) == (42, "delivered", 8)


class TestVoid:
    void = by(c.VoidClaim, claim=1, reason="entered_twice")
    voided = of_claim(e.ClaimVoided, reason="entered_twice")

    def test_at_any_stage(self):
        for past in ((opened(), claimed()), UNDER_WAY, (*UNDER_WAY, delivered()), (*UNDER_WAY, overdue())):
            wishes.given(*past).when(self.void).then(self.voided)
            state = after(*past, self.voided)
            assert (state.left, state.claims[0].status) == (1, "voided")

    def test_a_fulfilled_request_is_open_again(self):
        wishes.given(*DONE).when(self.void).then(self.voided, reopened(reason="claim_voided"))
        assert after(*DONE, self.voided, reopened(reason="claim_voided")).state == "open"

    def test_a_closed_request_stays_closed(self):
        past = (
            LIGHTS,
            claimed(about=PUBLIC, quantity=20),
            accepted(about=PUBLIC, quantity=20),
            delivered(about=PUBLIC, quantity=20),
            confirmed(about=PUBLIC, quantity=20, of=50),
            closed(about=PUBLIC),
        )
        voided = of_claim(e.ClaimVoided, about=PUBLIC, reason="entered_twice")
        wishes.given(*past).when(self.void).then(voided)
        assert after(*past, voided).state == "closed"

    def test_twice(self):
        wishes.given(*UNDER_WAY, self.voided).when(self.void).refused(errors.AlreadyVoided)


class TestDeadlines:
    def test_overdue_then_expired(self):
        wishes.given(*UNDER_WAY).when(by(c.MarkOverdue, claim=1, at=DUE)).then(overdue())
        expired = of_claim(e.ClaimExpired)
        wishes.given(*UNDER_WAY, overdue()).when(by(c.ExpireClaim, claim=1, at=EXPIRES)).then(expired)
        state = after(*UNDER_WAY, overdue(), expired)
        assert (state.left, state.claims[0].status) == (1, "expired")

    def test_nothing_before_its_time(self):
        wishes.given(*UNDER_WAY).when(by(c.MarkOverdue, claim=1, at=DUE - DAY)).then()
        wishes.given(*UNDER_WAY, overdue()).when(by(c.ExpireClaim, claim=1, at=EXPIRES - DAY)).then()

    def test_what_was_delivered_is_neither_overdue_nor_expired(self):
        wishes.given(*UNDER_WAY, delivered()).when(by(c.MarkOverdue, claim=1, at=DUE)).then()
        wishes.given(*UNDER_WAY, overdue(), delivered()).when(by(c.ExpireClaim, claim=1, at=EXPIRES)).then()

    def test_a_part_leaves_the_rest_due(self):
        past = (
            LIGHTS,
            claimed(about=PUBLIC, quantity=20),
            accepted(about=PUBLIC, quantity=20),
            delivered(about=PUBLIC, quantity=5),
        )
        late = overdue(about=PUBLIC)
        wishes.given(*past).when(by(c.MarkOverdue, claim=1, at=DUE)).then(late)
        state = after(*past, late, of_claim(e.ClaimExpired, about=PUBLIC))
        assert (state.left, state.claims[0].status) == (45, "delivered")

    def test_late_deadlines_of_an_ended_claim(self):
        released = of_claim(e.ClaimReleased, reason="no_time")
        wishes.given(*UNDER_WAY, released).when(by(c.MarkOverdue, claim=1, at=DUE)).then()

    def test_reopened_is_due_anew(self):
        later = DUE + 30 * DAY
        past = (*DONE, reopened(again(due_at=later)))
        wishes.given(*past).when(by(c.MarkOverdue, claim=1, at=DUE + DAY)).then()
        assert after(*past).claims[0].due_at == later


class TestExtend:
    extended = of_claim(e.ClaimExtended, due_at=DUE + 4 * DAY, reason="weather")
    extend = by(c.ExtendClaim, claim=1, until=date(2026, 3, 20), reason="weather")

    def test_to_the_end_of_the_day(self):
        wishes.given(*UNDER_WAY).when(self.extend).then(self.extended)

    def test_extended_is_not_overdue(self):
        past = (*UNDER_WAY, self.extended)
        wishes.given(*past).when(by(c.MarkOverdue, claim=1, at=DUE + DAY)).then()
        late = (*UNDER_WAY, overdue(), self.extended)
        assert after(*late).claims[0].status == "accepted"
        wishes.given(*late).when(by(c.ExpireClaim, claim=1, at=EXPIRES)).then()

    def test_not_earlier(self):
        sooner = by(c.ExtendClaim, claim=1, until=date(2026, 3, 16), reason="weather")
        wishes.given(*UNDER_WAY).when(sooner).refused(errors.NotLater)

    def test_only_what_is_under_way(self):
        wishes.given(opened(), claimed()).when(self.extend).refused(errors.NotAccepted)
        wishes.given(*UNDER_WAY, delivered()).when(self.extend).refused(errors.NotUnderWay)


def test_an_hour_is_an_hour():
    short = LIMITS.model_copy(update={"claim_due": "PT2S"})
    [_, accepted_] = wishes.given(LIGHTS).when(claim(limits=short)).events()
    assert accepted_.due_at == AT + timedelta(seconds=2)


def test_a_claim_keeps_to_the_limits_of_its_class():
    classes = (
        ClassLimits(kind="public", claim_due="P1D"),
        ClassLimits(peer_class="company_micro", claim_due="P2D", claim_grace="P1D"),
    )
    limits = LIMITS.model_copy(update={"classes": classes})
    [_, accepted_] = wishes.given(LIGHTS).when(claim(limits=limits)).events()
    assert (accepted_.terms.claim_due, accepted_.terms.claim_grace) == ("P1D", "P3D")
    [_, accepted_] = wishes.given(LIGHTS).when(claim(limits=limits, peer_class="company_micro")).events()
    assert (accepted_.terms.claim_due, accepted_.terms.claim_grace) == ("P2D", "P1D")


def test_the_class_it_was_claimed_in_counts_when_it_is_accepted_and_reopened():
    limits = LIMITS.model_copy(update={"classes": (ClassLimits(peer_class="school", claim_due="P1D"),)})
    made = claimed().model_copy(update={"peer_class": "school"})
    [accepted_] = wishes.given(opened(), made).when(by(c.AcceptClaim, claim=1, limits=limits)).events()
    assert accepted_.terms.claim_due == "P1D"
    past = (opened(), made, accepted(), delivered(), confirmed(), fulfilled())
    [again_] = wishes.given(*past).when(by(c.Reopen, limits=limits, reason="not_done")).events()
    assert again_.claims[0].terms.claim_due == "P1D"


def test_a_part_keeps_to_the_limits_of_its_own_category():
    parts = (
        Part(name="灯", category="repair", quantity=1, unit="盏"),
        Part(name="课", category="learning", quantity=1, unit="次"),
    )
    limits = LIMITS.model_copy(update={"classes": (ClassLimits(category="learning", claim_due="P1D"),)})
    whole = opened(NEED, 2).model_copy(update={"parts": parts})
    for part, due in ((1, "P14D"), (2, "P1D")):
        [_, accepted_] = wishes.given(whole).when(claim(limits=limits, part=part)).events()
        assert accepted_.terms.claim_due == due


def test_three_organizations_fill_fifty_lights():
    events = [LIGHTS]
    for n, (party, quantity) in enumerate(((SCHOOL, 20), (SHOP, 20), (CLINIC, 10)), 1):
        events += wishes.given(*events).when(claim(party, quantity)).events()
        events += wishes.given(*events).when(by(c.Deliver, claim=n)).events()
    events += wishes.given(*events).when(by(c.ConfirmDelivery, mark=5, how="on_site")).events()
    last = events[-1]
    assert last.providers == (SCHOOL, SHOP, CLINIC)
    assert last.quantity == fulfilled(quantity=50).quantity
