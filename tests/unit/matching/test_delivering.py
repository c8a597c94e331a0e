from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import errors
from shared.contracts.base import Party
from shared.errors import NotFound
from shared.eventsourcing.model import Actor

from .examples import (
    AT,
    CLINIC,
    CONFIRM_BY,
    DONE,
    DUE,
    ELDER,
    GUARDIAN,
    LIGHTS,
    NEED,
    NEIGHBOUR,
    PUBLIC,
    REQUEST,
    SATURDAY,
    SCHOOL,
    SHOP,
    STEWARD,
    TODAY,
    UNDER_WAY,
    WISH,
    accepted,
    after,
    by,
    claim_id,
    claimed,
    closed,
    confirmed,
    delivered,
    disputed,
    fulfilled,
    of_claim,
    opened,
    overdue,
    unconfirmed,
    wishes,
)

TWENTY = (LIGHTS, claimed(about=PUBLIC, quantity=20), accepted(about=PUBLIC, quantity=20))


def deliver(**fields):
    return by(c.Deliver, claim=1, **({"occurred_on": SATURDAY, "evidence_code": "visit"} | fields))


class TestDeliver:
    def test_whole(self):
        wishes.given(*UNDER_WAY).when(deliver(party=SCHOOL.id)).then(delivered())

    def test_overdue_is_still_welcome(self):
        wishes.given(*UNDER_WAY, overdue()).when(deliver()).then(delivered())

    def test_today_unless_said_otherwise(self):
        [event] = wishes.given(*UNDER_WAY).when(by(c.Deliver, claim=1)).events()
        assert event.occurred_on == TODAY

    def test_today_is_the_communitys(self):
        night = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
        [event] = wishes.given(*UNDER_WAY).when(by(c.Deliver, claim=1, at=night)).events()
        assert event.occurred_on == date(2026, 3, 3)

    def test_not_in_the_future(self):
        tomorrow = deliver(occurred_on=TODAY + timedelta(days=1))
        wishes.given(*UNDER_WAY).when(tomorrow).refused(errors.NotYet)

    def test_parts_add_up(self):
        part = delivered(about=PUBLIC, quantity=8)
        wishes.given(*TWENTY).when(deliver(quantity=8)).then(part)
        wishes.given(*TWENTY, part).when(deliver()).then(delivered(about=PUBLIC, quantity=12))
        assert after(*TWENTY, part).claims[0].status == "accepted"

    def test_not_more_than_promised(self):
        past = (*TWENTY, delivered(about=PUBLIC, quantity=8))
        wishes.given(*past).when(deliver(quantity=13)).refused(errors.DeliversTooMuch)

    def test_final_opens_the_rest(self):
        final = delivered(about=PUBLIC, quantity=8, final=True)
        wishes.given(*TWENTY).when(deliver(quantity=8, final=True)).then(final)
        state = after(*TWENTY, final)
        assert (state.left, state.claims[0].status) == (42, "delivered")

    def test_needs_acceptance(self):
        wishes.given(opened(), claimed()).when(deliver()).refused(errors.NotAccepted)

    def test_not_twice(self):
        wishes.given(*UNDER_WAY, delivered()).when(deliver()).refused(errors.NotUnderWay)

    def test_not_after_the_end(self):
        ended = closed(e.Ended(claim=claim_id(1), claimant=SCHOOL))
        wishes.given(*UNDER_WAY, ended).when(deliver()).refused(errors.NotUnderWay)

    def test_not_somebody_elses(self):
        wishes.given(*UNDER_WAY).when(deliver(party=SHOP.id)).refused(errors.NotYourClaim)

    def test_unknown_claim(self):
        wishes.given(opened()).when(deliver()).refused(NotFound)

    def test_words_only_for_public_wishes_and_needs(self):
        wishes.given(*UNDER_WAY).when(deliver(evidence="装好了")).refused(errors.NoFreeText)
        [event] = wishes.given(*TWENTY).when(deliver(evidence="装好了")).events()
        assert event.evidence == "装好了"

    def test_no_numbers_in_the_words(self):
        with pytest.raises(ValidationError):
            deliver(evidence="联系 13800138000")


class TestVoidDelivery:
    void = by(c.VoidDelivery, claim=1, delivery=1, reason="wrong_quantity")

    def voided(self, due_at=DUE, **fields):
        return of_claim(e.DeliveryVoided, delivery=1, quantity=1, due_at=due_at, reason="wrong_quantity", **fields)

    def test_promised_again(self):
        wishes.given(*UNDER_WAY, delivered()).when(self.void).then(self.voided())
        claim = after(*UNDER_WAY, delivered(), self.voided()).claims[0]
        assert (claim.status, claim.delivered, claim.deliveries[0].state) == ("accepted", 0, "voided")

    def test_due_anew_when_the_day_has_passed(self):
        late = self.void.model_copy(update={"at": DUE + timedelta(hours=1)})
        past = (*UNDER_WAY, overdue(), delivered())
        [event] = wishes.given(*past).when(late).events()
        assert event.due_at == DUE + timedelta(days=15)
        assert after(*past, event).claims[0].status == "accepted"

    def test_a_released_claim_keeps_nothing(self):
        part = delivered(about=PUBLIC, quantity=8)
        past = (*TWENTY, part, of_claim(e.ClaimReleased, about=PUBLIC, reason="no_time"))
        events = wishes.given(*past).when(self.void).events()
        state = after(*past, *events)
        assert (state.left, state.claims[0].status) == (50, "released")

    def test_not_a_confirmed_one(self):
        past = (*TWENTY, delivered(about=PUBLIC, quantity=8), confirmed(about=PUBLIC, quantity=8, of=50))
        wishes.given(*past).when(self.void).refused(errors.AlreadyConfirmed)

    def test_not_twice(self):
        wishes.given(*UNDER_WAY, delivered(), self.voided()).when(self.void).refused(errors.AlreadyVoided)

    def test_unknown(self):
        wishes.given(*UNDER_WAY).when(self.void).refused(NotFound)

    def test_not_after_the_end(self):
        wishes.given(*DONE).when(self.void).refused(errors.RequestEnded)


def confirm(**fields):
    return by(c.ConfirmDelivery, **({"mark": 5, "how": "visit"} | fields))


class TestConfirm:
    past = (*UNDER_WAY, delivered())

    def test_all_of_it_fulfils(self):
        wishes.given(*self.past).when(confirm()).then(confirmed(), fulfilled())
        assert after(*DONE).state == "fulfilled"

    def test_on_saturday_and_entered_on_monday(self):
        on_sunday = confirmed().model_copy(update={"said_on": TODAY - timedelta(days=1)})
        wishes.given(*self.past).when(confirm(said_on=TODAY - timedelta(days=1))).then(on_sunday, fulfilled())
        wishes.given(*self.past).when(confirm(said_on=TODAY + timedelta(days=1))).refused(errors.NotYet)

    def test_the_claims_named_each_with_its_mark(self):
        past = (
            *TWENTY,
            delivered(about=PUBLIC, quantity=20),
            claimed(2, SHOP, PUBLIC, 30, waits=False),
            accepted(2, SHOP, PUBLIC, 30),
            delivered(2, SHOP, PUBLIC, 10),
        )
        named = confirm(claims=(c.Marked(claim=claim_id(2), mark=5),), mark=None)
        wishes.given(*past).when(named).then(confirmed(2, SHOP, PUBLIC, 10, of=50))

    def test_twice_named_counts_once(self):
        twice = (c.Marked(claim=claim_id(1), mark=5),) * 2
        wishes.given(*self.past).when(confirm(claims=twice, mark=None)).then(confirmed(), fulfilled())

    def test_a_part_confirmed_twice_counts_once(self):
        part = delivered(about=PUBLIC, quantity=8)
        past = (*TWENTY, part, confirmed(about=PUBLIC, quantity=8, of=50))
        wishes.given(*past).when(confirm()).refused(errors.NothingToConfirm)
        [event] = wishes.given(*past, delivered(about=PUBLIC, quantity=12)).when(confirm()).events()
        assert event.quantity == 12

    def test_each_day_counts_for_its_own_period(self):
        later = of_claim(e.Delivered, about=PUBLIC, quantity=12, final=False, occurred_on=TODAY)
        past = (*TWENTY, later, delivered(about=PUBLIC, quantity=8))
        first, second = wishes.given(*past).when(confirm()).events()
        assert (first.occurred_on, first.quantity) == (SATURDAY, 8)
        assert (second.occurred_on, second.quantity) == (TODAY, 12)
        assert after(*past, first).claims[0].confirmed == 8
        assert after(*past, first, second).claims[0].confirmed == 20

    def test_nothing_delivered(self):
        wishes.given(*UNDER_WAY).when(confirm()).refused(errors.NothingToConfirm)
        named = confirm(claims=(c.Marked(claim=claim_id(1), mark=5),), mark=None)
        wishes.given(*UNDER_WAY).when(named).refused(errors.NothingToConfirm)

    def test_unknown_claim(self):
        named = confirm(claims=(c.Marked(claim=claim_id(9), mark=5),), mark=None)
        wishes.given(*self.past).when(named).refused(NotFound)

    def test_ended(self):
        wishes.given(*DONE).when(confirm()).refused(errors.RequestEnded)

    def test_the_person_or_who_entered_it(self):
        for party in (ELDER, NEIGHBOUR):
            wishes.given(*self.past).when(confirm(party=party)).then(confirmed(), fulfilled())

    def test_a_need_by_its_organization(self):
        past = (opened(NEED), claimed(about=NEED), accepted(about=NEED), delivered(about=NEED))
        wishes.given(*past).when(confirm(party=CLINIC.id)).then(confirmed(about=NEED), fulfilled(about=NEED))

    def test_a_public_wish_by_staff_or_who_answers_for_its_place(self):
        past = (*TWENTY, delivered(about=PUBLIC, quantity=20))
        wishes.given(*past).when(confirm(party=NEIGHBOUR)).refused(errors.StaffConfirms)
        wishes.given(*past).when(confirm(party=NEIGHBOUR, steward=STEWARD)).refused(errors.StaffConfirms)
        looked = confirm(party=STEWARD, steward=STEWARD, how="on_site", actor=Actor(id=STEWARD))
        [event] = wishes.given(*past).when(looked).events()
        assert (event.quantity, event.mark, event.confirmed_by) == (20, 5, STEWARD)

    def test_not_what_the_steward_brought(self):
        own = Party(kind="person", id=STEWARD)
        past = (opened(PUBLIC), *(make(by=own, about=PUBLIC) for make in (claimed, accepted, delivered)))
        wishes.given(*past).when(confirm(party=STEWARD, steward=STEWARD)).refused(errors.OwnDelivery)

    def test_nobody_confirms_their_own_delivery(self):
        wishes.given(*self.past).when(confirm(party=SCHOOL.id)).refused(errors.OwnDelivery)

    def test_nor_does_who_entered_the_wish_with_its_receipt(self):
        holder = Actor(id=f"holder:{REQUEST}", role="holder")
        own = Party(kind="person", id=NEIGHBOUR)
        past = (opened(), claimed(by=own), accepted(by=own), delivered(by=own))
        wishes.given(*past).when(confirm(party="nobody", actor=holder, how="self")).refused(errors.OwnDelivery)
        [event, _] = wishes.given(*self.past).when(confirm(party="nobody", actor=holder, how="self")).events()
        assert event.confirmed_by == holder.id

    def test_nor_does_who_entered_a_minors_wish_with_its_receipt(self):
        holder = Actor(id=f"holder:{REQUEST}", role="holder")
        about = WISH.model_copy(update={"guardian": GUARDIAN})
        own = Party(kind="person", id=NEIGHBOUR)
        past = (opened(about), *(event(by=own, about=about) for event in (claimed, accepted, delivered)))
        wishes.given(*past).when(confirm(party="nobody", actor=holder, how="self")).refused(errors.OwnDelivery)

    def test_a_mark_for_all_or_one_for_each(self):
        for fields in ({"mark": None}, {"claims": (c.Marked(claim=claim_id(1), mark=3),)}):
            wishes.given(*self.past).when(confirm(**fields)).refused(errors.UnclearMarks)
        with pytest.raises(ValidationError):
            confirm(mark=6)


class TestUnconfirmed:
    past = (*UNDER_WAY, delivered())

    def mark(self, at=CONFIRM_BY):
        return by(c.MarkUnconfirmed, claim=1, at=at)

    def test_who_answers_for_the_place_is_kept_with_the_delivery(self):
        wishes.given(*TWENTY).when(deliver(steward=STEWARD)).then(delivered(about=PUBLIC, quantity=20, steward=STEWARD))

    def test_the_time_is_that_of_the_terms(self):
        terms = e.Terms(claim_due="P14D", claim_grace="P3D", confirm_due="PT2H", time_zone="Asia/Shanghai")
        soon = of_claim(e.ClaimAccepted, quantity=1, due_at=DUE, terms=terms)
        [event] = wishes.given(opened(), claimed(), soon).when(deliver()).events()
        assert event.confirm_by == AT + timedelta(hours=2)

    def test_once_it_has_passed(self):
        wishes.given(*self.past).when(self.mark()).then(unconfirmed())
        state = after(*self.past, unconfirmed())
        assert (state.claims[0].status, state.claims[0].confirmation_overdue) == ("delivered", True)
        wishes.given(*self.past, unconfirmed()).when(self.mark()).then()

    def test_not_before(self):
        wishes.given(*self.past).when(self.mark(CONFIRM_BY - timedelta(seconds=1))).then()

    def test_never_confirmed_by_time(self):
        assert after(*self.past, unconfirmed()).state == "open"
        wishes.given(*self.past, unconfirmed()).when(confirm()).then(confirmed(), fulfilled())

    def test_nothing_when_it_was_confirmed_disputed_or_taken_back(self):
        part = (*TWENTY, delivered(about=PUBLIC, quantity=8))
        done = confirmed(about=PUBLIC, quantity=8, of=50)
        voided = of_claim(e.DeliveryVoided, about=PUBLIC, delivery=1, quantity=8, due_at=DUE, reason="wrong_quantity")
        for event in (done, disputed(about=PUBLIC, quantity=8), voided):
            wishes.given(*part, event).when(self.mark()).then()
            claim = after(*part, unconfirmed(about=PUBLIC), event).claims[0]
            assert (claim.confirm_by, claim.confirmation_overdue) == (None, False)

    def test_a_further_part_gives_no_more_time_for_the_first(self):
        later = delivered(about=PUBLIC, quantity=2, confirm_by=CONFIRM_BY + timedelta(days=9))
        both = (*TWENTY, delivered(about=PUBLIC, quantity=8), later)
        assert after(*both).claims[0].confirm_by == CONFIRM_BY
        voided = of_claim(e.DeliveryVoided, about=PUBLIC, delivery=1, quantity=8, due_at=DUE, reason="other")
        claim = after(*both, unconfirmed(about=PUBLIC), voided).claims[0]
        assert (claim.confirm_by, claim.confirmation_overdue) == (CONFIRM_BY + timedelta(days=9), False)
