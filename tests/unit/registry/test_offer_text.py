"""What may be said of an offer, and by which mode."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.registry.commands import SubmitOffer
from services.registry.decider.offer import DECIDER
from services.registry.decider.offer_text import SAID
from services.registry.events import OfferSubmitted
from shared.contracts.offers import OfferText
from shared.errors import Malformed
from shared.testing.spec import spec
from tests.unit.registry.examples import COMMUNITY, OFFER, OFFER_TEXT, ORG, STAFF

PLAIN = {"title": "志愿者", "detail": "在业务淡季加入志愿者队伍", "category": "volunteering"}
SAYS: dict[str, dict[str, Any]] = {
    "bookable": {"availability": OFFER_TEXT["availability"], "parallel": 5, "unit": "month", "lead_time": "PT24H"},
    "standing": {"partners": 3, "quantity": 20},
    "seasonal": {"season": {"first": "11-01", "last": "03-31"}, "quantity": 8},
    "one_off": {"available": {"first": date(2025, 6, 1), "last": date(2025, 6, 3)}, "quantity": 1},
}
RULE = OFFER_TEXT["availability"]["rules"][0]


def submit(**said: Any) -> SubmitOffer:
    return SubmitOffer(**STAFF, offer=OFFER, community=COMMUNITY, organization=ORG, **{**PLAIN, **said})


@pytest.mark.parametrize("mode", SAYS)
def test_a_mode_says_what_goes_with_it(mode: str) -> None:
    (event,) = spec(DECIDER).when(submit(mode=mode, **SAYS[mode])).events()
    assert isinstance(event, OfferSubmitted)
    assert event.text == OfferText(**PLAIN, mode=mode, **SAYS[mode])
    assert set(SAYS[mode]) == set(SAID[event.text.mode])


@pytest.mark.parametrize("mode", SAYS)
def test_a_mode_says_nothing_of_another(mode: str) -> None:
    fields = {name: value for other in SAYS.values() for name, value in other.items() if name not in SAYS[mode]}
    for name, value in fields.items():
        with pytest.raises(Malformed) as refusal:
            spec(DECIDER).when(submit(mode=mode, **SAYS[mode], **{name: value})).events()
        assert refusal.value.field == name


def test_a_season_has_to_be_said() -> None:
    spec(DECIDER).when(submit(mode="seasonal")).refused(Malformed)


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=2",
        "FREQ=WEEKLY",
        "INTERVAL=2;FREQ=WEEKLY;BYDAY=MO,WE",
        "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
        "FREQ=MONTHLY;BYDAY=-1FR",
    ],
)
def test_rules_that_can_be_counted(rrule: str) -> None:
    assert submit(mode="bookable", availability={"rules": [RULE | {"rrule": rrule}]}).availability


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=YEARLY",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "BYDAY=MO,WE",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=7",
        "FREQ=WEEKLY;BYDAY=MO;BYDAY=TU",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;UNTIL=20250101",
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=MONTHLY;BYMONTHDAY=40",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31",
        "FREQ=WEEKLY\nRRULE:FREQ=DAILY",
        "DTSTART:20250101T000000\nRRULE:FREQ=WEEKLY",
    ],
)
def test_rules_that_never_come_or_never_end_are_refused(rrule: str) -> None:
    with pytest.raises(ValidationError):
        submit(mode="bookable", availability={"rules": [RULE | {"rrule": rrule}]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"availability": {"rules": [RULE | {"start": "24:00"}]}},
        {"availability": {"rules": [RULE | {"start": "23:30", "minutes": 31}]}},
        {"availability": {"rules": [RULE | {"last": date(2024, 12, 31)}]}},
        {"availability": {"rules": [RULE] * 21}},
        {"availability": {"extra": [{"day": "2025-05-08", "start": "23:00", "minutes": 90}]}},
        {"availability": {"rules": [], "open": True}},
        {"lead_time": "1 day"},
        {"price": {"amount": 0, "per": "hour"}},
        {"price": {"amount": 5, "per": "year"}},
        {"equipment": ["请打 13812345678"]},
        {"detail": "请打 13812345678"},
        {"seats": 0},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        submit(**{"mode": "bookable", **wrong})


@pytest.mark.parametrize("day", ["02-30", "13-01", "04-31", "00-10", "1-1"])
def test_a_season_is_made_of_days_there_are(day: str) -> None:
    with pytest.raises(ValidationError):
        submit(mode="seasonal", season={"first": day, "last": "03-31"})
    assert submit(mode="seasonal", season={"first": "02-29", "last": "12-31"}).season


def test_a_whole_day_is_a_slot() -> None:
    assert submit(mode="bookable", availability={"rules": [RULE | {"start": "00:00", "minutes": 1440}]}).availability
