"""Of an offer that is not booked no more is promised than there is, and what is over is there again."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching import commands as c
from services.matching.decider import booking_errors
from services.matching.decider.calendar import decide_calendar
from services.matching.decider.calendar_state import Calendar, evolve_calendar
from services.matching.engine.places import Left, left_of, weighed
from services.matching.events.offer import OfferPromised, ReachReturned
from services.matching.projections import CALENDARS
from shared.contracts.offers import OfferTerms
from shared.errors import Refused

from .bookable import AT, DESK, OPENED, OUTSIDE, PATH, ROOM, calendars, known, use, used
from .recording import recorded

FIRST, SECOND, THIRD, FOURTH = ("req_" + letter * 26 for letter in "tuvw")
PAIRED = OfferTerms(title="结对帮扶", detail="与老人结对", category="care", mode="standing", partners=2)
GRAIN = OfferTerms(title="大米", detail="10 公斤一袋", category="supplies", mode="one_off", quantity=10)
HELPERS = GRAIN.model_copy(update={"mode": "standing"})


def yes(request: str = FIRST, quantity: int = 1, path: tuple[str, ...] = PATH, unit: str = "份") -> c.UseReach:
    said = {"request": request, "suggestion": 1, "path": path, "month": "2026-03"}
    return c.UseReach(at=AT, actor=DESK, quantity=quantity, unit=unit, **said)


def counted(request: str = FIRST, quantity: int = 1, live: bool = False) -> c.CountPromise:
    said = {"request": request, "suggestion": 1, "quantity": quantity, "unit": "份", "live": live}
    return c.CountPromise(at=AT, actor=DESK, **said)


def back(request: str = FIRST) -> c.ReturnReach:
    return c.ReturnReach(at=AT, actor=DESK, request=request, suggestion=1)


def promised(request: str, quantity: int, partners: int, taken: int) -> Any:
    return use(OfferPromised, request, quantity=quantity, partners_taken=partners, quantity_taken=taken)


ONE = promised(FIRST, 1, 1, 1)
TWO = promised(SECOND, 1, 2, 2)


def test_so_many_partners_and_no_more() -> None:
    calendars.given(known(PAIRED)).when(yes()).then(ONE)
    calendars.given(known(PAIRED), ONE).when(yes()).then()
    calendars.given(known(PAIRED), ONE).when(yes(SECOND)).then(TWO)
    calendars.given(known(PAIRED), ONE, TWO).when(yes(THIRD)).refused(booking_errors.NotEnoughLeft)


def test_so_much_and_no_more_and_the_refusal_says_what_is_left() -> None:
    seven = promised(FIRST, 7, 1, 7)
    calendars.given(known(GRAIN)).when(yes(quantity=7)).then(seven)
    with pytest.raises(booking_errors.NotEnoughLeft) as refusal:
        calendars.given(known(GRAIN), seven).when(yes(SECOND, quantity=4)).events()
    assert refusal.value.details == {"left": 3}
    assert "3" in refusal.value.text("zh")


def test_a_yes_that_broke_off_and_comes_again_for_more_takes_no_more_than_there_is() -> None:
    others = (known(GRAIN), promised(FIRST, 2, 1, 2), promised(SECOND, 7, 2, 9))
    calendars.given(*others).when(yes(quantity=8)).refused(booking_errors.NotEnoughLeft)
    calendars.given(*others).when(yes(quantity=3)).then(promised(FIRST, 3, 2, 10))
    calendars.given(*others).when(yes(quantity=1)).then()


def test_what_is_over_is_free_though_the_offer_have_no_number_for_now() -> None:
    without = known(PAIRED.model_copy(update={"partners": None}))
    calendars.given(known(PAIRED), ONE, without).when(counted()).then(promised(FIRST, 0, 0, 0))


def test_what_is_over_is_there_again_but_for_what_was_given_once() -> None:
    none = promised(FIRST, 0, 0, 0)
    calendars.given(known(PAIRED), ONE).when(counted()).then(none)
    calendars.given(known(PAIRED), ONE, TWO, promised(FIRST, 0, 1, 1)).when(yes(THIRD)).then(promised(THIRD, 1, 2, 2))
    given_once = (known(GRAIN), promised(FIRST, 7, 1, 7))
    calendars.given(*given_once).when(counted(quantity=7)).then()
    calendars.given(*given_once).when(counted(quantity=5)).then(promised(FIRST, 5, 1, 5))
    helping = (known(HELPERS), promised(FIRST, 7, 1, 7))
    calendars.given(*helping).when(counted(quantity=7, live=True)).then()
    calendars.given(*helping).when(counted(quantity=7)).then(none)


def test_what_came_to_nothing_is_free_at_home_and_outside() -> None:
    calendars.given(known(GRAIN), promised(FIRST, 7, 1, 7)).when(back()).then(promised(FIRST, 0, 0, 0))
    opened = known(PAIRED.model_copy(update={"reach": OPENED}))
    calendars.given(opened).when(yes(path=OUTSIDE)).then(used(FIRST), ONE)
    calendars.given(opened, used(FIRST), ONE).when(back()).then(use(ReachReturned, FIRST), promised(FIRST, 0, 0, 0))


def test_a_claim_that_is_open_again_counts_though_it_be_one_too_many() -> None:
    full = calendars.given(
        known(PAIRED), ONE, promised(FIRST, 0, 0, 0), promised(SECOND, 1, 1, 1), promised(THIRD, 1, 2, 2)
    )
    full.when(counted(live=True)).then(promised(FIRST, 1, 3, 3))


def test_nothing_is_counted_of_what_is_booked_or_has_no_number() -> None:
    for terms in (ROOM, PAIRED.model_copy(update={"partners": None})):
        calendars.given(known(terms)).when(yes()).then()
        calendars.given(known(terms)).when(counted(live=True)).then()
    assert left_of(ROOM, 0, 0) == (None, None)


def test_people_come_to_the_seats_there_are() -> None:
    show = GRAIN.model_copy(update={"seats": 60, "quantity": 2})
    assert (weighed(show, 40, "人"), weighed(show, 2, "场"), weighed(GRAIN, 40, "人")) == (1, 2, 40)


def test_the_offer_shows_what_is_left_whatever_registry_tells_of_it_then() -> None:
    found: Any = None
    for entry in recorded(known(GRAIN), promised(FIRST, 7, 1, 7), known(GRAIN)):
        found = CALENDARS.apply(found, entry)
    assert found.left == Left(None, 3)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["yes", "over", "nothing"]), st.sampled_from([FIRST, SECOND, THIRD, FOURTH]), st.integers(1, 6)
    ),
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(STEPS, st.sampled_from([PAIRED, GRAIN, HELPERS]))
def test_never_more_than_there_is(steps: list[tuple[str, str, int]], terms: OfferTerms) -> None:
    state: Calendar = evolve_calendar(None, known(terms))
    for what, request, quantity in steps:
        before = state.promise(request, 1)
        command: Any = {
            "yes": yes(request, quantity),
            "over": counted(request, before.quantity if before else 0),
            "nothing": back(request),
        }[what]
        try:
            events = decide_calendar(state, command)
        except Refused:
            continue
        for event in events:
            state = evolve_calendar(state, event)  # type: ignore[arg-type]
        taken = sum(each.quantity for each in state.promises)
        assert terms.partners is None or len(state.promises) <= terms.partners
        assert terms.quantity is None or taken <= terms.quantity
        last = next((event for event in reversed(events) if isinstance(event, OfferPromised)), None)
        assert last is None or (last.partners_taken, last.quantity_taken) == (len(state.promises), taken)
