"""What becomes, in matching, of what a person had still to come when the record is erased."""

from tests.integration.api.test_bookings import ROOT, booked, state_of
from tests.integration.api.test_endings import published
from tests.support.bookable import AFTERNOON, MORNING, in_days, list_room
from tests.support.eventually import eventually
from tests.support.system import SOMEBODY, System, Town


async def test_an_erased_person_holds_no_slot_waits_for_none_and_wants_no_job(system: System, town: Town) -> None:
    person = (await system.post("staff", "/registry/v1/persons", **SOMEBODY, community=town.home))["id"]
    offer, day = await list_room(system, town.school), in_days(9)
    said = {"booker": {"kind": "person", "id": person}, "day": day, "consent": "by_phone"}
    bookings = f"{ROOT}/offers/{offer}/bookings"
    held = f"{ROOT}/bookings/{(await system.post('staff', bookings, **said, start=AFTERNOON))['id']}"
    next_one = await booked(system, "station", offer, town.station, day, wait=True)
    await booked(system, "staff", offer, town.school, day, start=MORNING)
    waits = f"{ROOT}/bookings/{(await system.post('staff', bookings, **said, start=MORNING, wait=True))['id']}"
    job = await published(system, town, kind="vacancy", unit="人", category="employment")
    await system.post("staff", f"{job}/answers", person=person, consent="in_person")
    assert [await state_of(system, path) for path in (held, next_one, waits)] == ["booked", "waiting", "waiting"]

    await system.write("staff", "DELETE", f"/registry/v1/persons/{person}?reason=asked_by_person")

    async def given_up() -> bool:
        states = [await state_of(system, path) for path in (held, next_one, waits)]
        (answer,) = (await system.read("staff", job))["answers"]
        return (states, answer["outcome"]) == (["cancelled", "offered", "cancelled"], "withdrew")

    await eventually(given_up, "others can have the slots, and nobody waits for the answer", 20)
    refused = await system.send("staff", "POST", bookings, {**said, "start": MORNING, "wait": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_booker")
