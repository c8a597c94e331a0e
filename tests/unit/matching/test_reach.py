"""The month's quota of an opened offer holds for accepted suggestions as for bookings."""

from datetime import date

from services.matching import commands as c
from services.matching.decider import booking_errors
from services.matching.events.offer import ReachReturned
from services.matching.projections import USES, Use
from services.matching.queries.quotas import together

from .bookable import (
    DISTRICT,
    NEXT_DOOR,
    OFFER,
    OPENED,
    OUTSIDE,
    PATH,
    SHOP,
    STREET,
    TUESDAY,
    book,
    calendars,
    differing,
    known,
    made,
    reserved,
    slot,
    use,
    used,
)
from .examples import AT, DESK, NEED, by, opened, wishes
from .recording import recorded

OPEN = known(differing(reach=OPENED))
FIRST, SECOND, THIRD = ("req_" + letter * 26 for letter in "tuv")


def using(request: str = FIRST, suggestion: int = 1, path: tuple[str, ...] = OUTSIDE, month: str = "2026-03"):
    return c.UseReach(at=AT, actor=DESK, request=request, suggestion=suggestion, path=path, month=month)


def booked(number: int, day: int, for_request: str | None = None):
    day_there = slot(date(2026, 3, day))
    return made(number, reserved(day_there, by=SHOP, home=NEXT_DOOR, reach=STREET, for_request=for_request))


def counted(request: str | None, count: int = 1, reach: str = STREET):
    return {"_id": {"offer": OFFER, "reach": reach, "request": request}, "count": count}


def test_a_yes_to_somebody_outside_counts_once():
    calendars.given(OPEN).when(using()).then(used())
    calendars.given(OPEN, used()).when(using()).then()


def test_at_home_nothing_is_counted():
    calendars.given(OPEN).when(using(path=PATH)).then()


def test_bookings_and_promises_share_the_quota_of_a_month():
    full = (OPEN, used(FIRST), booked(1, 4))
    calendars.given(*full).when(using(SECOND)).refused(booking_errors.QuotaUsed)
    calendars.given(*full).when(book(booker=SHOP, path=OUTSIDE, day=TUESDAY)).refused(booking_errors.QuotaUsed)
    calendars.given(*full).when(using(SECOND, month="2026-04")).then(used(SECOND, month="2026-04"))


def test_the_yes_to_a_request_and_the_slot_booked_for_it_are_one_use():
    outside = {"booker": SHOP, "path": OUTSIDE, "day": TUESDAY}
    promised = (OPEN, used(FIRST), used(SECOND))
    calendars.given(*promised).when(book(**outside, for_request=FIRST)).then(booked(1, 3, FIRST))
    calendars.given(*promised).when(book(**outside)).refused(booking_errors.QuotaUsed)
    calendars.given(*promised).when(book(**outside, for_request=THIRD)).refused(booking_errors.QuotaUsed)
    twice = calendars.given(*promised, booked(1, 4, FIRST))
    twice.when(book(**outside, for_request=FIRST)).refused(booking_errors.QuotaUsed)


def test_what_was_booked_for_a_request_before_its_yes_leaves_the_rest_to_others():
    both = (OPEN, booked(1, 4, FIRST), used(FIRST))
    calendars.given(*both).when(using(SECOND)).then(used(SECOND))
    calendars.given(OPEN, booked(1, 4, FIRST), booked(2, 5, SECOND)).when(using(FIRST)).then(used(FIRST))
    calendars.given(*both, used(SECOND)).when(using(THIRD)).refused(booking_errors.QuotaUsed)


def test_lists_count_them_once_as_well():
    booked_there = [counted(None, 2), counted(FIRST), counted(SECOND, 3), counted(THIRD, reach=DISTRICT)]
    promised = [counted(FIRST), counted(SECOND, 1), counted(THIRD)]
    assert together(booked_there, promised) == {(OFFER, STREET): 2 + 1 + 3 + 1, (OFFER, DISTRICT): 1}


def test_what_came_to_nothing_can_be_used_by_others():
    back = c.ReturnReach(at=AT, actor=DESK, request=FIRST, suggestion=1)
    full = (OPEN, used(FIRST), used(SECOND))
    calendars.given(*full).when(using(THIRD)).refused(booking_errors.QuotaUsed)
    calendars.given(*full).when(back).then(use(ReachReturned, FIRST))
    calendars.given(*full, use(ReachReturned, FIRST)).when(using(THIRD)).then(used(THIRD))
    calendars.given(OPEN).when(back).then()


def test_what_was_closed_again_is_not_used():
    calendars.given(OPEN, known()).when(using()).refused(booking_errors.OutOfReach)


def test_nobody_is_asked_for_what_is_used_up():
    full = c.UsedUp(month="2026-03", quota=2)
    offer = c.AskedOffer(offer="offer_" + "a" * 26, provider=SHOP, listed=True, here=True, used_up=full)
    ask = by(c.MakeSuggestion, offer=offer, time_zone="Asia/Shanghai")
    wishes.given(opened(NEED)).when(ask).refused(booking_errors.QuotaUsed)


def test_the_uses_of_each_suggestion_are_known_until_they_are_given_back():
    found: dict[str, Use] = {}
    for one in recorded(OPEN, booked(1, 4), used(FIRST), used(SECOND), use(ReachReturned, FIRST), used(THIRD)):
        for key in USES.keys(one):
            found[key] = USES.apply(found.get(key), one)
    assert {(each.id, each.request, each.reach, each.month, each.counts) for each in found.values()} == {
        (f"{FIRST}/1", FIRST, STREET, "2026-03", False),
        (f"{SECOND}/1", SECOND, STREET, "2026-03", True),
        (f"{THIRD}/1", THIRD, STREET, "2026-03", True),
    }
