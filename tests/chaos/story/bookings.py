"""Rooms that several want at the same time: booked, waited for, offered, given back, moved, and used."""

import asyncio
from typing import Any

from tests.chaos.client import Caller
from tests.chaos.story.hand import Ended, Hand, Organization, Place, Room

OFFERS = "/registry/v1/offers"
BOOKINGS = "/matching/v1/bookings"
TO_COME = tuple(f"2090-01-{day:02}" for day in range(2, 6))
OVER = tuple(f"2024-01-{day:02}" for day in range(2, 30))
STARTS = ("09:00", "14:00")
RULES = [
    {"rrule": "FREQ=DAILY", "first": f"{year}-01-01", "last": f"{year}-01-31", "start": start, "minutes": 90}
    for year in (2024, 2090)
    for start in STARTS
]


def offered(hand: Hand, parallel: int) -> dict[str, Any]:
    """A room as it stands on the list; `parallel` of it can be had at once."""
    said = {"title": "活动室", "detail": hand.text("桌椅齐全"), "category": "space", "mode": "bookable"}
    return {**said, "availability": {"rules": RULES}, "parallel": parallel}


async def open_room(hand: Hand, place: Place, owner: Organization, parallel: int) -> Room:
    """A room is on the list from now on. Raises Ended."""
    body = {**offered(hand, parallel), "organization": owner.id}
    offer = (await hand.insist(owner.contact, "post_offer", OFFERS, body)).id
    await hand.insist(place.desk, "post_offer_listing", f"{OFFERS}/{offer}/listing", {})
    return Room(offer, owner)


async def booking(hand: Hand, place: Place) -> None:
    """Several want one slot; now and then there is more or less of the room, or the desk enters what was agreed."""
    room = hand.chance.choice(place.rooms)
    if hand.happens(0.2):
        return await _used(hand, place, room)
    if hand.happens(0.15):
        await _changed(hand, room)
    slot = {"day": hand.chance.choice(TO_COME), "start": hand.chance.choice(STARTS)}
    racing = hand.chance.sample(place.organizations, k=hand.chance.randint(2, 4))
    async with asyncio.TaskGroup() as tasks:
        for who in racing:
            tasks.create_task(_want(hand, place, room, who, slot))
    return None


async def _want(hand: Hand, place: Place, room: Room, who: Organization, slot: dict[str, str]) -> None:
    body = {"booker": {"kind": "organization", "id": who.id}, **slot, "wait": hand.happens(0.7)}
    body |= {"quantity": hand.chance.choice((1, 1, 2)), "purpose": hand.text("例会")}
    caller = who.contact if hand.happens(0.8) else place.desk
    told = await hand.ask(caller, "post_booking", f"/matching{room.path}/bookings", body)
    if told.kind != "acknowledged":
        return
    try:
        await hand.wait(0.0, 4.0)
        await _live(hand, place, caller, f"{BOOKINGS}/{told.id}")
    except Ended:
        return


async def _live(hand: Hand, place: Place, caller: Caller, path: str) -> None:
    """Some keep what they have, some move, most give it back; who waits answers when it is offered, or forgets to."""
    state = (await hand.read(place.desk, path))["state"]
    if state == "waiting":
        state = await _waited(hand, place, path)
    if state == "offered" and hand.happens(0.8):
        await hand.ask(caller, "post_booking_answer", f"{path}/answer", {"accept": hand.happens(0.75)})
        await hand.wait(0.0, 2.0)
    luck = hand.chance.random()
    if luck < 0.6:
        body: dict[str, Any] = {"reason": "no_longer_needed"}
        await hand.ask(caller, "post_booking_cancellation", f"{path}/cancellation", body)
    elif luck < 0.85:
        body = {"day": hand.chance.choice(TO_COME), "start": hand.chance.choice(STARTS), "reason": "other_time"}
        await hand.ask(caller, "post_booking_move", f"{path}/move", body, idle=True)


async def _waited(hand: Hand, place: Place, path: str) -> str:
    """What became of waiting, after a while."""
    state = "waiting"
    for _ in range(12):
        await hand.wait(0.5, 1.5)
        if (state := (await hand.read(place.desk, path))["state"]) != "waiting":
            break
    return str(state)


async def _used(hand: Hand, place: Place, room: Room) -> None:
    """What was agreed by word of mouth and is over; the desk says whether it was used, and corrects itself."""
    who = hand.chance.choice(place.organizations)
    slot = {"day": hand.chance.choice(OVER), "start": hand.chance.choice(STARTS)}
    body = {"booker": {"kind": "organization", "id": who.id}, **slot, "afterwards": True}
    told = await hand.do(place.desk, "post_booking", f"/matching{room.path}/bookings", body)
    path = f"{BOOKINGS}/{told.id}"
    if hand.happens(0.3):
        await hand.do(place.desk, "post_booking_missed", f"{path}/missed", {"reason": "weather"})
    await hand.do(place.desk, "post_booking_kept", f"{path}/kept", {})


async def _changed(hand: Hand, room: Room) -> None:
    """There is more of the room, or less: what was booked and fits no longer stands until somebody sees to it."""
    version = await hand.version(room.owner.contact, f"/registry{room.path}")
    body = offered(hand, hand.chance.randint(1, 3))
    await hand.ask(
        room.owner.contact, "put_offer", f"/registry{room.path}", body, method="PUT", version=version, idle=True
    )
