"""The demonstration's data: the report's facts are there, and whatever is invented says so."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from demo.facts import facts, wish_with_reported, with_reported
from demo.story.calendar import days

INVENTED = ("story", "wishes", "scheme")
WORDS = Path(__file__).parents[3] / "services" / "portal" / "web" / "src" / "desk" / "words"


@pytest.mark.parametrize("name", INVENTED)
def test_what_is_invented_is_marked(name: str) -> None:
    assert facts(name)["synthetic"] is True


def test_the_report_is_not_marked() -> None:
    assert "synthetic" not in facts("hetaoyuan")


def test_thirty_wishes_of_all_kinds_with_the_quoted_ones_among_them() -> None:
    wishes = [wish_with_reported(wish) for wish in facts("wishes")["published"]]
    reported = facts("hetaoyuan")["wishes"]
    assert len(wishes) == reported["total"] == 30
    assert set(reported["quoted"]) <= {wish["text"] for wish in wishes}
    assert set(Counter(wish["kind"] for wish in wishes)) == {"person", "household", "public"}
    lights = next(wish for wish in wishes if wish["key"] == "night_lights")
    assert lights["quantity"] == 50 == sum(claim["quantity"] for claim in lights["claims"])


@pytest.mark.parametrize("kind", ["offers", "needs"])
def test_the_lists_are_the_reports(kind: str) -> None:
    titles = [with_reported(kind, entry)["title"] for entry in facts("story")[kind]]
    assert sorted(titles) == sorted(entry["title"] for entry in facts("hetaoyuan")[kind])


def test_the_pages_have_a_word_for_every_class_that_organizations_are_compared_in() -> None:
    used = {entry["peer_class"] for entry in facts("story")["organizations"]}
    written = [(WORDS / name).read_text(encoding="utf-8") for name in ("peerClasses.ts", "registry.ts")]
    assert "company_large" in used
    assert used <= set(re.findall(r"^ +(\w+): ['\"]", "\n".join(written), re.MULTILINE))


def test_whoever_enters_a_wish_for_somebody_says_how_that_one_agreed() -> None:
    for wish in facts("wishes")["published"]:
        if "wisher" in wish and wish["wisher"] != wish["by"]:
            assert "consent" in wish, wish["key"]


def test_everything_was_delivered_in_2024() -> None:
    claims = [claim for wish in facts("wishes")["published"] for claim in wish["claims"]]
    days = [part["day"] for claim in claims for part in claim.get("parts", [claim]) if "day" in part]
    assert {date.fromisoformat(day).year for day in days} == {2024}


def test_the_meeting_was_held_before_anything_was_delivered_and_its_intentions_were_kept() -> None:
    wishes = {wish["key"]: wish["claims"] for wish in facts("wishes")["published"]}
    days = [
        part["day"]
        for claims in wishes.values()
        for claim in claims
        for part in claim.get("parts", [claim])
        if "day" in part
    ]
    meeting = facts("story")["meeting"]
    assert meeting["held_on"] < min(days)
    for intention in meeting["intentions"]:
        assert intention["by"] in {claim["by"] for claim in wishes[intention["wish"]]}


@pytest.mark.parametrize("year", facts("calendar")["years"])
def test_the_calendar_is_the_announced_one(year: int) -> None:
    """Whoever is off on so many weekdays works some weekends instead: the law's holidays are what is left."""
    announced = facts("calendar")["years"][year]
    off = [day for span in announced["holidays"] for day in days(span)]
    assert {day.year for day in (*off, *announced["worked"])} == {year}
    assert all(day.weekday() >= 5 and day not in off for day in announced["worked"])
    holidays = sum(day.weekday() < 5 for day in off) - len(announced["worked"])
    assert holidays <= (13 if year >= 2025 else 11)
    assert str(year) in announced["source"]
