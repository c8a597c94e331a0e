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

    await eventually(given_up, "others can have the slots, and nobody waits for the answer")
    refused = await system.send("staff", "POST", bookings, {**said, "start": MORNING, "wait": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_booker")


async def test_what_an_erased_person_promised_is_given_back_and_the_desk_is_told(system: System, town: Town) -> None:
    person = (await system.post("staff", "/registry/v1/persons", **SOMEBODY, community=town.home))["id"]
    said = {"claimant": {"kind": "person", "id": person}, "consent": "by_phone"}
    kept = await published(system, town, quantity=2)
    waits = await published(system, town, quantity=2)
    done = await published(system, town, quantity=1)
    for request in (kept, waits, done):
        await system.post("staff", f"{request}/claims", **said)
    await system.post("staff", f"{kept}/claims/1/deliveries", quantity=1, evidence="已送到一件")
    await system.post("staff", f"{done}/claims/1/deliveries", evidence="已送到")
    await system.write("staff", "DELETE", f"/registry/v1/persons/{person}?reason=asked_by_person")

    async def given_back() -> bool:
        claims = [(await system.read("staff", request))["claims"][0] for request in (kept, waits, done)]
        found = [(claim["status"], claim["promised"], claim["delivered"]) for claim in claims]
        return found == [("delivered", 1, 1), ("released", 0, 0), ("delivered", 1, 1)]

    await eventually(given_back, "others can promise what is not done")
    assert (await system.read("staff", waits))["left"] == 2
    wanted = waits.rpartition("/")[2]

    async def told() -> bool:
        listed = (await system.read("staff", "/notify/v1/notices?limit=200"))["items"]
        return any(each["kind"] == "claim_released" and each["params"]["request"] == wanted for each in listed)

    await eventually(told, "the desk is told")
    later = await published(system, town, quantity=1)
    await system.post("staff", f"{later}/claims", **said)

    async def not_held() -> bool:
        return bool((await system.read("staff", later))["left"] == 1)

    await eventually(not_held, "nobody who was erased keeps a promise")
