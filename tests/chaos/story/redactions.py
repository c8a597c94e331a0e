"""Somebody's name stands in public texts, and is taken out of history while everything goes on."""

import asyncio

from tests.chaos.naming import name_in
from tests.chaos.story.claims import Request, live
from tests.chaos.story.hand import Hand, Organization, Place

NEEDS = "/registry/v1/needs"
OFFERS = "/registry/v1/offers"
REASON = "names_a_person"


async def redaction(hand: Hand, place: Place) -> None:
    """A need names somebody, so do its amended text and an offer; all that is ordered to be taken out. The last order
    has a name of its own in the ledger: once it was acknowledged, the name may stand nowhere any more."""
    name, owner = name_in(hand.name), hand.chance.choice(place.organizations)
    need, request = await _need(hand, place, owner, name)
    offer = await _offer(hand, place, owner, name)
    living = asyncio.create_task(live(hand, place, request))
    try:
        await hand.wait(0.0, 3.0)
        await _take_out(hand, place, "registry", need, name)
        await _take_out(hand, place, "registry", offer, name)
        await _take_out(hand, place, "matching", request.id, name, last=True)
    finally:
        await asyncio.gather(living, return_exceptions=True)


async def _need(hand: Hand, place: Place, owner: Organization, name: str) -> tuple[str, Request]:
    """A published need, amended in matching, that names somebody in each of its texts."""
    body = {"organization": owner.id, "title": f"请找{name}", "detail": f"{name}想借一间会议室", "category": "space"}
    need = (await hand.do(owner.contact, "post_need", NEEDS, {**body, "quantity": 2})).id
    await hand.do(place.desk, "post_need_publication", f"{NEEDS}/{need}/publication", {})
    request = Request(need.replace("need_", "req_"), 2, False, need_of=owner)
    version = await hand.version(place.desk, request.path)
    text = {"text": f"{name}和邻居想借一间会议室", "reason": "clearer"}
    await hand.do(place.desk, "put_text", f"{request.path}/text", text, method="PUT", version=version)
    return need, request


async def _offer(hand: Hand, place: Place, owner: Organization, name: str) -> str:
    said = {"title": "讲座", "detail": f"找{name}预约", "category": "learning", "mode": "bookable"}
    offer = (await hand.do(owner.contact, "post_offer", OFFERS, {**said, "organization": owner.id})).id
    await hand.do(place.desk, "post_offer_listing", f"{OFFERS}/{offer}/listing", {})
    return offer


async def _take_out(hand: Hand, place: Place, service: str, thing: str, name: str, last: bool = False) -> None:
    body = {"thing": thing, "find": name, "reason": REASON}
    operation = "post_last_redaction" if last else "post_redaction"
    await hand.do(place.desk, operation, f"/{service}/v1/redactions", body)
