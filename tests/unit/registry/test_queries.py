from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.registry.events import Phone
from services.registry.projections import Offer
from services.registry.queries.audience import own_wishes, phones_for, sees, visible
from services.registry.queries.freshness import Freshness, is_stale, stale_query
from shared.directory.limits import Limits, due_at, first_fresh_day
from shared.http.policy import Caller
from tests.unit.registry.examples import COMMUNITY, ORG, PERSON

ZONE = "Asia/Shanghai"
STAFF = Caller("staff", "u_staff", node=COMMUNITY)
CONTACT = Caller("contact", "u_contact", node=COMMUNITY, organization=ORG)
RESIDENT = Caller("resident", PERSON, node=COMMUNITY, person=PERSON)


def test_whole_days_end_at_midnight_in_the_community() -> None:
    late = datetime(2025, 3, 1, 15, 59, tzinfo=UTC)
    assert first_fresh_day(late, "P3D", ZONE) == date(2025, 2, 26)
    assert first_fresh_day(late + timedelta(minutes=1), "P3D", ZONE) == date(2025, 2, 27)


@given(
    some.integers(1_577_836_800, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    some.sampled_from(["P1D", "P3D", "P2W", "P180D", "PT2S", "PT36H", "PT90M"]),
)
def test_a_day_is_fresh_until_its_duration_is_due(now: datetime, duration: str) -> None:
    first = first_fresh_day(now, duration, ZONE)

    def over(day: date) -> bool:
        return due_at(datetime.combine(day, time(), ZoneInfo(ZONE)), duration, ZONE) <= now

    assert not over(first)
    assert over(first - timedelta(days=1))


def test_what_nobody_confirmed_in_time_is_stale() -> None:
    freshness = Freshness.at(datetime(2025, 3, 1, tzinfo=UTC), Limits())
    assert is_stale(date(2024, 9, 1), freshness.offers_from)
    assert not is_stale(date(2024, 9, 2), freshness.offers_from)
    assert not is_stale(None, freshness.offers_from)
    assert stale_query(True, freshness.offers_from) == {"confirmed_on": {"$lt": "2024-09-02"}}
    assert freshness.needs_from == date(2024, 12, 1)


def offer(**fields: Any) -> Offer:
    return Offer(id="offer_x", community=COMMUNITY, organization=ORG, **fields)


@pytest.mark.parametrize(
    ("caller", "document", "seen"),
    [
        (STAFF, offer(state="submitted"), True),
        (CONTACT, offer(state="ended", audience="members"), True),
        (RESIDENT, offer(state="listed", audience="community"), True),
        (RESIDENT, offer(state="listed", audience="members"), False),
        (RESIDENT, offer(state="submitted"), False),
    ],
)
def test_who_sees_an_offer(caller: Caller, document: Offer, seen: bool) -> None:
    assert sees(caller, {"public", "community"}, document, "listed") is seen


def test_lists_hold_what_the_caller_may_see() -> None:
    assert visible(STAFF, {"public"}, "listed") == {}
    assert visible(CONTACT, {"public"}, "listed") == {
        "$or": [
            {"state": "listed", "audience": {"$in": ["public"]}},
            {"organization": {"$in": [ORG]}},
        ]
    }
    assert own_wishes(Caller("service", "u_city", node=COMMUNITY)) == {}
    mine = {"person": {"$in": [PERSON]}, "guardian": None, "guardian_wanted": False}
    assert mine in own_wishes(RESIDENT)["$or"]
    assert {"guardian": {"$in": [PERSON]}} in own_wishes(RESIDENT)["$or"]


@pytest.mark.parametrize(
    ("audience", "shown"),
    [
        ([], ["wall"]),
        (["public", "community"], ["wall", "community"]),
        (["public", "community", "members"], ["wall", "members", "community"]),
    ],
)
def test_phones_are_shown_as_the_organization_chose(audience: Any, shown: list[str]) -> None:
    phones = [Phone(number="1", shown_to=cast("Any", to)) for to in ("wall", "members", "community")]
    assert [phone.shown_to for phone in phones_for(phones, frozenset(audience))] == shown
