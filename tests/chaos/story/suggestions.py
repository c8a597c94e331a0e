"""Somebody is asked for an offer of his, and the same question is answered twice at the same time."""

import asyncio

from tests.chaos.story.claims import UNHEARD_OF, Request
from tests.chaos.story.hand import Ended, Hand, Place, Room


async def suggest(hand: Hand, place: Place, request: Request) -> None:
    """One or two are asked. Each says yes or no, and so does the desk for it: only one of them is in time."""
    others = [room for room in place.rooms if room.owner != request.need_of]
    for number, room in enumerate(hand.chance.sample(others, k=min(len(others), hand.chance.randint(1, 2))), 1):
        try:
            path = f"{request.path}/suggestions"
            await _ask(hand, place, room, path)
            await _answers(hand, place, room, f"{path}/{number}")
        except Ended:
            return


async def _ask(hand: Hand, place: Place, room: Room, path: str) -> None:
    """Raises Ended, when it is refused by who has heard of the request."""
    for _ in range(25):
        told = await hand.ask(place.desk, "post_suggestion", path, {"offer": room.id, "quantity": 1})
        if told.kind == "acknowledged":
            return
        if told.status != UNHEARD_OF:
            break
        await hand.wait(0.2, 0.8)
    raise Ended(path)


async def _answers(hand: Hand, place: Place, room: Room, path: str) -> None:
    if hand.happens(0.1):
        await hand.ask(place.desk, "post_suggestion_withdrawal", f"{path}/withdrawal", {"reason": "no_longer_needed"})
        return
    async with asyncio.TaskGroup() as tasks:
        for caller in (room.owner.contact, place.desk):
            if hand.happens(0.8):
                tasks.create_task(hand.ask(caller, "post_suggestion_acceptance", f"{path}/acceptance", {}))
            else:
                body = {"reason": "not_now"}
                tasks.create_task(hand.ask(caller, "post_suggestion_refusal", f"{path}/refusal", body))
