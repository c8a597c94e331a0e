"""Offers over the months: called about, paused, lent further, given a contact; and asked about in a campaign."""

import itertools
from typing import Any

from tests.chaos.story.hand import Hand, Organization, Place
from tests.chaos.story.newcomers import somebody
from tests.chaos.story.others import OFFERS, ORGANIZATIONS

CAMPAIGNS = "/registry/v1/campaigns"
SAID = {"title": "会议室", "detail": "周末可借用", "category": "space", "mode": "standing"}


async def listed(hand: Hand, place: Place, owner: Organization) -> str:
    """The path of an offer on the list. Raises Ended."""
    made = await hand.do(owner.contact, "post_offer", OFFERS, {**SAID, "organization": owner.id})
    await hand.do(place.desk, "post_offer_listing", f"{OFFERS}/{made.id}/listing", {})
    return f"{OFFERS}/{made.id}"


async def asked_after(hand: Hand, place: Place) -> None:
    """Somebody rings up, it can't be had for a while, and then by the whole subdistrict."""
    owner = hand.chance.choice(place.organizations)
    path, person = await listed(hand, place, owner), await somebody(hand, place)
    contacts = f"{ORGANIZATIONS}/{owner.id}/contacts"
    await hand.do(place.desk, "post_contact", contacts, {"person": person, "duty": "offers"})
    call = {"outcome": "agreed", "occurred_on": "2024-07-01", "call_again_on": "2024-07-05"}
    await hand.do(place.desk, "post_offer_call", f"{path}/calls", {**call, "contact": person})
    await hand.do(owner.contact, "put_offer_contact", f"{path}/contact", {"person": person}, method="PUT")
    await hand.do(owner.contact, "post_offer_pause", f"{path}/pause", {"first": "2025-07-01", "reason": "renovation"})
    await hand.wait(0.0, 1.0)
    await hand.do(owner.contact, "post_offer_resumption", f"{path}/resumption", {})
    step = {"level": "subdistrict", "quota": 4, "decided_by": "organization", "decided_on": "2024-07-01"}
    await hand.do(place.desk, "post_offer_reach", f"{path}/reach", step)


async def campaign(hand: Hand, place: Place) -> None:
    """All offers of one organization are asked about; it answers, and the desk judges what has changed."""
    owner = hand.chance.choice(place.organizations)
    path = await listed(hand, place, owner)
    made = await _opened(hand, place, owner, path.rpartition("/")[2])
    about = f"{made}/offers/{path.rpartition('/')[2]}"
    asking = {"way": "letter", "occurred_on": "2024-07-01"}
    await hand.do(place.desk, "post_offer_asking", f"{about}/askings", asking)
    answers: list[dict[str, Any]] = [
        {"way": "page", "answer": "holds"},
        {"way": "page", "answer": "changed", "text": {**SAID, "detail": "工作日也可借用"}},
    ]
    told = await hand.together(
        hand.ask(owner.contact, "post_offer_answer", f"{about}/answers", answer) for answer in answers
    )
    if told[1].kind == "acknowledged":
        version = max(each.version for each in told)
        judged = {"accept": hand.happens(0.7)}
        await hand.ask(place.desk, "post_offer_answer_review", f"{about}/review", judged, version=version)
    await hand.do(place.desk, "post_campaign_closing", f"{made}/closing", {"note": "全部答复"})


async def _opened(hand: Hand, place: Place, owner: Organization, offer: str) -> str:
    """A campaign that asks about `offer`: the list has to show it first."""
    body = {"title": "资源核实", "first": "2026-03-01", "last": "2026-06-30", "community": place.community}
    for _ in itertools.repeat(None, 20):
        listed = await hand.read(place.desk, f"/registry/v1/offers/{offer}")
        if listed["state"] == "listed":
            break
        await hand.wait(0.2, 0.6)
    about = {"organization": owner.id}
    return f"{CAMPAIGNS}/{(await hand.do(place.desk, 'post_campaign', CAMPAIGNS, {**body, 'about': about})).id}"
