"""Limits in working days: by the calendar of holidays and of weekends worked instead, else Monday to Friday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.contracts.limits import ClassLimits, Duration
from shared.contracts.registry import Calendar, Settings
from shared.directory.limits import due_at, effective, first_fresh_day, reach
from shared.directory.workdays import after_working_days, ahead, merged, missing, works

ZONE = "Asia/Shanghai"
SPRING_2026 = Calendar(
    years=(2026,),
    off=tuple(date(2026, 2, day) for day in range(15, 24)),
    worked=(date(2026, 2, 14), date(2026, 2, 28)),
)
"""The Spring Festival of 2026, as announced."""


def ends(at: datetime, duration: str, calendar: Calendar = SPRING_2026) -> str:
    """The last day, in Beijing."""
    return (due_at(at, duration, ZONE, calendar) - timedelta(seconds=1)).astimezone(ZoneInfo(ZONE)).date().isoformat()


FRIDAY = datetime(2026, 2, 13, 1, 0, tzinfo=UTC)


def test_a_holiday_is_no_working_day_and_a_weekend_may_be_one():
    assert works(date(2026, 2, 14), SPRING_2026)
    assert not works(date(2026, 2, 16), SPRING_2026)
    assert not works(date(2026, 3, 1), SPRING_2026)
    assert works(date(2026, 3, 2), SPRING_2026)


@pytest.mark.parametrize(
    ("duration", "last"),
    [
        ("P0WD", "2026-02-13"),
        ("P1WD", "2026-02-14"),
        ("P2WD", "2026-02-24"),
        ("P6WD", "2026-02-28"),
        ("P7WD", "2026-03-02"),
    ],
)
def test_working_days_around_the_spring_festival(duration: str, last: str):
    assert ends(FRIDAY, duration) == last


def test_without_a_calendar_there_are_weekends_only():
    assert ends(FRIDAY, "P1WD", Calendar()) == "2026-02-16"
    assert ends(FRIDAY, "P5WD", Calendar()) == "2026-02-20"


def test_the_days_of_the_calendar_and_hours_are_as_before():
    assert ends(FRIDAY, "P3D") == "2026-02-16"
    assert due_at(FRIDAY, "PT36H", ZONE, SPRING_2026) == FRIDAY + timedelta(hours=36)


@pytest.mark.parametrize("said", ["P5WD", "P5D", "P2W", "PT36H"])
def test_what_a_duration_may_be(said: str):
    assert TypeAdapter(Duration).validate_python(said) == said


@pytest.mark.parametrize("said", ["P5DW", "5WD", "P5WDT1H", "PWD", "P99999WD"])
def test_what_it_may_not_be(said: str):
    with pytest.raises(ValidationError):
        TypeAdapter(Duration).validate_python(said)


@pytest.mark.parametrize("days", [0, 1, 5])
@pytest.mark.parametrize("now", [FRIDAY + timedelta(days=shift) for shift in range(0, 20, 3)])
def test_fresh_is_what_is_not_over_yet(now: datetime, days: int):
    first = first_fresh_day(now, f"P{days}WD", ZONE, SPRING_2026)
    today = now.astimezone(ZoneInfo(ZONE)).date()
    assert after_working_days(first, days, SPRING_2026) >= today
    assert after_working_days(first - timedelta(days=1), days, SPRING_2026) < today


def test_a_lower_node_has_the_last_word_for_its_years():
    own = Calendar(years=(2026,), off=(date(2026, 5, 1),))
    of_next_year = Calendar(years=(2027,), off=(date(2027, 1, 1),))
    chain = merged([merged([SPRING_2026, of_next_year]), own])
    assert (chain.years, chain.off, chain.worked) == ((2026, 2027), (date(2026, 5, 1), date(2027, 1, 1)), ())


def test_limits_carry_the_calendar():
    limits = effective([Settings(claim_due="P5WD")], SPRING_2026)
    assert (limits.claim_due, limits.calendar) == ("P5WD", SPRING_2026)


def test_what_is_over_is_left_out():
    assert ahead(SPRING_2026, date(2026, 2, 22)).off == (date(2026, 2, 22), date(2026, 2, 23))
    assert ahead(SPRING_2026, date(2026, 2, 22)).worked == (date(2026, 2, 28),)
    assert ahead(SPRING_2026, date(2027, 1, 1)) == Calendar()


def test_a_year_that_was_not_announced_is_said():
    day, late = date(2026, 6, 1), date(2026, 11, 26)
    assert missing(SPRING_2026, day, day) == ()
    assert missing(SPRING_2026, late, late) == (2027,)
    assert missing(Calendar(), late, late) == (2026, 2027)
    assert missing(SPRING_2026, day, date(2028, 1, 3)) == (2027, 2028)


def test_limits_reach_as_far_as_the_longest_in_working_days():
    day = date(2026, 6, 1)
    assert reach(effective([Settings(claim_due="P400D")]), day) == day
    assert reach(effective([Settings(claim_due="P5WD")]), day) == date(2026, 6, 8)
    rare = ClassLimits(category="safety", claim_due="P10WD")
    assert reach(effective([Settings(claim_due="P5WD", classes=(rare,))]), day) == date(2026, 6, 15)
