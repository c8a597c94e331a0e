"""Ends that are no fulfilment: passed on, impossible, done in part; vacancies, and wishes passed on before review."""

from typing import Any

from tests.chaos.story.claims import DAYS, Request
from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.newcomers import somebody
from tests.chaos.story.others import COMMUNITIES
from tests.chaos.story.wishes import NEEDS, WISHES

OFFICE = {"to": "街道民政科", "expected_by": "2098-01-01"}
CAME = {"outcome": "done", "occurred_on": "2025-01-02"}


async def published(hand: Hand, place: Place, quantity: int = 1, **more: Any) -> Request:
    """The request of a public wish, which matching knows. Raises Ended."""
    body = {"community": place.community, "text": "楼道里换一盏灯", **more}
    wish = await hand.do(place.desk, "post_wish", WISHES, body)
    said = {"decision": "publish", "text": "楼道里换灯", "kind": "public", "category": "safety", "quantity": quantity}
    await hand.do(place.desk, "post_wish_review", f"{WISHES}/{wish.id}/review", said, version=wish.version)
    return await known(hand, place, Request(wish.id.replace("wish_", "req_"), quantity, False))


async def known(hand: Hand, place: Place, request: Request) -> Request:
    """The same, once matching has heard of it. Raises Ended."""
    await hand.version(place.desk, request.path)
    return request


async def passed_on(hand: Hand, place: Place) -> None:
    """An office is asked; it does it, or sends it back, and then it was impossible all along."""
    request = await published(hand, place)
    await hand.do(place.desk, "post_referral", f"{request.path}/referral", OFFICE)
    if hand.happens(0.5):
        await hand.do(place.desk, "post_referral_outcome", f"{request.path}/referral/outcome", CAME)
        return
    await hand.do(place.desk, "post_return", f"{request.path}/return", {"reason": "sent_back"})
    await hand.do(place.desk, "post_impossibility", f"{request.path}/impossibility", {"reason": "beyond_powers"})


async def in_part(hand: Hand, place: Place) -> None:
    """One of two lights hangs, and nobody is left who would bring the other; two at the desk see that at once."""
    request = await published(hand, place, quantity=2)
    giver = hand.chance.choice(place.organizations)
    claim = {"claimant": {"kind": "organization", "id": giver.id}, "quantity": 1}
    made = await hand.do(place.desk, "post_claim", f"{request.path}/claims", claim)
    await hand.ask(place.desk, "post_acceptance", f"{request.path}/claims/1/acceptance", {})
    brought = {"occurred_on": hand.chance.choice(DAYS), "evidence_code": "visit"}
    number = made.id.rpartition(".")[2]
    await hand.do(place.desk, "post_delivery", f"{request.path}/claims/{number}/deliveries", brought)
    await hand.do(place.desk, "post_confirmation", f"{request.path}/confirmation", {"mark": 5, "how": "on_site"})
    body = {"reason": "no_more_givers", "note": "其余明年再装"}
    await hand.together(
        hand.ask(caller, "post_part_end", f"{request.path}/part-end", body) for caller in (place.desk, place.district)
    )


async def vacancy(hand: Hand, place: Place) -> None:
    """Two answer to a vacancy, of whom one is taken and one thinks better of it."""
    owner = hand.chance.choice(place.organizations)
    said = {"title": "招聘保安", "detail": "白班两名", "category": "employment", "quantity": 2, "unit": "人"}
    need = await hand.do(owner.contact, "post_need", NEEDS, {**said, "organization": owner.id, "kind": "vacancy"})
    await hand.do(place.desk, "post_need_publication", f"{NEEDS}/{need.id}/publication", {})
    request = await known(hand, place, Request(need.id.replace("need_", "req_"), 2, False, need_of=owner))
    for number, outcome in enumerate(("hired", "withdrew"), 1):
        answer = {"person": await somebody(hand, place), "consent": "in_person"}
        await hand.insist(place.desk, "post_answer", f"{request.path}/answers", answer)
        came = {"outcome": outcome, "occurred_on": "2025-01-02"}
        await hand.ask(place.desk, "post_answer_outcome", f"{request.path}/answers/{number}/outcome", came)


async def wish_passed_on(hand: Hand, place: Place) -> None:
    """A wish goes to an office before anybody publishes it."""
    wished = _wished(place, await somebody(hand, place))
    path = f"{WISHES}/{(await hand.do(place.desk, 'post_wish', WISHES, wished)).id}"
    await hand.do(place.desk, "post_wish_words", f"{path}/words", {"purpose": "review"})
    await hand.do(place.desk, "post_wish_receipt", f"{path}/receipt", {})
    await hand.do(place.desk, "post_wish_referral", f"{path}/referral", OFFICE)
    if hand.happens(0.5):
        await hand.do(place.desk, "post_wish_referral_outcome", f"{path}/referral/outcome", CAME)
    else:
        await hand.do(place.desk, "post_wish_return", f"{path}/return", {"reason": "sent_back"})


async def reviewed_together(hand: Hand, place: Place) -> None:
    """Several wishes, and several needs, are judged in one action; one of them by somebody else at the same time."""
    person = await somebody(hand, place)
    wishes = [await hand.do(place.desk, "post_wish", WISHES, _wished(place, person)) for _ in range(3)]
    said = {"decision": "publish", "text": "想要一盏灯", "kind": "person", "category": "household_help", "quantity": 1}
    reviews = [{**said, "wish": each.id, "version": each.version} for each in wishes]
    one = f"{WISHES}/{wishes[0].id}/review"
    await hand.together(
        (
            hand.ask(place.desk, "post_wish_reviews", f"{WISHES}/reviews", {"reviews": reviews}),
            hand.ask(place.district, "post_wish_review", one, said, version=wishes[0].version),
        )
    )
    needs = [await _need(hand, place) for _ in range(2)]
    body = {"publications": [{"need": each, "text": "需要志愿者", "confirmed_on": "2024-07-01"} for each in needs]}
    await hand.do(place.desk, "post_need_publications", f"{NEEDS}/publications", body)
    again = {"confirmed_on": "2024-08-01"}
    await hand.do(place.desk, "post_need_confirmation", f"{NEEDS}/{needs[0]}/confirmation", again)


async def unclaimed(hand: Hand, place: Place) -> None:
    """Nobody takes it for a while, and the desk gives it more time, where the community minds that at all."""
    path = f"{COMMUNITIES}/{place.community}"
    shown = await hand.read(place.desk, path)
    patient = {"settings": {**shown["settings"], "unclaimed_after": f"P{300 + next(place.numbers)}D"}}
    version = shown["version"]
    await hand.ask(place.district, "put_settings", f"{path}/settings", patient, method="PUT", version=version)
    request = await published(hand, place)
    await hand.ask(
        place.desk, "post_waiting", f"{request.path}/waiting", {"until": "2098-01-01", "reason": "other"}, idle=True
    )


async def _need(hand: Hand, place: Place) -> str:
    """A need whose text was changed once."""
    owner = hand.chance.choice(place.organizations)
    said = {"title": "志愿者", "detail": "需要两名志愿者", "category": "volunteering", "quantity": 2, "unit": "名"}
    made = await hand.do(owner.contact, "post_need", NEEDS, {**said, "organization": owner.id})
    path, better = f"{NEEDS}/{made.id}", {**said, "title": "招募志愿者"}
    await hand.do(owner.contact, "put_need", path, better, method="PUT", version=made.version)
    return made.id


def _wished(place: Place, person: str) -> dict[str, Any]:
    return {"community": place.community, "person": person, "words": "想学智能手机", "consent": "in_person"}
