"""When an offer can be booked."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.matching.engine.slots import Slot, nearest, paused_on, slots, taken
from shared.contracts.offers import Availability, Pause, Rule

from .bookable import EXTRA, PARKING, ROOM, TUESDAY, WEEKDAYS, differing, reserved, slot, when

FRIDAY, SATURDAY = date(2026, 3, 6), date(2026, 3, 7)


def starts(found: tuple[Slot, ...]) -> list[tuple[date, str]]:
    return [(one.day, one.start) for one in found]


def test_the_slots_of_a_week_by_two_rules_without_the_closed_day():
    found = slots(ROOM, date(2026, 3, 2), date(2026, 3, 8))
    days = [date(2026, 3, day) for day in (2, 3, 4, 5)]
    assert starts(found) == [(day, start) for day in days for start in ("09:30", "14:00")]


def test_an_extra_slot_stands_whatever_the_rules_and_closed_days_say():
    terms = differing(availability=when(closed=(SATURDAY,), extra=(EXTRA,)))
    assert starts(slots(terms, SATURDAY, SATURDAY)) == [(SATURDAY, "10:00")]
    assert starts(slots(terms, FRIDAY, FRIDAY)) == [(FRIDAY, "09:30"), (FRIDAY, "14:00")]


def test_a_rule_holds_from_its_first_day_to_its_last():
    rule = WEEKDAYS.model_copy(update={"first": TUESDAY, "last": TUESDAY})
    terms = differing(availability=when(rules=(rule,)))
    assert starts(slots(terms, date(2026, 1, 1), date(2026, 12, 31))) == [(TUESDAY, "14:00")]


def test_every_second_week_is_counted_from_the_first_day():
    rule = Rule(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", first=TUESDAY, start="14:00", minutes=60)
    terms = differing(availability=Availability(rules=(rule,)))
    days = [one.day for one in slots(terms, date(2026, 3, 9), date(2026, 4, 1))]
    assert days == [date(2026, 3, 17), date(2026, 3, 31)]


def test_of_two_that_begin_together_the_longer_is_had():
    longer = WEEKDAYS.model_copy(update={"minutes": 180})
    terms = differing(availability=Availability(rules=(WEEKDAYS, longer)))
    assert [one.minutes for one in slots(terms, TUESDAY, TUESDAY)] == [180]


def test_a_monthly_place_is_held_to_the_same_day_of_the_next_month():
    rule = Rule(rrule="FREQ=MONTHLY;BYMONTHDAY=1", first=date(2026, 1, 1), start="00:00", minutes=1440)
    terms = differing(PARKING, unit="month", availability=Availability(rules=(rule,)))
    found = slots(terms, date(2026, 1, 1), date(2026, 4, 30))
    assert [one.day.month for one in found] == [1, 2, 3, 4]
    ends = [one.end("Asia/Shanghai") for one in found[:-1]]
    assert ends == [one.begin("Asia/Shanghai") for one in found[1:]]


def test_what_is_not_booked_or_only_by_arrangement_has_no_slots():
    assert slots(differing(availability=None), TUESDAY, TUESDAY) == ()
    assert slots(differing(mode="standing"), TUESDAY, TUESDAY) == ()


def test_a_pause_is_over_after_its_last_day():
    pause = Pause(first=TUESDAY, last=FRIDAY, reason="renovation")
    assert [paused_on(differing(pause=pause), day) for day in (date(2026, 3, 2), TUESDAY, FRIDAY, SATURDAY)] == [
        False,
        True,
        True,
        False,
    ]
    assert paused_on(differing(pause=pause.model_copy(update={"last": None})), date(2030, 1, 1))
    assert not paused_on(ROOM, TUESDAY)


def test_by_the_clock_of_the_community():
    assert slot().begin("Asia/Shanghai").isoformat() == "2026-03-03T06:00:00+00:00"
    assert slot().end("Asia/Shanghai").isoformat() == "2026-03-03T08:00:00+00:00"


def test_what_is_taken_is_counted_over_overlapping_times_and_not_twice():
    long = reserved(slot())
    early, late = (reserved(slot(start=start, minutes=60)) for start in ("14:00", "15:00"))
    assert taken([early, late], long.starts_at, long.ends_at) == 1
    assert taken([early, late, long], long.starts_at, long.ends_at) == 2
    assert taken([early], late.starts_at, late.ends_at) == 0


def test_the_nearest_come_in_order_of_time():
    found = slots(ROOM, date(2026, 3, 2), date(2026, 3, 13))
    near = nearest(found, slot().begin("Asia/Shanghai"), "Asia/Shanghai", 3)
    assert starts(near) == [(date(2026, 3, 3), "09:30"), (TUESDAY, "14:00"), (date(2026, 3, 4), "09:30")]


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(1, 3)), max_size=8),
    st.tuples(st.integers(0, 20), st.integers(1, 8)),
)
def test_taken_is_the_most_at_any_minute(held: list[tuple[int, int, int]], asked: tuple[int, int]) -> None:
    def of(begin: int, length: int, quantity: int = 1):
        return reserved(slot(start=f"{begin:02}:00", minutes=length * 60), quantity=quantity)

    hours = {h: sum(q for b, n, q in held if b <= h < b + n) for h in range(asked[0], sum(asked))}
    what = of(*asked)
    assert taken([of(*one) for one in held], what.starts_at, what.ends_at) == max(hours.values())


def test_two_rules_of_one_room_are_one_room():
    overlapping = WEEKDAYS.model_copy(update={"start": "15:00"})
    terms = differing(availability=Availability(rules=(WEEKDAYS, overlapping)))
    first, second = slots(terms, TUESDAY, TUESDAY)
    assert taken([reserved(first)], second.begin("Asia/Shanghai"), second.end("Asia/Shanghai")) == 1
