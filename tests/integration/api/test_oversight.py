"""What waits for staff in matching, and what became of the wishes of a node."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.support.eventually import eventually
from tests.support.system import SOMEBODY, System, Town

FIRST = {"If-Match": '"1"'}
NAMES = (
    "claims_to_accept",
    "overdue_claims",
    "arranged_visits",
    "deliveries_to_confirm",
    "confirmations_overdue",
    "reopened_requests",
    "unclaimed_requests",
    "replies_overdue",
    "referrals_to_ask",
)


@dataclass
class Place:
    """A community of its own, whose desk nobody else has filled."""

    system: System
    town: Town
    id: str

    async def request(self, person: str | None = None) -> str:
        """A published wish, of a person or a public one, as a request in matching."""
        said = {"person": person, "words": "灯坏了", "consent": "by_phone"} if person else {"text": "缺一盏灯"}
        wish = (await self.system.post("street", "/registry/v1/wishes", community=self.id, **said))["id"]
        review = {"text": "想要一盏灯", "kind": "person" if person else "public", "category": "repair"}
        await self.system.post(
            "street", f"/registry/v1/wishes/{wish}/review", headers=FIRST, decision="publish", **review
        )
        path = f"/matching/v1/requests/{wish.replace('wish_', 'req_')}"
        await self.system.read("street", path, after="registry")
        return path

    async def claim(self, request: str) -> str:
        """The school claims it."""
        claimant = {"kind": "organization", "id": self.town.school}
        await self.system.post("street", f"{request}/claims", claimant=claimant)
        return f"{request}/claims/1"

    async def waiting(self) -> dict[str, int]:
        """How much waits at the desk, where there is any."""
        desk = await self.desk()
        assert list(desk) == list(NAMES)
        assert all(len(pile["items"]) == pile["total"] for pile in desk.values())
        return {name: pile["total"] for name, pile in desk.items() if pile["total"]}

    async def desk(self) -> Any:
        return await self.system.read("street", f"/matching/v1/communities/{self.id}/desk")


@pytest.fixture
async def place(system: System, town: Town) -> AsyncIterator[Place]:
    body = {"parent": town.street, "name": "新桃园社区", "level": "community"}
    made = (await system.post("district", "/registry/v1/communities", **body))["id"]
    await system.read("district", f"/registry/v1/communities/{made}")
    for service in ("matching", "notify", "evaluation"):
        shown = {"matching": f"communities/{made}/desk", "notify": "notices", "evaluation": "schemes"}[service]
        await system.read("district", f"/{service}/v1/{shown}", after="registry")
    yield Place(system, town, made)
    system.clock.ahead = timedelta()


async def test_a_claim_waits_where_it_has_to_until_all_is_done(place: Place) -> None:
    system = place.system
    person = (await system.post("street", "/registry/v1/persons", community=place.id, **SOMEBODY))["id"]
    request = await place.request(person)
    assert await place.waiting() == {}
    claim = await place.claim(request)
    assert await place.waiting() == {"claims_to_accept": 1}
    (item,) = (await place.desk())["claims_to_accept"]["items"]
    assert (item["claimant"]["name"], item["person"]) == ("单位school", person)
    assert (item["request"]["text"], item["claim"]["status"]) == ("想要一盏灯", "claimed")
    await system.post("street", f"{claim}/acceptance")
    assert await place.waiting() == {}
    system.clock.ahead = timedelta(days=15)

    async def overdue() -> bool:
        return await place.waiting() == {"overdue_claims": 1}

    await eventually(overdue, "the claim is overdue")
    await system.post("street", f"{claim}/deliveries", evidence_code="visit")
    assert await place.waiting() == {"deliveries_to_confirm": 1}
    await system.post("street", f"{request}/confirmation", mark=5, how="visit")
    assert await place.waiting() == {}
    await system.post("street", f"{request}/reopening", reason="not_done")
    assert await place.waiting() == {"reopened_requests": 1}
    await system.post("street", f"{request}/closing", reason="no_longer_wanted")
    assert await place.waiting() == {}


async def test_the_longest_overdue_stands_first_and_a_node_sees_all_below(place: Place) -> None:
    first, second = await place.request(), await place.request()
    for request in (second, first):
        await place.claim(request)
        await place.system.post("street", f"{request}/claims/1/deliveries", occurred_on="2024-08-01")
    late = await place.request()
    await place.claim(late)
    await place.system.post("street", f"{late}/claims/1/deliveries", occurred_on="2024-07-01")
    items = (await place.desk())["deliveries_to_confirm"]["items"]
    expected = [late, *sorted((first, second))]
    assert [item["request"]["id"] for item in items] == [path.rpartition("/")[2] for path in expected]
    above = await place.system.read("district", f"/matching/v1/communities/{place.town.district}/desk")
    assert above["deliveries_to_confirm"]["total"] >= 3


async def _overview(place: Place, who: str, node: str) -> Any:
    return await place.system.read(who, f"/matching/v1/communities/{node}/overview")


async def test_an_overview_says_how_many_of_how_many_and_how_long_it_took(place: Place) -> None:
    done, earlier, claimed, _ = [await place.request() for _ in range(4)]
    place.system.clock.ahead = timedelta(days=3)
    for request in (done, earlier, claimed):
        await place.claim(request)
    place.system.clock.ahead = timedelta(days=5)
    await place.system.post("street", f"{done}/claims/1/deliveries")
    await place.system.post("street", f"{earlier}/claims/1/deliveries", occurred_on="2024-08-01")
    for request in (done, earlier):
        await place.system.post("street", f"{request}/confirmation", mark=5, how="visit")
    seen = await _overview(place, "street", place.id)
    wishes = {
        "opened": 4,
        "claimed": 3,
        "fulfilled": 2,
        "closed": 0,
        "until_claimed": {"days": 3, "of": 3},
        "until_fulfilled": {"days": 5, "of": 1},
        "answered": 3,
        "owed": 1,
        "overdue": 0,
        "until_answered": {"days": 3, "of": 3},
    }
    assert seen["rows"][0]["wishes"] == seen["total"]["wishes"] == wishes
    assert seen["total"]["needs"]["until_claimed"] == {"days": None, "of": 0}
    above = await _overview(place, "district", place.town.district)
    assert [row["wishes"] for row in above["rows"] if row["id"] == place.id] == [wishes]
    assert [row["level"] for row in above["rows"]][:2] == ["district", "subdistrict"]
    assert above["total"]["wishes"]["opened"] == sum(row["wishes"]["opened"] for row in above["rows"])


async def test_a_claim_that_was_void_was_none(place: Place) -> None:
    request = await place.request()
    claim = await place.claim(request)
    await place.system.post("street", f"{claim}/void", reason="wrong_party")
    assert (await _overview(place, "street", place.id))["total"]["wishes"]["claimed"] == 0
