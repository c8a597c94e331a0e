"""Bookings by the month: in series, given back once the month has begun, and what is left of it for others."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import Calendar, booking_errors
from services.matching.decider.calendar import decide_calendar
from services.matching.decider.calendar_state import HOLDING, evolve_calendar
from services.matching.engine.slots import Slot, taken
from services.matching.events.booking import BookingGivenBack
from shared.contracts.base import Party
from shared.contracts.offers import Availability, Pause, Rule
from shared.errors import DomainError

from .bookable import (
    ANSWER,
    AT,
    CALENDAR,
    CLINIC,
    DESK,
    LIMITS,
    PARKING,
    SCHOOL,
    SHOP,
    asked,
    book,
    calendars,
    cancelled,
    differing,
    known,
    made,
    of_booking,
    reserved,
    slot,
)

FIRSTS = Rule(rrule="FREQ=MONTHLY;BYMONTHDAY=1", first=date(2026, 1, 1), start="00:00", minutes=1440)
PLACE = differing(PARKING, unit="month", parallel=1, availability=Availability(rules=(FIRSTS,)))
LOT = known(PLACE)
MARCH = Slot(day=date(2026, 3, 1), start="00:00", minutes=31 * 1440)
FIFTEENTH = date(2026, 3, 15)
REST = MARCH.rest(FIFTEENTH)


def of_place(event: Any) -> Any:
    return event.model_copy(update={"category": "parking"})


def month(number: int, days: int, **fields: Any) -> e.Reservation:
    return reserved(Slot(day=date(2026, number, 1), start="00:00", minutes=days * 1440), **fields)


TAKEN = (LOT, of_place(made(what=reserved(MARCH))))


def test_a_month_that_has_begun_keeps_its_place_where_there_are_fewer() -> None:
    two = known(differing(PLACE, parallel=2))
    rest = of_place(made(2, reserved(REST)))
    fewer = c.KnowOffer(at=MARCH.begin(LIMITS.time_zone) + timedelta(days=9), actor=DESK, known=LOT)
    [_, unfit] = calendars.given(two, *TAKEN[1:], rest).when(fewer).events()
    assert (unfit.misfit, unfit.booking) == ("taken", rest.booking)


def monthly(day: date = date(2026, 4, 1), **fields: Any) -> c.Book:
    return book(**{"day": day, "start": "00:00", **fields})


def give_back(day: date | None = FIFTEENTH, n: int = 1, **fields: Any) -> c.CancelBooking:
    said = {"reason": "no_longer_needed", "time_zone": "Asia/Shanghai", "free_from": day}
    command: c.CancelBooking = asked(c.CancelBooking, n, **{**said, **fields})
    return command


def given_back(day: date = FIFTEENTH) -> Any:
    shorter = reserved(MARCH).model_copy(update={"ends_at": slot(day, "00:00").begin("Asia/Shanghai")})
    return of_place(of_booking(BookingGivenBack, 1, shorter, free_from=day, reason="no_longer_needed"))


def waiting(n: int = 2, by: Party = SHOP) -> Any:
    what = reserved(MARCH, by=by)
    return of_place(of_booking(e.BookingWaits, n, what, due_at=what.ends_at, terms=ANSWER))


def offered(n: int = 2, by: Party = SHOP) -> Any:
    due_at = AT + timedelta(hours=24)
    return of_place(of_booking(e.BookingOffered, n, reserved(REST, by=by), due_at=due_at))


class TestSeries:
    def test_each_month_a_booking(self):
        ends = [month(number, days, series=f"{CALENDAR}.1") for number, days in ((4, 30), (5, 31), (6, 30))]
        expected = [of_place(made(n, what, 3 if n == 1 else 0)) for n, what in enumerate(ends, 1)]
        calendars.given(LOT).when(monthly(monthly_until=date(2026, 6, 30))).then(*expected)

    def test_one_that_is_taken_is_named_skipped_or_waited_for(self):
        taken = (LOT, of_place(made(what=month(5, 31))))
        series = {"booker": SHOP, "monthly_until": date(2026, 6, 1)}
        with pytest.raises(booking_errors.SeriesTaken) as refusal:
            calendars.given(*taken).when(monthly(**series)).events()
        assert refusal.value.details == {"on": ("2026-05-01",)}
        skipping = calendars.given(*taken).when(monthly(**series, skip_taken=True)).events()
        assert [event.reserved.slot.day.month for event in skipping] == [4, 6]
        waiting = calendars.given(*taken).when(monthly(**series, wait=True)).events()
        assert [event.type for event in waiting] == ["booking_made", "booking_waits", "booking_made"]

    @pytest.mark.parametrize(
        ("until", "refusal"),
        [
            ({"monthly_until": date(2026, 3, 1)}, booking_errors.TooManyMonths),
            ({"monthly_until": date(2028, 4, 1)}, booking_errors.TooManyMonths),
            ({"monthly_until": date(2026, 6, 1), "weekly_until": date(2026, 6, 1)}, booking_errors.OneSeries),
        ],
    )
    def test_refused(self, until: dict[str, Any], refusal: Any):
        calendars.given(LOT).when(monthly(**until)).refused(refusal)


class TestGivenBack:
    def test_from_a_day_on_and_the_rest_is_free(self):
        calendars.given(*TAKEN).when(give_back()).then(given_back())
        rest = monthly(FIFTEENTH, booker=SHOP)
        calendars.given(*TAKEN).when(rest).refused(booking_errors.SlotTaken)
        left = of_place(made(2, reserved(REST, by=SHOP)))
        free = calendars.given(*TAKEN, given_back())
        free.when(rest).then(left)
        free.when(monthly(date(2026, 3, 14), booker=SHOP)).refused(booking_errors.SlotTaken)
        full = calendars.given(*TAKEN, given_back(), left)
        full.when(monthly(FIFTEENTH, booker=CLINIC)).refused(booking_errors.SlotTaken)

    def test_not_as_a_whole_once_it_has_begun(self):
        calendars.given(*TAKEN).when(give_back(None)).refused(booking_errors.MonthBegun)

    @pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 1)])
    def test_from_no_other_day_than_one_within(self, day: date):
        with pytest.raises(booking_errors.NotOfTheMonth) as refusal:
            calendars.given(*TAKEN).when(give_back(day)).events()
        assert refusal.value.details == {"first": date(2026, 3, 1), "end": date(2026, 4, 1)}

    def test_nor_twice_beyond_what_is_left(self):
        again = calendars.given(*TAKEN, given_back())
        again.when(give_back(date(2026, 3, 20))).refused(booking_errors.NotOfTheMonth)
        (event,) = again.when(give_back(date(2026, 3, 10))).events()
        assert event.free_from == date(2026, 3, 10)

    def test_what_is_no_month_or_has_not_begun_is_cancelled(self):
        calendars.given(known(), made()).when(give_back()).refused(booking_errors.NotByTheMonth)
        april = (LOT, of_place(made(what=month(4, 30))))
        calendars.given(*april).when(give_back(date(2026, 4, 15))).refused(booking_errors.NotByTheMonth)
        calendars.given(*april).when(give_back(None)).then(of_place(cancelled(1, month(4, 30))))

    def test_with_all_months_that_follow(self):
        series = {"series": f"{CALENDAR}.1"}
        both = (made(1, reserved(MARCH, **series)), made(2, month(4, 30, **series)))
        found = calendars.given(LOT, *map(of_place, both)).when(give_back(later=True)).events()
        assert [event.type for event in found] == ["booking_given_back", "booking_cancelled"]

    def test_it_is_marked_as_used_all_the_same(self):
        (event,) = calendars.given(*TAKEN, given_back()).when(asked(c.KeepBooking)).events()
        assert (event.type, event.reserved.ends_at) == ("booking_kept", given_back().reserved.ends_at)


class TestWaiting:
    def test_until_the_month_is_over(self):
        before = {"at": datetime.fromisoformat("2026-02-20T09:00:00+08:00"), "booker": SHOP, "wait": True}
        calendars.given(*TAKEN).when(monthly(date(2026, 3, 1), **before)).then(waiting())

    def test_who_waits_is_offered_the_rest_and_takes_it(self):
        third = waiting(3, CLINIC)
        calendars.given(*TAKEN, waiting(), third).when(give_back()).then(given_back(), offered())
        promised = (*TAKEN, waiting(), third, given_back(), offered())
        taken = of_place(of_booking(e.BookingTaken, 2, reserved(REST, by=SHOP)))
        answer = asked(c.AnswerSlot, 2, accept=True, limits=LIMITS)
        calendars.given(*promised).when(answer).then(taken)
        declined = of_place(of_booking(e.BookingDeclined, 2, reserved(REST, by=SHOP)))
        no = asked(c.AnswerSlot, 2, accept=False, limits=LIMITS)
        calendars.given(*promised).when(no).then(declined, offered(3, CLINIC))

    def test_what_was_given_back_before_today_is_offered_from_tomorrow_on(self):
        late = {"at": datetime.fromisoformat("2026-03-20T09:00:00+08:00")}
        (_, event) = calendars.given(*TAKEN, waiting()).when(give_back(**late)).events()
        assert event.reserved.slot == MARCH.rest(date(2026, 3, 21))

    def test_what_is_given_back_while_the_offer_is_paused_is_offered_from_the_end_of_the_pause_on(self):
        pause = Pause(first=date(2026, 3, 10), last=date(2026, 3, 20), reason="renovation")
        paused = (*TAKEN, waiting(), known(differing(PLACE, pause=pause)))
        *_, event = calendars.given(*paused).when(give_back()).events()
        assert (event.type, event.reserved.slot) == ("booking_offered", MARCH.rest(date(2026, 3, 21)))
        endless = pause.model_copy(update={"last": None})
        none = calendars.given(*paused, known(differing(PLACE, pause=endless))).when(give_back()).events()
        assert [each.type for each in none] == ["booking_given_back"]

    def test_who_waits_leaves_the_list_though_the_month_has_begun(self):
        left = of_place(cancelled(2, reserved(MARCH, by=SHOP)))
        calendars.given(*TAKEN, waiting()).when(give_back(None, 2)).then(left)


def test_a_month_to_come_is_had_as_a_whole():
    calendars.given(LOT).when(monthly(date(2026, 4, 15))).refused(booking_errors.NoSuchSlot)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["book", "wait", "back", "yes", "no"]),
        st.sampled_from([SCHOOL, SHOP, CLINIC]),
        st.integers(1, 31),
        st.integers(1, 6),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(STEPS, st.integers(1, 2))
def test_never_two_for_one_place_at_one_time(steps: list[tuple[str, Party, int, int]], places: int) -> None:
    state: Calendar = evolve_calendar(None, known(differing(PLACE, parallel=places)))
    at = datetime.fromisoformat("2026-02-25T09:00:00+08:00")
    for step, who, day, number in steps:
        at += timedelta(days=1)
        on = date(2026, 3, day)
        answer = {"accept": step == "yes", "limits": LIMITS, "at": at}
        command: Any = {
            "book": monthly(on, booker=who, at=at),
            "wait": monthly(on, booker=who, at=at, wait=True),
            "back": give_back(on if at.day % 2 else None, number, at=at),
        }.get(step) or asked(c.AnswerSlot, number, **answer)
        try:
            events = decide_calendar(state, command)
        except DomainError:
            continue
        for event in events:
            state = evolve_calendar(state, event)  # type: ignore[arg-type]
        held = [each for each in state.bookings if each.state in HOLDING]
        assert all(taken(held, each.starts_at, each.ends_at) <= places for each in held)
