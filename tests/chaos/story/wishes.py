"""Wishes and needs: posted, revised, published or not, and then whatever becomes of the request behind them."""

from typing import Any

from tests.chaos.client import Caller
from tests.chaos.story.claims import Request, live
from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.suggestions import suggest

WISHES = "/registry/v1/wishes"
NEEDS = "/registry/v1/needs"
CATEGORIES = ("care", "repair", "environment", "safety", "learning", "culture", "supplies", "other")


async def public_wish(hand: Hand, place: Place) -> None:
    """The desk notices something, or an organization does."""
    body: dict[str, Any] = {"community": place.community, "text": hand.text("楼道里换一盏灯")}
    who = place.desk
    if hand.happens(0.3):
        organization = hand.chance.choice(place.organizations)
        who, body["organization"] = organization.contact, organization.id
    told = await hand.do(who, "post_wish", WISHES, body)
    await _review(hand, place, told.id, told.version, "public", None)


async def resident_wish(hand: Hand, place: Place) -> None:
    """A resident wishes something himself, or the desk enters it."""
    resident = hand.chance.choice(place.residents)
    body: dict[str, Any] = {"community": place.community, "person": resident.id, "words": "想有人陪着说说话"}
    if resident.caller is None:
        body["consent"] = "in_person"
    told = await hand.do(resident.caller or place.desk, "post_wish", WISHES, body)
    version = told.version
    if hand.happens(0.15):
        body = {"words": "想有人陪着下棋", **({} if resident.caller else {"consent": "by_phone"})}
        who = resident.caller or place.desk
        told = await hand.do(who, "put_wish", f"{WISHES}/{told.id}", body, method="PUT", version=version)
        version = told.version
    kind = hand.chance.choice(("person", "household"))
    await _review(hand, place, told.id, version, kind, resident.caller)


async def _review(hand: Hand, place: Place, wish: str, version: int, kind: str, wisher: Caller | None) -> None:
    if hand.happens(0.07):
        body: dict[str, Any] = {"reason": "no_longer_wanted"}
        await hand.do(place.desk, "post_wish_withdrawal", f"{WISHES}/{wish}/withdrawal", body)
        return
    path = f"{WISHES}/{wish}/review"
    if hand.happens(0.07):
        body = {"decision": "reject", "reason": "unclear"}
        await hand.do(place.desk, "post_wish_review", path, body, version=version)
        return
    quantity = hand.chance.choice((1, 1, 2, 3, 6))
    body = {
        "decision": "publish",
        "text": hand.text("一位邻居的微心愿"),
        "kind": kind,
        "category": hand.chance.choice(CATEGORIES),
        "quantity": quantity,
    }
    await hand.do(place.desk, "post_wish_review", path, body, version=version)
    request = Request(wish.replace("wish_", "req_"), quantity, kind != "public", wisher=wisher)
    await live(hand, place, request)


async def need(hand: Hand, place: Place) -> None:
    """An organization needs something, and others may help."""
    owner = hand.chance.choice(place.organizations)
    quantity = hand.chance.choice((1, 2, 4))
    body: dict[str, Any] = {
        "organization": owner.id,
        "title": "借用场地",
        "detail": hand.text("需要一间会议室"),
        "category": hand.chance.choice(CATEGORIES),
        "quantity": quantity,
    }
    told = await hand.do(owner.contact, "post_need", NEEDS, body)
    if hand.happens(0.08):
        path = f"{NEEDS}/{told.id}/withdrawal"
        await hand.do(owner.contact, "post_need_withdrawal", path, {"reason": "met_elsewhere"})
        return
    await hand.do(place.desk, "post_need_publication", f"{NEEDS}/{told.id}/publication", {})
    request = Request(told.id.replace("need_", "req_"), quantity, False, need_of=owner)
    if hand.happens(0.4):
        await suggest(hand, place, request)
    await live(hand, place, request)
