"""A number plate is kept as long as its owner parks: it goes with the last booking, whichever way that ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.api.examples import Scene
from tests.support.bookable import AFTERNOON, MORNING, in_days, list_room
from tests.support.eventually import eventually
from tests.support.system import System, Town

PLATE = "京QW84K5"


@pytest.fixture
async def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def parker(scene: Scene) -> str:
    """Somebody who parks with the plate."""
    phone = f"139{uuid4().int % 10**8:08}"
    known = {"community": scene.town.home, "name": "司徒泊", "phone": phone, "consent": "in_person"}
    person = str((await scene.system.post("staff", "/registry/v1/persons", **known))["id"])
    await give(scene, person)
    return person


async def give(scene: Scene, person: str) -> None:
    body = {"plate": PLATE, "consent": "in_person"}
    await scene.system.write("staff", "PUT", f"/registry/v1/persons/{person}/plate", body)


async def lot(scene: Scene, **changes: Any) -> str:
    return await list_room(scene.system, scene.town.school, title="车位", category="parking", seats=None, **changes)


async def book(scene: Scene, offer: str, person: str, start: str = MORNING, **more: Any) -> str:
    body = {
        "booker": {"kind": "person", "id": person},
        "day": in_days(2),
        "start": start,
        "consent": "in_person",
    } | more
    made = await scene.system.post("staff", f"/matching/v1/offers/{offer}/bookings", **body | more)
    return str(made["id"])


async def cancel(scene: Scene, booking: str) -> None:
    path = f"/matching/v1/bookings/{booking}/cancellation"
    await scene.system.post("staff", path, reason="no_longer_needed")


async def sealed(scene: Scene, person: str) -> list[dict[str, Any]]:
    """What the vault holds of plates of the person's."""
    vault = scene.system.services["registry"].database["vault"]
    return await vault.find({"person": person, "_id": {"$regex": "plate_"}}).to_list()


async def gone(scene: Scene, person: str) -> bool:
    return not await sealed(scene, person)


async def parks(scene: Scene, person: str, times: int) -> None:
    """Registry has heard of so many things about where the person parks."""

    async def heard() -> bool:
        history = (await scene.system.read("staff", f"/registry/v1/persons/{person}"))["history"]
        return sum(entry["type"] in ("parking_known", "parking_over") for entry in history) == times

    await eventually(heard, f"registry heard {times} things")


@asynccontextmanager
async def later(scene: Scene, **passed: float) -> AsyncIterator[None]:
    before = scene.system.clock.ahead
    scene.system.clock.ahead = before + timedelta(**passed)
    try:
        yield
    finally:
        scene.system.clock.ahead = before


async def test_it_goes_when_the_last_booking_is_cancelled(scene: Scene) -> None:
    person, offer = await parker(scene), await lot(scene)
    first, second = await book(scene, offer, person), await book(scene, offer, person, AFTERNOON)
    await cancel(scene, first)
    await parks(scene, person, 3)
    assert len(await sealed(scene, person)) == 1, "it is needed for the other one"
    shown = await scene.system.post("staff", f"/registry/v1/persons/{person}/plate/reveals", purpose="parking")
    assert shown["plate"] == PLATE
    await cancel(scene, second)
    await eventually(lambda: gone(scene, person), "the plate is out of the vault")
    refused = await scene.system.send(
        "staff", "POST", f"/registry/v1/persons/{person}/plate/reveals", {"purpose": "parking"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "no_plate")
    assert (await scene.system.read("staff", f"/registry/v1/persons/{person}"))["plate"] is False
    await give(scene, person)
    assert len(await sealed(scene, person)) == 1, "who parks again says it again"


async def test_it_goes_when_the_booking_ends_and_stays_for_who_waits(scene: Scene) -> None:
    other, person = await parker(scene), await parker(scene)
    offer, full = await lot(scene), await lot(scene)
    await book(scene, full, other)
    await book(scene, offer, person)
    waiting = await book(scene, full, person, wait=True)
    await parks(scene, person, 2)
    await cancel(scene, waiting)
    await parks(scene, person, 3)
    async with later(scene, days=1):
        assert len(await sealed(scene, person)) == 1, "the day has not come"
    async with later(scene, days=3):
        for each in (person, other):
            await eventually(lambda each=each: gone(scene, each), "it is over")  # type: ignore[misc]


async def test_a_plate_for_which_nothing_is_booked_goes_after_a_day(scene: Scene) -> None:
    person = await parker(scene)
    hall = await list_room(scene.system, scene.town.school)
    await book(scene, hall, person)  # for which nobody parks
    assert len(await sealed(scene, person)) == 1
    async with later(scene, hours=25):
        await eventually(lambda: gone(scene, person), "it was entered for nothing")


async def test_a_month_that_began_before_the_days_shown_takes_the_place_still(scene: Scene) -> None:
    system, person = scene.system, await parker(scene)
    first = date.fromisoformat(in_days(40)).replace(day=1)
    rule = {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1,15", "first": first.isoformat(), "start": "00:00", "minutes": 1440}
    place = await lot(scene, availability={"rules": [rule]}, unit="month")
    middle = first.replace(day=15).isoformat()

    async def free() -> list[int]:
        path = f"/matching/v1/offers/{place}/slots?from={middle}&until={middle}"
        shown = await system.read("staff", path, "matching")
        assert shown["others"] == [], "what began before is not listed here"
        return [slot["free"] for slot in shown["slots"]]

    assert await free() == [1]
    await book(scene, place, person, start="00:00", day=first.isoformat())
    assert await free() == [0]


async def monthly(scene: Scene) -> tuple[str, str]:
    """A place to be had by the month, and the first day of the month that runs."""
    first = in_days(-10)
    rule = {"rrule": "FREQ=MONTHLY", "first": first, "start": "00:00", "minutes": 1440}
    return await lot(scene, availability={"rules": [rule]}, unit="month"), first


async def test_a_month_is_given_back_from_a_day_on_and_the_rest_is_booked(scene: Scene) -> None:
    system, person, other = scene.system, await parker(scene), await parker(scene)
    place, first = await monthly(scene)
    booking = await book(scene, place, person, "00:00", day=first, afterwards=True)
    path = f"/matching/v1/bookings/{booking}/cancellation"
    refused = await system.send("staff", "POST", path, {"reason": "no_longer_needed"})
    assert (refused.status_code, refused.json()["code"]) == (409, "month_begun")
    outside = await system.send("staff", "POST", path, {"reason": "other", "free_from": first})
    assert (outside.status_code, outside.json()["code"]) == (422, "not_of_the_month")
    await system.post("staff", path, reason="no_longer_needed", free_from=in_days(3))
    shown = await system.read("staff", f"/matching/v1/bookings/{booking}")
    assert (shown["state"], shown["free_from"]) == ("booked", in_days(3))
    slots = f"/matching/v1/offers/{place}/slots?from={in_days(0)}&until={in_days(399)}"
    (rest, *months) = (await system.read("staff", slots, "matching"))["slots"]
    assert (rest["day"], rest["free"], rest["over"]) == (in_days(3), 1, False)
    assert len(months) >= 7, "a year can be looked at"
    await book(scene, place, other, "00:00", day=in_days(3))
    assert (await system.read("staff", slots, "matching"))["slots"][0]["day"] == months[0]["day"]
    async with later(scene, days=4):
        await eventually(lambda: gone(scene, person), "who has left parks no longer")
    assert len(await sealed(scene, other)) == 1


async def test_the_rest_of_an_erased_persons_month_is_free_from_tomorrow_on(scene: Scene) -> None:
    system, person, other = scene.system, await parker(scene), await parker(scene)
    place, first = await monthly(scene)
    booking = await book(scene, place, person, "00:00", day=first, afterwards=True)
    await system.write("staff", "DELETE", f"/registry/v1/persons/{person}?reason=moved_away")

    async def given_back() -> bool:
        shown = await system.read("staff", f"/matching/v1/bookings/{booking}")
        return (shown["state"], shown["free_from"]) == ("booked", in_days(1))

    await eventually(given_back, "what is still to come of it is given back")
    slots = f"/matching/v1/offers/{place}/slots?from={in_days(0)}&until={in_days(5)}"
    (rest,) = (await system.read("staff", slots, "matching"))["slots"]
    assert (rest["day"], rest["free"]) == (in_days(1), 1)
    await book(scene, place, other, "00:00", day=in_days(1))
    await eventually(lambda: gone(scene, person), "nothing of the plate is left")


async def test_months_are_booked_from_one_to_another(scene: Scene) -> None:
    person = await parker(scene)
    begins = (date.fromisoformat(in_days(0)).replace(day=1) + timedelta(days=31)).replace(day=1)
    rule = {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1", "first": begins.isoformat(), "start": "00:00", "minutes": 1440}
    place = await lot(scene, availability={"rules": [rule]}, unit="month")
    until = (begins + timedelta(days=70)).isoformat()
    body = {"booker": {"kind": "person", "id": person}, "day": begins.isoformat(), "start": "00:00"}
    path = f"/matching/v1/offers/{place}/bookings"
    made = await scene.system.post("staff", path, **body, consent="in_person", monthly_until=until)
    assert len(made["bookings"]) == 3
    both = body | {"consent": "in_person", "monthly_until": until, "weekly_until": until}
    refused = await scene.system.send("staff", "POST", path, both)
    assert (refused.status_code, refused.json()["code"]) == (422, "one_series")
