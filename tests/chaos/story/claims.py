"""From a request to its end: claimed by those who race for it, accepted, delivered, confirmed, and otherwise."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.chaos.client import Caller
from tests.chaos.story.hand import Ended, Hand, Organization, Place

REQUESTS = "/matching/v1/requests"
UNHEARD_OF = 404
DAYS = tuple(f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in (3, 14, 27))


@dataclass(frozen=True, slots=True)
class Request:
    """A published wish or need; `personal`: no free words about it."""

    id: str
    quantity: int
    personal: bool
    need_of: Organization | None = None
    wisher: Caller | None = None

    @property
    def path(self) -> str:
        return f"{REQUESTS}/{self.id}"


async def live(hand: Hand, place: Place, request: Request) -> None:
    """All that becomes of a request."""
    if hand.happens(0.06):
        await hand.do(place.desk, "post_closing", f"{request.path}/closing", {"reason": "out_of_scope"})
        return
    delivered = await _race(hand, place, request)
    if delivered and await _confirm(hand, place, request, delivered):
        await _afterwards(hand, place, request)
    elif hand.happens(0.3):
        await hand.ask(place.desk, "post_closing", f"{request.path}/closing", {"reason": "no_longer_wanted"})


async def _race(hand: Hand, place: Place, request: Request) -> list[int]:
    """Several organizations want it at the same time; gives the claims that have delivered."""
    others = [each for each in place.organizations if each != request.need_of]
    racing = hand.chance.sample(others, k=min(len(others), hand.chance.randint(1, 3)))
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(_claim(hand, place, request, each)) for each in racing]
    return [number for task in running if (number := task.result())]


async def _claim(hand: Hand, place: Place, request: Request, who: Organization) -> int | None:
    """One claim; its number once it has delivered."""
    try:
        number = await _make(hand, request, who)
        if number is None or not await _accepted(hand, place, request, number):
            return None
        if await _given_up(hand, place, request, who, number):
            return None
        return number if await _deliver(hand, place, request, who, number) else None
    except Ended:
        return None


async def _make(hand: Hand, request: Request, who: Organization) -> int | None:
    body: dict[str, Any] = {"claimant": {"kind": "organization", "id": who.id}}
    if request.quantity > 1 and hand.happens(0.7):
        body["quantity"] = hand.chance.randint(1, request.quantity)
    for _ in range(25):  # matching has to hear of the request first
        told = await hand.ask(who.contact, "post_claim", f"{request.path}/claims", body)
        if told.kind == "acknowledged":
            return int(told.id.rpartition(".")[2])
        if told.status != UNHEARD_OF:
            return None
        await hand.wait(0.2, 0.8)
    return None


async def _accepted(hand: Hand, place: Place, request: Request, number: int) -> bool:
    """Whether it may go ahead; a claim that stands at once need not be accepted, which is refused."""
    path = f"{request.path}/claims/{number}"
    if request.personal and hand.happens(0.1):
        await hand.ask(place.desk, "post_declination", f"{path}/declination", {"reason": "unsuitable"})
        return False
    if request.personal or hand.happens(0.15):
        told = await hand.ask(place.desk, "post_acceptance", f"{path}/acceptance", {})
        return told.kind == "acknowledged" or not request.personal
    return True


async def _given_up(hand: Hand, place: Place, request: Request, who: Organization, number: int) -> bool:
    """Some fall silent, so that they run out of time; some give it back, some were a mistake, some get more time."""
    path = f"{request.path}/claims/{number}"
    luck = hand.chance.random()
    if luck < 0.16:
        return True
    if luck < 0.22:
        await hand.ask(who.contact, "post_release", f"{path}/release", {"reason": "no_time"})
        return True
    if luck < 0.28:
        await hand.ask(place.desk, "post_void", f"{path}/void", {"reason": "entered_twice"})
        return True
    if luck < 0.35:
        body = {"until": "2099-06-01", "reason": "weather"}
        await hand.ask(place.desk, "post_extension", f"{path}/extension", body)
    return False


async def _deliver(hand: Hand, place: Place, request: Request, who: Organization, number: int) -> bool:
    """Whether something was brought."""
    if hand.happens(0.2):
        await _arranged(hand, request, who, number)
    path = f"{request.path}/claims/{number}/deliveries"
    said = {"evidence_code": "visit"} if request.personal else {"evidence": hand.text("已送到现场")}
    await hand.wait(0.0, 3.0)
    body: dict[str, Any] = {"occurred_on": hand.chance.choice(DAYS), **said}
    if request.quantity > 1 and hand.happens(0.4):
        await hand.ask(who.contact, "post_delivery", path, {**body, "quantity": 1})
        body["occurred_on"] = hand.chance.choice(DAYS)
        body["final"] = hand.happens(0.3)
    told = await hand.ask(who.contact, "post_delivery", path, body)
    if told.kind == "acknowledged" and hand.happens(0.08):
        await hand.ask(place.desk, "post_delivery_void", f"{path}/1/void", {"reason": "not_delivered"})
        told = await hand.ask(who.contact, "post_delivery", path, body)
    return told.kind == "acknowledged"


async def _arranged(hand: Hand, request: Request, who: Organization, number: int) -> None:
    """The day on which they come; refused where that would be too late, or nobody has accepted the claim yet."""
    body = {"on": str(datetime.now(UTC).date() + timedelta(days=hand.chance.randint(2, 5))), "people": 2}
    path = f"{request.path}/claims/{number}/arrangement"
    await hand.ask(who.contact, "post_arrangement", path, body, idle=True)


async def _not_reached(hand: Hand, place: Place, request: Request) -> bool:
    """Three tries reach nobody, and then what was brought counts without a mark; whether it came to that."""
    told = None
    for how in ("call", "visit", "call"):
        body = {"how": how, "occurred_on": f"2025-02-{next(place.numbers) % 28 + 1:02}"}
        told = await hand.ask(place.desk, "post_return_visit", f"{request.path}/return-visits", body)
    return told is not None and told.kind == "acknowledged"


async def _confirm(hand: Hand, place: Place, request: Request, delivered: list[int]) -> bool:
    """Whether it was confirmed, by whose it is or by the desk; each claim with its mark, or one for all."""
    if request.need_of is None and hand.happens(0.12):
        return await _not_reached(hand, place, request)
    who = request.need_of.contact if request.need_of else request.wisher
    who = who if who and hand.happens(0.6) else place.desk
    body: dict[str, Any] = {"how": "on_site"}
    if hand.happens(0.5):
        body["claims"] = [{"number": number, "mark": hand.chance.randint(1, 5)} for number in delivered]
    else:
        body["mark"] = hand.chance.randint(1, 5)
    told = await hand.ask(who, "post_confirmation", f"{request.path}/confirmation", body)
    return told.kind == "acknowledged"


async def _afterwards(hand: Hand, place: Place, request: Request) -> None:
    """Some were not really done; some texts were not well said."""
    if not request.personal and hand.happens(0.1):
        version = await hand.version(place.desk, request.path)
        body = {"text": hand.text(f"更正 {next(place.numbers)}"), "reason": "clearer"}
        await hand.ask(place.desk, "put_text", f"{request.path}/text", body, method="PUT", version=version, idle=True)
    if not hand.happens(0.25):
        return
    told = await hand.do(place.desk, "post_reopening", f"{request.path}/reopening", {"reason": "not_done"})
    if told.kind == "acknowledged" and hand.happens(0.8):
        delivered = await _race(hand, place, request)
        await _again(hand, place, request)
        await _confirm(hand, place, request, delivered or [1])


async def _again(hand: Hand, place: Place, request: Request) -> None:
    """The desk enters for the first claim what was brought after all."""
    said = {"evidence_code": "handover"} if request.personal else {}
    body = {"occurred_on": hand.chance.choice(DAYS), **said}
    await hand.ask(place.desk, "post_delivery", f"{request.path}/claims/1/deliveries", body)
