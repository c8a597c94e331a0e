from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.registry.commands import CallOffer, ChangeOffer, ConfirmOffer, EndOffer, ListOffer, SubmitOffer
from services.registry.decider.offer import DECIDER, AlreadyEnded, AlreadyListed, AlreadySubmitted, NotListed
from services.registry.events import CallOutcome, OfferCalled, OfferChanged, OfferConfirmed, OfferEnded, OfferListed
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Command
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    COMMUNITY,
    OFFER,
    OFFER_TEXT,
    ORG,
    STAFF,
    TODAY,
    listed,
    submitted,
)

SUBMIT = SubmitOffer(**STAFF, offer=OFFER, community=COMMUNITY, organization=ORG, **OFFER_TEXT)
LIST = ListOffer(**STAFF)
CONFIRM = ConfirmOffer(**STAFF)
CHANGE = ChangeOffer(**STAFF, **OFFER_TEXT | {"capacity": 80})
REACHED = CallOffer(**STAFF, outcome="reached")
END = EndOffer(**STAFF, reason="moved_away")
changed = OfferChanged(**OFFER_TEXT | {"capacity": 80})
ended = OfferEnded(organization=ORG, reason="moved_away", note="")


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
    today = OfferListed(organization=ORG, title="会议室", category="space", confirmed_on=TODAY)
    spec(DECIDER).given(submitted).when(LIST).then(today)
    earlier = submitted.model_copy(update={"confirmed_on": date(2024, 1, 5)})
    spec(DECIDER).given(earlier).when(LIST).then(today.model_copy(update={"confirmed_on": date(2024, 1, 5)}))
    spec(DECIDER).given(submitted, listed).when(LIST).refused(AlreadyListed)


def test_confirming_renews_a_listed_offer() -> None:
    spec(DECIDER).given(submitted, listed).when(CONFIRM).then(OfferConfirmed(organization=ORG, confirmed_on=TODAY))
    spec(DECIDER).given(submitted).when(CONFIRM).refused(NotListed)


def test_an_older_confirmation_changes_nothing() -> None:
    older = ConfirmOffer(**STAFF, confirmed_on=date(2024, 12, 31))
    spec(DECIDER).given(submitted, listed).when(older).then()


def called(outcome: CallOutcome, day: date = TODAY, again: date | None = None) -> OfferCalled:
    return OfferCalled(organization=ORG, outcome=outcome, occurred_on=day, again_on=again)


def test_a_call_that_reached_somebody_renews_the_offer() -> None:
    confirmed = OfferConfirmed(organization=ORG, confirmed_on=TODAY)
    spec(DECIDER).given(submitted, listed).when(REACHED).then(called("reached"), confirmed)
    spec(DECIDER).given(submitted, listed, confirmed).when(REACHED).then(called("reached"))
    spec(DECIDER).given(submitted).when(REACHED).refused(NotListed)


def test_a_call_nobody_answered_and_one_that_agreed_on_a_day_renew_nothing() -> None:
    later = date(2025, 3, 5)
    missed = CallOffer(**STAFF, outcome="not_reached", occurred_on=date(2025, 2, 27), call_again_on=later)
    spec(DECIDER).given(submitted, listed).when(missed).then(called("not_reached", date(2025, 2, 27), later))
    agreed = CallOffer(**STAFF, outcome="agreed", call_again_on=later)
    spec(DECIDER).given(submitted, listed).when(agreed).then(called("agreed", again=later))


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


def test_the_text_is_changed_before_and_after_listing() -> None:
    spec(DECIDER).given(submitted).when(CHANGE).then(changed)
    spec(DECIDER).given(submitted, listed).when(CHANGE).then(changed)
    spec(DECIDER).given(submitted, changed).when(CHANGE).then()


def test_listing_after_a_change_shows_the_new_text() -> None:
    retitled = OfferChanged(**OFFER_TEXT | {"title": "大会议室"})
    event = spec(DECIDER).given(submitted, retitled).when(LIST).events()[0]
    assert isinstance(event, OfferListed)
    assert event.title == "大会议室"


def test_it_ends_with_a_reason() -> None:
    spec(DECIDER).given(submitted).when(END).then(ended)
    spec(DECIDER).given(submitted, listed).when(END).then(ended)


@pytest.mark.parametrize("command", [LIST, CONFIRM, CHANGE, END, REACHED])
def test_nothing_happens_after_the_end_or_before_the_beginning(command: Command) -> None:
    spec(DECIDER).given(submitted, listed, ended).when(command).refused(AlreadyEnded)
    spec(DECIDER).when(command).refused(NotFound)


def test_the_text_holds_no_phone() -> None:
    with pytest.raises(ValidationError):
        SubmitOffer(**SUBMIT.model_dump(exclude={"detail"}), detail="请打 13812345678")


def test_it_belongs_to_its_organization() -> None:
    assert spec(DECIDER).given(submitted, listed, ended).state.owners == {ORG}
