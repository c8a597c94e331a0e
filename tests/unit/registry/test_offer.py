from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.registry.commands import (
    CallOffer,
    ChangeOffer,
    ConfirmOffer,
    EndOffer,
    ListOffer,
    NameOfferContact,
    PauseOffer,
    ReachOffer,
    ResumeOffer,
    SubmitOffer,
)
from services.registry.decider.offer import DECIDER
from services.registry.decider.offer_refusals import (
    AlreadyEnded,
    AlreadyListed,
    AlreadyPaused,
    AlreadySubmitted,
    NotListed,
    NotOpened,
    NotPaused,
    NotYetInTheSubdistrict,
    StillInTheDistrict,
)
from services.registry.events import (
    CallOutcome,
    OfferCalled,
    OfferChanged,
    OfferConfirmed,
    OfferContactNamed,
    OfferEnded,
    OfferListed,
    OfferPaused,
    OfferReachChanged,
    OfferResumed,
)
from shared.contracts.offers import OfferText, Pause, Reach
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Command
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    COMMUNITY,
    DISTRICT,
    OFFER,
    OFFER_TEXT,
    ORG,
    PERSON,
    STAFF,
    TODAY,
    listed,
    submitted,
    terms,
    text,
)

SUBMIT = SubmitOffer(**STAFF, offer=OFFER, community=COMMUNITY, organization=ORG, **OFFER_TEXT)
LIST = ListOffer(**STAFF)
CONFIRM = ConfirmOffer(**STAFF)
CHANGE = ChangeOffer(**STAFF, **OFFER_TEXT | {"seats": 80})
REACHED = CallOffer(**STAFF, outcome="reached")
PAUSE = PauseOffer(**STAFF, first=date(2025, 3, 10), last=date(2025, 3, 20), reason="renovation")
RESUME = ResumeOffer(**STAFF)
NAME = NameOfferContact(**STAFF, person=PERSON)
OPEN = ReachOffer(**STAFF, level="subdistrict", node=DISTRICT, quota=4, decided_by="organization")
END = EndOffer(**STAFF, reason="moved_away")
smaller = OfferText(**OFFER_TEXT | {"seats": 80})
changed = OfferChanged(organization=ORG, text=smaller, terms=None)
confirmed = OfferConfirmed(organization=ORG, confirmed_on=TODAY, terms=terms.model_copy(update={"confirmed_on": TODAY}))
ended = OfferEnded(organization=ORG, reason="moved_away", note="", terms=terms)


def test_an_offer_is_submitted_once() -> None:
    spec(DECIDER).when(SUBMIT).then(submitted)
    spec(DECIDER).given(submitted).when(SUBMIT).refused(AlreadySubmitted)
    spec(DECIDER).given(submitted, ended).when(SUBMIT).refused(AlreadySubmitted)


def test_it_is_not_confirmed_in_the_future() -> None:
    ahead = SUBMIT.model_copy(update={"confirmed_on": date(2025, 3, 2)})
    spec(DECIDER).when(ahead).refused(Malformed)
    confirm = ConfirmOffer(**STAFF, confirmed_on=date(2025, 3, 2))
    spec(DECIDER).given(submitted, listed).when(confirm).refused(Malformed)


def test_listing_confirms_it_on_the_day_given_at_submission_or_today() -> None:
    for given, day in ((None, TODAY), (date(2024, 1, 5), date(2024, 1, 5))):
        past = submitted.model_copy(update={"confirmed_on": given})
        expected = OfferListed(organization=ORG, confirmed_on=day, terms=terms.model_copy(update={"confirmed_on": day}))
        spec(DECIDER).given(past).when(LIST).then(expected)
    spec(DECIDER).given(submitted, listed).when(LIST).refused(AlreadyListed)


def test_confirming_renews_a_listed_offer() -> None:
    spec(DECIDER).given(submitted, listed).when(CONFIRM).then(confirmed)
    spec(DECIDER).given(submitted).when(CONFIRM).refused(NotListed)


def test_an_older_confirmation_changes_nothing() -> None:
    older = ConfirmOffer(**STAFF, confirmed_on=date(2024, 12, 31))
    spec(DECIDER).given(submitted, listed).when(older).then()


def called(outcome: CallOutcome, day: date = TODAY, again: date | None = None, whom: str | None = None) -> OfferCalled:
    return OfferCalled(organization=ORG, contact=whom, outcome=outcome, occurred_on=day, again_on=again)


def test_a_call_that_reached_somebody_renews_the_offer() -> None:
    spec(DECIDER).given(submitted, listed).when(REACHED).then(called("reached"), confirmed)
    spec(DECIDER).given(submitted, listed, confirmed).when(REACHED).then(called("reached"))
    spec(DECIDER).given(submitted).when(REACHED).refused(NotListed)


def test_a_call_nobody_answered_and_one_that_agreed_on_a_day_renew_nothing() -> None:
    later = date(2025, 3, 5)
    missed = CallOffer(**STAFF, outcome="not_reached", occurred_on=date(2025, 2, 27), call_again_on=later)
    spec(DECIDER).given(submitted, listed).when(missed).then(called("not_reached", date(2025, 2, 27), later))
    agreed = CallOffer(**STAFF, outcome="agreed", contact=PERSON, call_again_on=later)
    spec(DECIDER).given(submitted, listed).when(agreed).then(called("agreed", again=later, whom=PERSON))


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "agreed"},
        {"outcome": "agreed", "call_again_on": TODAY},
        {"outcome": "reached", "call_again_on": date(2025, 3, 5)},
        {"outcome": "not_reached", "occurred_on": date(2025, 3, 2)},
    ],
)
def test_days_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    spec(DECIDER).given(submitted, listed).when(CallOffer(**STAFF, **wrong)).refused(Malformed)


def test_the_text_is_changed_before_and_after_listing_and_told_only_after() -> None:
    spec(DECIDER).given(submitted).when(CHANGE).then(changed)
    told = changed.model_copy(update={"terms": terms.model_copy(update={"seats": 80})})
    spec(DECIDER).given(submitted, listed).when(CHANGE).then(told)
    spec(DECIDER).given(submitted, changed).when(CHANGE).then()


def test_listing_after_a_change_shows_the_new_text() -> None:
    retitled = changed.model_copy(update={"text": OfferText(**OFFER_TEXT | {"title": "大会议室"})})
    event = spec(DECIDER).given(submitted, retitled).when(LIST).events()[0]
    assert isinstance(event, OfferListed)
    assert event.terms
    assert event.terms.title == "大会议室"


def paused(first: date, last: date | None) -> OfferPaused:
    pause = Pause(first=first, last=last, reason="renovation")
    told = terms.model_copy(update={"pause": pause})
    return OfferPaused(organization=ORG, first=first, last=last, reason="renovation", note="", terms=told)


def test_a_pause_is_ended_by_resuming_or_by_itself() -> None:
    pausing = paused(date(2025, 3, 10), date(2025, 3, 20))
    resumed = OfferResumed(organization=ORG, terms=terms)
    spec(DECIDER).given(submitted, listed).when(PAUSE).then(pausing)
    spec(DECIDER).given(submitted, listed, pausing).when(PAUSE).refused(AlreadyPaused)
    spec(DECIDER).given(submitted, listed, pausing).when(RESUME).then(resumed)
    spec(DECIDER).given(submitted, listed, pausing, resumed).when(RESUME).refused(NotPaused)
    over = paused(date(2025, 2, 1), date(2025, 2, 28))
    spec(DECIDER).given(submitted, listed, over).when(RESUME).refused(NotPaused)
    spec(DECIDER).given(submitted, listed, over).when(PAUSE).then(pausing)
    endless = paused(date(2025, 2, 1), None)
    spec(DECIDER).given(submitted, listed, endless).when(RESUME).then(resumed)


def test_a_pause_lies_ahead_and_ends_after_it_began() -> None:
    over = PauseOffer(**STAFF, first=date(2025, 2, 1), last=date(2025, 2, 28), reason="holiday")
    spec(DECIDER).given(submitted, listed).when(over).refused(Malformed)
    spec(DECIDER).given(submitted).when(PAUSE).refused(NotListed)
    with pytest.raises(ValidationError):
        PauseOffer(**STAFF, first=date(2025, 3, 10), last=date(2025, 3, 9), reason="holiday")


def reach(level: Any, quota: int | None, *open_to: tuple[Any, int]) -> OfferReachChanged:
    told = tuple(Reach(level=name, node=DISTRICT, quota=number) for name, number in open_to)
    return OfferReachChanged(
        organization=ORG,
        level=level,
        node=DISTRICT,
        quota=quota,
        decided_by="organization",
        decided_on=TODAY,
        note="",
        terms=terms.model_copy(update={"reach": told}),
    )


def test_it_is_opened_one_level_after_the_other_and_closed_the_same_way() -> None:
    wider = OPEN.model_copy(update={"level": "district", "quota": 2})
    street, city = (
        reach("subdistrict", 4, ("subdistrict", 4)),
        reach("district", 2, ("subdistrict", 4), ("district", 2)),
    )
    spec(DECIDER).given(submitted, listed).when(wider).refused(NotYetInTheSubdistrict)
    spec(DECIDER).given(submitted, listed).when(OPEN).then(street)
    spec(DECIDER).given(submitted, listed, street).when(OPEN).then()
    spec(DECIDER).given(submitted, listed, street).when(wider).then(city)
    narrower = OPEN.model_copy(update={"quota": None})
    spec(DECIDER).given(submitted, listed, street, city).when(narrower).refused(StillInTheDistrict)
    back = wider.model_copy(update={"quota": None})
    spec(DECIDER).given(submitted, listed, street, city).when(back).then(reach("district", None, ("subdistrict", 4)))
    spec(DECIDER).given(submitted, listed, street).when(narrower).then(reach("subdistrict", None))
    spec(DECIDER).given(submitted, listed).when(narrower).refused(NotOpened)
    spec(DECIDER).given(submitted).when(OPEN).refused(NotListed)


def test_a_quota_is_changed_in_place() -> None:
    street = reach("subdistrict", 4, ("subdistrict", 4))
    more = OPEN.model_copy(update={"quota": 9})
    spec(DECIDER).given(submitted, listed, street).when(more).then(reach("subdistrict", 9, ("subdistrict", 9)))


def test_whom_to_ask_is_named_once() -> None:
    named = OfferContactNamed(organization=ORG, person=PERSON, phone=None)
    spec(DECIDER).given(submitted).when(NAME).then(named)
    spec(DECIDER).given(submitted, listed, named).when(NAME).then()
    nobody = OfferContactNamed(organization=ORG, person=None, phone=None)
    spec(DECIDER).given(submitted, named).when(NameOfferContact(**STAFF)).then(nobody)
    with pytest.raises(ValidationError):
        NameOfferContact(**STAFF, person=PERSON, phone="010-63000001")


def test_it_ends_with_a_reason() -> None:
    never = ended.model_copy(update={"terms": terms.model_copy(update={"confirmed_on": None})})
    spec(DECIDER).given(submitted).when(END).then(never)
    spec(DECIDER).given(submitted, listed).when(END).then(ended)


@pytest.mark.parametrize("command", [LIST, CONFIRM, CHANGE, END, REACHED, PAUSE, RESUME, OPEN, NAME])
def test_nothing_happens_after_the_end_or_before_the_beginning(command: Command) -> None:
    spec(DECIDER).given(submitted, listed, ended).when(command).refused(AlreadyEnded)
    spec(DECIDER).when(command).refused(NotFound)


def test_it_belongs_to_its_organization() -> None:
    assert spec(DECIDER).given(submitted, listed, ended).state.owners == {ORG}
    assert submitted.text == text
