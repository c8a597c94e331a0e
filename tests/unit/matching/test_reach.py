"""The month's quota of an opened offer holds for accepted suggestions as for bookings."""

from datetime import date

from services.matching import commands as c
from services.matching.decider import booking_errors
from services.matching.events.offer import ReachReturned
from services.matching.projections import USES, Use

from .bookable import (
    NEXT_DOOR,
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


def booked(number: int, day: int):
    return made(number, reserved(slot(date(2026, 3, day)), by=SHOP, home=NEXT_DOOR, reach=STREET))


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
    assert {(each.id, each.reach, each.month, each.counts) for each in found.values()} == {
        (f"{FIRST}/1", STREET, "2026-03", False),
        (f"{SECOND}/1", STREET, "2026-03", True),
        (f"{THIRD}/1", STREET, "2026-03", True),
    }
