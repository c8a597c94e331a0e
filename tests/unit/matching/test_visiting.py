"""Visits arranged by who comes, and return visits that ask how it went."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import errors
from services.matching.projections import REQUESTS
from shared.eventsourcing.model import Actor

from .examples import (
    AT,
    DESK,
    DONE,
    DUE,
    ELDER,
    LIGHTS,
    NEED,
    PUBLIC,
    REMINDER,
    SCHOOL,
    SHOP,
    TODAY,
    UNDER_WAY,
    WEDNESDAY,
    accepted,
    after,
    again,
    arranged,
    by,
    claim_id,
    claimed,
    confirmed,
    delivered,
    disputed,
    fulfilled,
    not_reached,
    of_claim,
    opened,
    overdue,
    reopened,
    wishes,
)
from .recording import recorded, told
from .test_projections import due

CONTACT = Actor(id="u_contact")


def arrange(on: date = WEDNESDAY, **fields):
    said = {"time": "14:30", "people": 2, "escort": True}
    return by(c.Arrange, claim=1, on=on, **(said | fields))


def tried(how: str = "call", on: date = TODAY, **fields):
    return by(c.RecordNotReached, how=how, occurred_on=on, **fields)


def without_mark(n: int = 1, claimant=SCHOOL, about=None, quantity: int = 1, of: int = 1):
    said = {} if about is None else {"about": about}
    event = confirmed(n, claimant, quantity=quantity, of=of, **said)
    return event.model_copy(update={"mark": None, "how": "not_reachable"})


class TestArranging:
    def test_the_day_the_people_and_who_of_the_staff_comes_along(self):
        wishes.given(*UNDER_WAY).when(arrange()).then(arranged())

    def test_a_claimant_may_ask_for_company_and_staff_say_who(self):
        asked = arranged(escorted_by=None)
        wishes.given(*UNDER_WAY).when(arrange(party=SCHOOL.id, actor=CONTACT)).then(asked)
        wishes.given(*UNDER_WAY, asked).when(arrange()).then(arranged())
        later = arranged(on=date(2026, 3, 5), remind_at=REMINDER + timedelta(days=1))
        moved = arrange(on=date(2026, 3, 5), party=SCHOOL.id, actor=CONTACT)
        wishes.given(*UNDER_WAY, arranged()).when(moved).then(later)

    def test_no_company_no_name(self):
        wishes.given(*UNDER_WAY).when(arrange(escort=False)).then(arranged(escort=False, escorted_by=None))

    def test_the_same_again_is_nothing(self):
        wishes.given(*UNDER_WAY, arranged()).when(arrange()).then()

    def test_no_reminder_when_it_is_too_late_for_one(self):
        wishes.given(*UNDER_WAY).when(arrange(on=TODAY)).then(arranged(on=TODAY, remind_at=None))

    def test_only_while_it_is_under_way(self):
        wishes.given(opened(), claimed()).when(arrange()).refused(errors.NotAccepted)
        wishes.given(*UNDER_WAY, delivered()).when(arrange()).refused(errors.NotUnderWay)
        wishes.given(*DONE).when(arrange()).refused(errors.RequestEnded)

    def test_another_ones_claim_is_not_there(self):
        wishes.given(*UNDER_WAY).when(arrange(party=SHOP.id)).refused(errors.NotYourClaim)

    def test_neither_yesterday_nor_after_the_due_date(self):
        wishes.given(*UNDER_WAY).when(arrange(on=date(2026, 3, 1))).refused(errors.Yesterday)
        wishes.given(*UNDER_WAY).when(arrange(on=date(2026, 3, 17))).refused(errors.AfterDue)
        [event] = wishes.given(*UNDER_WAY).when(arrange(on=date(2026, 3, 16))).events()
        assert event.on == date(2026, 3, 16)

    def test_an_overdue_claim_needs_more_time_first(self):
        late = arrange(on=date(2026, 3, 18), at=DUE + timedelta(hours=9))
        wishes.given(*UNDER_WAY, overdue()).when(late).refused(errors.AfterDue)

    def test_a_time_is_a_time(self):
        with pytest.raises(ValidationError):
            arrange(time="25:00")

    def test_delivery_and_another_round_forget_it(self):
        assert after(*UNDER_WAY, arranged()).claims[0].arranged is not None
        assert after(*UNDER_WAY, arranged(), delivered()).claims[0].arranged is None
        assert after(*DONE, reopened(again())).claims[0].arranged is None


class TestReminder:
    def test_is_the_next_deadline_and_gives_way_to_the_due_date(self):
        document = due(*UNDER_WAY, arranged())
        assert (document.kind, document.due_at) == ("visit_near", REMINDER)
        reminded = of_claim(e.ArrangementReminded, on=WEDNESDAY, time="14:30", people=2, escort=True)
        document = due(*UNDER_WAY, arranged(), reminded)
        assert (document.kind, document.due_at) == ("claim_overdue", DUE)
        assert document.named == recorded(*UNDER_WAY, arranged(), reminded)[-1].name

    def test_says_what_was_arranged(self):
        reminded = of_claim(e.ArrangementReminded, on=WEDNESDAY, time="14:30", people=2, escort=True)
        remind = by(c.RemindOfArrangement, claim=1, at=REMINDER)
        wishes.given(*UNDER_WAY, arranged()).when(remind).then(reminded)
        wishes.given(*UNDER_WAY, arranged(), reminded).when(remind).then()

    def test_not_before_its_time_nor_after_the_delivery(self):
        early = by(c.RemindOfArrangement, claim=1, at=REMINDER - timedelta(seconds=1))
        wishes.given(*UNDER_WAY, arranged()).when(early).then()
        late = by(c.RemindOfArrangement, claim=1, at=REMINDER)
        wishes.given(*UNDER_WAY, arranged(), delivered()).when(late).then()

    def test_both_and_the_desk_are_told_if_somebody_comes_along(self):
        both = {f"organization:{SCHOOL.id}", f"person:{ELDER}"}
        assert set(told(arranged(escort=False)).concerns) == both
        assert {each for each in told(arranged()).concerns if not each.startswith("staff:")} == both
        assert len(told(arranged()).concerns) == 3
        assert DESK.id not in told(arranged()).model_dump_json()


class TestReturnVisits:
    def test_an_attempt_is_kept(self):
        wishes.given(*UNDER_WAY, delivered()).when(tried()).then(not_reached(1))
        assert [a.how for a in after(*UNDER_WAY, delivered(), not_reached(1)).claims[0].attempts] == ["call"]

    def test_the_third_lets_it_count_without_a_mark(self):
        twice = (*UNDER_WAY, delivered(), not_reached(1), not_reached(2, how="visit"))
        tomorrow = TODAY + timedelta(days=1)
        third = tried(on=tomorrow, at=AT + timedelta(days=1))
        wishes.given(*twice).when(third).then(not_reached(3, on=tomorrow), without_mark(), fulfilled())
        claim = after(*twice, not_reached(3, on=tomorrow), without_mark(), fulfilled()).claims[0]
        assert (claim.status, claim.mark, len(claim.attempts)) == ("confirmed", None, 3)

    def test_a_mark_that_was_given_for_an_earlier_part_stays(self):
        many = (LIGHTS, claimed(about=PUBLIC, quantity=50), accepted(about=PUBLIC, quantity=50))
        first = (delivered(about=PUBLIC, quantity=20), confirmed(about=PUBLIC, quantity=20, of=50))
        second = (delivered(about=PUBLIC, quantity=30), without_mark(about=PUBLIC, quantity=30, of=50))
        assert after(*many, *first, *second).claims[0].mark == 5

    def test_twice_in_the_same_way_on_one_day_is_once(self):
        past = (*UNDER_WAY, delivered(), not_reached(1))
        wishes.given(*past).when(tried()).refused(errors.TriedAlready)
        wishes.given(*past).when(tried("visit")).then(not_reached(2, how="visit"))

    def test_each_claim_has_its_own_attempts(self):
        both = (
            opened(quantity=2),
            claimed(1),
            claimed(2, SHOP),
            accepted(1),
            accepted(2, SHOP),
            delivered(1),
            not_reached(1),
            not_reached(2, how="visit"),
            delivered(2, SHOP),
        )
        day = TODAY + timedelta(days=1)
        third = tried(on=day, at=AT + timedelta(days=1))
        counted = without_mark(of=2)
        wishes.given(*both).when(third).then(not_reached(3, on=day), not_reached(1, 2, SHOP, on=day), counted)

    def test_what_was_brought_later_that_day_does_not_count_the_attempt_before_twice(self):
        both = (opened(quantity=2), claimed(1), claimed(2, SHOP), accepted(1), accepted(2, SHOP))
        past = (*both, delivered(1), not_reached(1), delivered(2, SHOP))
        wishes.given(*past).when(tried()).then(not_reached(1, 2, SHOP))
        wishes.given(*past, not_reached(1, 2, SHOP)).when(tried()).refused(errors.TriedAlready)

    def test_somebody_who_was_reached_at_last_is_heard(self):
        past = (*UNDER_WAY, delivered(), not_reached(1), not_reached(2, how="visit"))
        wishes.given(*past).when(by(c.ConfirmDelivery, mark=5, how="visit")).then(confirmed(), fulfilled())
        assert after(*past, disputed()).claims[0].attempts == ()

    def test_it_can_be_reopened_when_it_was_not_done_after_all(self):
        from shared.directory.limits import Limits

        past = (*UNDER_WAY, delivered(), without_mark(), fulfilled())
        reopen = by(c.Reopen, reason="not_done", limits=Limits())
        wishes.given(*past).when(reopen).then(reopened(again()))

    def test_nothing_to_ask_about(self):
        wishes.given(*UNDER_WAY).when(tried()).refused(errors.NothingToConfirm)
        wishes.given(*DONE).when(tried()).refused(errors.RequestEnded)
        need = (opened(NEED), claimed(about=NEED), accepted(about=NEED), delivered(about=NEED))
        wishes.given(*need).when(tried()).refused(errors.OnlyWishes)
        wishes.given(*UNDER_WAY, delivered()).when(tried(on=TODAY + timedelta(days=1))).refused(errors.NotYet)

    def test_an_attempt_is_told_to_nobody_the_end_to_the_claimant(self):
        assert told(not_reached(1)) is None
        counted = told(without_mark())
        assert counted.mark is None
        assert counted.concerns == (f"organization:{SCHOOL.id}",)

    def test_the_document_takes_it_in(self):
        document = None
        for one in recorded(*UNDER_WAY, arranged(), delivered(), not_reached(1)):
            document = REQUESTS.apply(document, one)
        assert document is not None
        assert type(document).model_validate(document.model_dump()) == document
        assert document.request.claim(claim_id(1)).attempts[0].occurred_on == TODAY
