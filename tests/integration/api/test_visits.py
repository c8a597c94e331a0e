"""Visits arranged, return visits building by building, and wishes that nobody takes on: over the real services."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.integration.api.test_oversight import FIRST, Place, place
from tests.support.eventually import eventually
from tests.support.system import System

__all__ = ["place"]


async def _registered(place: Place, name: str, home: str | None = None) -> str:
    body: dict[str, Any] = {"community": place.id, "name": name, "consent": "by_phone", "place": home}
    made = await place.system.post("street", "/registry/v1/persons", **body)
    return str(made["id"])


async def _building(place: Place, name: str) -> str:
    body = {"community": place.id, "kind": "courtyard", "name": name}
    return str((await place.system.post("street", "/registry/v1/places", **body))["id"])


async def _delivered(place: Place, person: str) -> str:
    request = await place.request(person)
    claim = await place.claim(request)
    await place.system.post("street", f"{claim}/acceptance")
    await place.system.post("street", f"{claim}/deliveries", evidence_code="handover")
    return request


async def _visits(place: Place) -> Any:
    return await place.system.read("street", f"/matching/v1/communities/{place.id}/return-visits")


async def test_return_visits_stand_by_building_until_somebody_was_asked(place: Place) -> None:
    near, far = await _building(place, "甲楼"), await _building(place, "乙楼")
    persons = [await _registered(place, name, home) for name, home in (("李某", far), ("王某", near), ("赵某", None))]
    requests = [await _delivered(place, person) for person in persons]

    async def named() -> Any:
        shown = await _visits(place)
        names = [each["place"] and each["place"]["name"] for each in shown["places"]]
        return shown if names == ["甲楼", "乙楼", None] else None

    shown = await eventually(named, "the buildings have their names")
    assert shown["total"] == 3
    listed = [visit["request"]["id"] for each in shown["places"] for visit in each["visits"]]
    assert listed == [requests[n].rpartition("/")[2] for n in (1, 0, 2)]
    assert shown["places"][1]["visits"][0]["person"] == persons[0]
    assert "place" not in str((await place.system.read("street", requests[0])).keys())
    await place.system.post("street", f"{requests[0]}/confirmation", mark=4, how="call")
    await place.system.post("street", f"{requests[1]}/reopening", reason="not_done")
    left = await _visits(place)
    assert [each["place"] for each in left["places"]] == [None]


async def test_the_third_attempt_lets_it_count_without_a_mark(place: Place) -> None:
    request = await _delivered(place, await _registered(place, "孙某"))
    tried = f"{request}/return-visits"
    await place.system.post("street", tried, how="call", occurred_on="2025-03-01")
    again = await place.system.send("street", "POST", tried, {"how": "call", "occurred_on": "2025-03-01"})
    assert (again.status_code, again.json()["code"]) == (409, "tried_already")
    await place.system.post("street", tried, how="visit", occurred_on="2025-03-01")
    [visit] = (await _visits(place))["places"][0]["visits"]
    assert (visit["left"], len(visit["kept"][0]["claim"]["attempts"])) == (1, 2)
    await place.system.post("street", tried, how="call", occurred_on="2025-03-02")
    whole = await place.system.read("street", request)
    assert (whole["state"], whole["claims"][0]["status"], whole["claims"][0]["mark"]) == (
        "fulfilled",
        "confirmed",
        None,
    )
    assert (await _visits(place))["total"] == 0
    facts = f"/evaluation/v1/organizations/{place.town.school}/facts"

    async def unmarked() -> Any:
        found = await place.system.items("street", facts)
        return [fact for fact in found if fact["request"] == whole["id"]] or None

    [fact] = await eventually(unmarked, "the fact has come to evaluation")
    assert fact["mark"] is None
    refused = await place.system.send("street", "POST", tried, {"how": "call"})
    assert refused.status_code == 409


async def _satisfaction(place: Place, period: str = "") -> Any:
    return await place.system.read("street", f"/matching/v1/communities/{place.id}/satisfaction{period}")


async def test_who_could_not_be_reached_is_left_out_of_satisfaction_and_shown_beside_it(place: Place) -> None:
    requests = [await _delivered(place, await _registered(place, f"{name}某")) for name in "冯陈褚卫"]
    pleased, cross, missed, said_so = requests
    await place.system.post("street", f"{pleased}/confirmation", mark=4, how="visit")
    await place.system.post("street", f"{cross}/confirmation", mark=3, how="call")
    await place.system.post("street", f"{said_so}/confirmation", mark=1, how="on_site")
    for day in (1, 2):
        await place.system.post("street", f"{missed}/return-visits", how="call", occurred_on=f"2025-03-0{day}")
    two = {"satisfied": 1, "not_satisfied": 1, "not_reachable": 0, "rate": 0.5}
    assert (await _satisfaction(place))["total"] == two, "two attempts are none too many, and on site is no visit"
    await place.system.post("street", f"{missed}/return-visits", how="visit", occurred_on="2025-03-03")
    figures = await _satisfaction(place)
    assert figures["total"] == two | {"not_reachable": 1}
    assert [row["id"] for row in figures["rows"]] == [place.id]
    nobody = {"satisfied": 0, "not_satisfied": 0, "not_reachable": 0, "rate": None}
    assert (await _satisfaction(place, "?until=2001-01-01"))["total"] == nobody
    assert (await _satisfaction(place, "?first=2001-01-01"))["total"] == figures["total"]
    await place.system.post("street", f"{pleased}/reopening", claims=[1], reason="not_done")
    assert (await _satisfaction(place))["total"]["satisfied"] == 0, "what was not really done is asked after anew"


async def test_an_arranged_visit_is_shown_and_reminded_of(place: Place) -> None:
    request = await place.request(await _registered(place, "周某"))
    claim = await place.claim(request)
    early = await place.system.send("street", "POST", f"{claim}/arrangement", {"on": "2026-03-04"})
    assert early.json()["code"] in {"not_accepted", "yesterday"}
    await place.system.post("street", f"{claim}/acceptance")
    now = place.system.clock()
    on = (now + timedelta(days=5)).date().isoformat()
    await place.system.post("street", f"{claim}/arrangement", on=on, time="14:30", people=3, escort=True)
    [visit] = (await place.desk())["arranged_visits"]["items"]
    arranged = visit["claim"]["arranged"]
    assert (arranged["on"], arranged["time"], arranged["people"], arranged["escort"]) == (on, "14:30", 3, True)
    assert arranged["escorted_by"]
    try:
        place.system.clock.ahead = timedelta(days=5)

        async def reminded() -> Any:
            shown = await place.system.read("street", request)
            return next((entry for entry in shown["history"] if entry["type"] == "arrangement_reminded"), None)

        entry = await eventually(reminded, "the reminder has been sent")
    finally:
        place.system.clock.ahead = timedelta()
    assert entry["data"]["on"] == on
    await place.system.post("street", f"{claim}/deliveries", evidence_code="visit")
    assert not (await place.desk())["arranged_visits"]["items"]


async def test_a_wish_that_nobody_takes_on_becomes_a_task_and_ends_after_the_grace(place: Place) -> None:
    settings = {"settings": {"unclaimed_after": "P2D", "unclaimed_grace": "P3D"}}
    node = f"/registry/v1/communities/{place.id}"
    await place.system.write("district", "PUT", f"{node}/settings", settings, FIRST)
    await place.system.read("district", node)
    ending, kept = await place.request(), await place.request()
    assert (await place.system.read("street", ending))["waits_until"]

    async def unclaimed(count: int) -> Any:
        piles = (await place.desk())["unclaimed_requests"]
        return piles if piles["total"] == count else None

    try:
        place.system.clock.ahead = timedelta(days=3)
        await eventually(lambda: unclaimed(2), "both are at the desk")
        until = (place.system.clock() + timedelta(days=20)).date().isoformat()
        await place.system.post("street", f"{kept}/waiting", until=until, reason="other")
        await eventually(lambda: unclaimed(1), "one was given more time")
        place.system.clock.ahead = timedelta(days=7)

        async def ended() -> Any:
            return (await place.system.read("street", ending))["state"] == "closed"

        await eventually(ended, "the other has ended")
        assert (await place.system.read("street", kept))["state"] == "open"
    finally:
        place.system.clock.ahead = timedelta()
    history = (await place.system.read("street", ending))["history"]
    assert history[-1]["data"]["reason"] == "expired_unclaimed"


@pytest.mark.parametrize("limit", ["P5WD", "P1D"])
async def test_limits_in_working_days_follow_the_calendar(system: System, place: Place, limit: str) -> None:
    node = f"/registry/v1/communities/{place.id}"
    today = datetime.now(UTC).date() + timedelta(days=1)
    week = [today + timedelta(days=shift) for shift in range(6)]
    for year in {day.year for day in week}:
        off = [day.isoformat() for day in week if day.year == year]
        body = {"off": off, "source": "国务院办公厅关于部分节假日安排的通知"}
        await system.write("district", "PUT", f"{node}/calendars/{year}", body)
    shown = await system.read("district", node)
    assert shown["limits"]["calendar"]["off"] == [day.isoformat() for day in week]
    assert today.year not in shown["calendar_missing"]
    settings = {"settings": {"claim_due": limit, "accept_public_claims": False}}
    await system.write("district", "PUT", f"{node}/settings", settings, {"If-Match": f'"{shown["version"]}"'})
    request = await place.request()
    await place.claim(request)
    claim = (await place.system.read("street", request))["claims"][0]
    days = (date.fromisoformat(claim["due_at"][:10]) - datetime.now(UTC).date()).days
    assert days >= 11 if limit == "P5WD" else days <= 2
