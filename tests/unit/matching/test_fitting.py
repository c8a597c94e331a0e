"""Which offers fit, in which order, and that the order is what the reasons say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.engine.fitting import Candidate, Wanted, fitting, in_season
from services.matching.engine.parts import fitting_parts

from .examples import CLINIC, COMMUNITY, SCHOOL, SHOP, TODAY

DISTRICT, SUBDISTRICT, NEXT = ("community_" + letter * 26 for letter in "dsn")
HERE, BESIDE, FAR = (DISTRICT, SUBDISTRICT, COMMUNITY), (DISTRICT, SUBDISTRICT, NEXT), (DISTRICT, "other", "far")
WANTED = Wanted(
    words=frozenset({"会议", "会议室", "投影"}), category="space", quantity=40, unit="人", path=HERE, on=TODAY
)
HALL = Candidate(
    offer="offer_hall",
    provider=SCHOOL.id,
    path=HERE,
    words=frozenset({"会议", "会议室", "显示屏"}),
    category="space",
    mode="bookable",
    confirmed_on=date(2026, 2, 1),
    fresh_from=date(2025, 9, 3),
    seats=100,
)


def first(candidate: Candidate, wanted: Wanted = WANTED):
    return fitting(wanted, [candidate])[0][0]


def codes(candidate: Candidate, wanted: Wanted = WANTED) -> dict[str, int]:
    return {reason.code: reason.weight for reason in first(candidate, wanted).reasons}


def test_every_reason_is_named_with_what_it_rests_on():
    reasons = {reason.code: reason for reason in first(HALL._replace(kept=2)).reasons}
    assert list(reasons) == ["words", "category", "same_community", "enough", "fresh", "kept_before"]
    assert reasons["words"].words == ("会议室",), "a part of another word says nothing more"
    assert (reasons["enough"].number, reasons["enough"].of) == (100, 40)
    assert reasons["fresh"].day == date(2026, 2, 1)
    assert reasons["kept_before"].number == 2


def test_of_parts_each_offer_stands_there_once_with_the_one_it_fits_best():
    speakers = WANTED._replace(words=frozenset({"音响"}), category="supplies", quantity=2, unit="套")
    lamp = HALL._replace(offer="offer_lamp", words=frozenset({"音响"}), category="supplies", seats=None)
    refuses = lamp._replace(offer="offer_no", refused_until=date(2099, 1, 1))
    parts = {1: speakers, 2: WANTED}
    now, aside = fitting_parts({n: fitting(wanted, [HALL, lamp, refuses]) for n, wanted in parts.items()})
    assert [(fit.candidate.offer, fit.part) for fit in now] == [("offer_hall", 2), ("offer_lamp", 1)]
    assert [(fit.candidate.offer, fit.part) for fit in aside] == [("offer_no", 1)]
    asked_for_one = {1: fitting(speakers, [lamp._replace(asked=True)]), 2: fitting(speakers, [lamp])}
    assert [[fit.part for fit in fits] for fits in fitting_parts(asked_for_one)] == [[2], []]


def test_what_has_nothing_in_common_is_no_suggestion():
    other = HALL._replace(category="parking", words=frozenset({"停车位"}))
    assert fitting(WANTED, [other]) == ([], [])
    assert codes(other._replace(category="space")).keys() >= {"category"}
    assert codes(HALL._replace(category="learning")).keys() >= {"words"}


@pytest.mark.parametrize(
    ("worse", "why"),
    [
        (HALL._replace(words=frozenset()), "words"),
        (HALL._replace(category="learning"), "category"),
        (HALL._replace(path=BESIDE), "same_community"),
        (HALL._replace(path=FAR), "same_community"),
        (HALL._replace(seats=20), "enough"),
        (HALL._replace(confirmed_on=date(2025, 9, 2)), "fresh"),
        (HALL._replace(pause=(TODAY, date(2026, 4, 1))), None),
        (HALL._replace(season=("11-01", "02-28")), None),
        (HALL._replace(given_back=1), None),
    ],
)
def test_each_of_them_counts(worse: Candidate, why: str | None):
    worse = worse._replace(offer="offer_a", provider=SHOP.id)
    fits, _ = fitting(WANTED, [worse, HALL])
    assert [fit.candidate for fit in fits] == [HALL, worse]
    assert why is None or (why in codes(HALL) and why not in codes(worse))


def test_a_stale_offer_stands_below_a_fresh_one_that_fits_less():
    stale = HALL._replace(confirmed_on=date(2024, 1, 1))
    less = HALL._replace(offer="offer_less", provider=SHOP.id, path=BESIDE)
    assert [fit.candidate for fit in fitting(WANTED, [stale, less])[0]] == [less, stale]
    assert codes(stale)["stale"] < 0


def test_what_is_over_is_no_suggestion_and_what_is_paused_is_said_to_be():
    assert fitting(WANTED, [HALL._replace(available=(date(2026, 1, 1), date(2026, 3, 1)))]) == ([], [])
    paused = first(HALL._replace(pause=(TODAY, date(2026, 4, 1))))
    assert next(r.day for r in paused.reasons if r.code == "paused") == date(2026, 4, 1)
    assert "paused" not in codes(HALL._replace(pause=(date(2026, 4, 1), None)))


def test_a_day_that_was_named_is_judged_by():
    named = WANTED._replace(on=date(2026, 7, 1), named=True)
    assert "open_on" in codes(HALL._replace(open_on=True), named)
    assert codes(HALL._replace(open_on=False), named)["closed_on"] < 0
    assert "open_on" in codes(HALL._replace(available=(date(2026, 6, 1), None)), named)
    assert "open_on" not in codes(HALL._replace(available=(date(2026, 6, 1), None)))
    assert "in_season" in codes(HALL._replace(season=("06-01", "08-31")), named)


def test_who_refused_or_was_asked_is_set_aside_and_why():
    refused = HALL._replace(refused_until=date(2026, 9, 1))
    asked = HALL._replace(offer="offer_b", provider=SHOP.id, asked=True)
    again = HALL._replace(offer="offer_c", provider=CLINIC.id, refused_until=TODAY)
    fits, aside = fitting(WANTED, [refused, asked, again])
    assert [fit.candidate for fit in fits] == [again]
    assert [fit.reasons[0].code for fit in aside] == ["asked", "refused_until"]
    assert aside[1].reasons[0].day == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("season", "day", "inside"),
    [
        (("06-01", "08-31"), date(2026, 6, 1), True),
        (("06-01", "08-31"), date(2026, 8, 31), True),
        (("06-01", "08-31"), date(2026, 9, 1), False),
        (("11-01", "03-31"), date(2026, 1, 1), True),
        (("11-01", "03-31"), date(2026, 11, 1), True),
        (("11-01", "03-31"), date(2026, 4, 1), False),
    ],
)
def test_a_season_may_go_over_new_year(season: tuple[str, str], day: date, inside: bool):
    assert in_season(season, day) is inside


CANDIDATES = st.builds(
    lambda n, path, seats, kept, stale: HALL._replace(
        offer=f"offer_{n:04}",
        path=path,
        seats=seats,
        kept=kept,
        confirmed_on=date(2024, 1, 1) if stale else date(2026, 1, 1),
    ),
    st.integers(0, 9999),
    st.sampled_from([HERE, BESIDE, FAR]),
    st.none() | st.integers(0, 200),
    st.integers(0, 9),
    st.booleans(),
)


@given(st.lists(CANDIDATES, unique_by=lambda candidate: candidate.offer))
def test_the_order_is_what_the_reasons_add_up_to_and_does_not_depend_on_who_came_first(candidates: list[Candidate]):
    fits, _ = fitting(WANTED, candidates)
    assert [fit.weight for fit in fits] == sorted((sum(r.weight for r in fit.reasons) for fit in fits), reverse=True)
    assert fitting(WANTED, candidates[::-1])[0] == fits
    assert len(fits) == len(candidates)
