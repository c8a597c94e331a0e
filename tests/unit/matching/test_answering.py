"""Vacancies that residents answer, and needs in parts."""

from datetime import timedelta

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import ending_errors as refusals
from services.matching.decider import errors
from shared.contracts.registry import Part
from shared.errors import NotFound
from shared.eventsourcing.model import Actor

from .examples import (
    COMMUNITY,
    ELDER,
    HELPER,
    LIMITS,
    NEED,
    SCHOOL,
    SHOP,
    TODAY,
    VACANCY,
    ZONE,
    after,
    by,
    fulfilled,
    of_answer,
    opened,
    settled,
    wishes,
)
from .recording import told

AGREED = Actor(id="u_desk", on_behalf_of=HELPER, consent="in_person")
GUARDS = opened(VACANCY, 2)
ANSWERED = of_answer(e.VacancyAnswered)
SECOND = of_answer(e.VacancyAnswered, 2, ELDER)
CORRECTED = e.RequestReopened(community=COMMUNITY, about=VACANCY, claims=(), reason="answer_corrected")


def answer(person: str = HELPER, actor: Actor = AGREED) -> c.AnswerVacancy:
    return by(c.AnswerVacancy, person=person, actor=actor)


def settle(n: int = 1, outcome: str = "hired", **fields) -> c.SettleAnswer:
    return by(c.SettleAnswer, answer=n, outcome=outcome, time_zone=ZONE, **fields)


class TestAnswer:
    def test_by_a_resident_or_for_one_who_agreed(self):
        wishes.given(GUARDS).when(answer()).then(ANSWERED)
        wishes.given(GUARDS).when(answer(actor=Actor(id=HELPER))).then(ANSWERED)
        wishes.given(GUARDS).when(answer(actor=Actor(id="u_desk"))).refused(errors.ConsentMissing)

    def test_once_until_it_came_to_nothing(self):
        wishes.given(GUARDS, ANSWERED).when(answer()).refused(refusals.AnsweredBefore)
        gone = (GUARDS, ANSWERED, settled(outcome="withdrew"))
        wishes.given(*gone).when(answer()).then(of_answer(e.VacancyAnswered, 2))

    def test_only_to_a_vacancy_that_is_open(self):
        wishes.given(opened(NEED)).when(answer()).refused(refusals.NotAVacancy)
        full = (opened(VACANCY), ANSWERED, settled(), fulfilled(about=VACANCY))
        wishes.given(*full).when(answer(ELDER)).refused(errors.RequestEnded)

    def test_nobody_claims_a_vacancy(self):
        claim = by(c.ClaimRequest, claimant=SCHOOL, limits=LIMITS)
        wishes.given(GUARDS).when(claim).refused(refusals.VacancyNotClaimed)

    def test_it_is_told_to_the_desk_who_needs_it_and_the_resident(self):
        contract = told(ANSWERED)
        assert contract.concerns == (f"staff:{COMMUNITY}", f"organization:{VACANCY.organization}", f"person:{HELPER}")


class TestSettle:
    def test_vacancies_go_down_and_the_last_one_resolves_the_need(self):
        past = (GUARDS, ANSWERED, SECOND)
        wishes.given(*past).when(settle()).then(settled())
        assert after(*past, settled()).left == 1
        last = wishes.given(*past, settled()).when(settle(2)).events()
        assert [event.type for event in last] == ["answer_settled", "request_fulfilled"]
        assert (last[1].quantity, last[1].occurred_on, last[1].providers) == (2, TODAY, ())
        assert after(*past, settled(), *last).state == "fulfilled"

    def test_nobody_is_hired_where_no_place_is_left(self):
        past = (opened(VACANCY), ANSWERED, SECOND, settled())
        wishes.given(*past).when(settle(2)).refused(refusals.NoPlaceLeft)

    def test_a_place_that_comes_free_opens_the_need_again(self):
        full = (opened(VACANCY), ANSWERED, settled(), fulfilled(about=VACANCY))
        wishes.given(*full).when(settle(1, "withdrew")).then(settled(outcome="withdrew"), CORRECTED)
        state = after(*full, settled(outcome="withdrew"), CORRECTED)
        assert (state.state, state.left, state.confirmed) == ("open", 1, 0)

    def test_the_same_twice_is_once(self):
        wishes.given(GUARDS, ANSWERED, settled()).when(settle()).then()

    def test_a_resident_only_withdraws_and_only_the_own(self):
        past = wishes.given(GUARDS, ANSWERED)
        past.when(settle(1, "withdrew", party=HELPER)).then(settled(outcome="withdrew"))
        past.when(settle(1, "hired", party=HELPER)).refused(refusals.MayOnlyWithdraw)
        past.when(settle(1, "withdrew", party=ELDER)).refused(refusals.NotYourAnswer)
        past.when(settle(7)).refused(NotFound)
        past.when(settle(1, occurred_on=TODAY + timedelta(days=1))).refused(errors.NotYet)


PARTS = (
    Part(name="音响", category="supplies", quantity=2, unit="套"),
    Part(name="场地", category="space", quantity=1, unit="间"),
)
PARTED = opened(NEED, 3).model_copy(update={"parts": PARTS})


def claim(by_whom=SCHOOL, **fields) -> c.ClaimRequest:
    return by(c.ClaimRequest, claimant=by_whom, limits=LIMITS, **fields)


class TestParts:
    def test_each_is_claimed_by_itself_and_counts_as_what_it_is(self):
        events = wishes.given(PARTED).when(claim(part=1)).events()
        assert [(event.about.category, event.about.unit, event.quantity) for event in events] == [
            ("supplies", "套", 2),
            ("supplies", "套", 2),
        ]
        state = after(PARTED, *events)
        assert (state.left, state.left_of(1), state.left_of(2), state.about.category) == (1, 0, 1, "space")
        wishes.given(PARTED, *events).when(claim(SHOP, part=1)).refused(errors.AlreadyClaimed)
        wishes.given(PARTED, *events).when(claim(SHOP, part=2, quantity=2)).refused(errors.TooMuch)

    def test_one_of_them_is_named_and_only_where_there_are_some(self):
        for command in (claim(), claim(part=3)):
            wishes.given(PARTED).when(command).refused(refusals.NoSuchPart)
        wishes.given(opened(NEED)).when(claim(part=1)).refused(refusals.NoSuchPart)

    def test_all_of_them_done_resolve_the_need(self):
        past = [PARTED]
        for number, claimant in ((1, SCHOOL), (2, SHOP)):
            past += wishes.given(*past).when(claim(claimant, part=number)).events()
            past += wishes.given(*past).when(by(c.Deliver, claim=number)).events()
        confirmed = wishes.given(*past).when(by(c.ConfirmDelivery, mark=5, how="call")).events()
        assert [event.type for event in confirmed] == ["delivery_confirmed", "delivery_confirmed", "request_fulfilled"]
        assert [event.about.category for event in confirmed] == ["supplies", "space", "space"]
        assert confirmed[-1].providers == (SCHOOL, SHOP)
