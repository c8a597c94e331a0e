"""A claiming meeting: wishes get numbers, and those present call them out, now and then two the same one."""

from typing import Any

from tests.chaos.story.ends import published
from tests.chaos.story.hand import Hand, Organization, Place

MEETINGS = "/matching/v1/meetings"
SAID = {"title": "微心愿认领会", "held_on": "2024-09-27"}


async def meeting(hand: Hand, place: Place) -> None:
    """From its list to its end."""
    requests = [(await published(hand, place)).id for _ in range(3)]
    body = {"community": place.community, "requests": requests[:1], **SAID}
    made = await hand.do(place.desk, "post_meeting", MEETINGS, body)
    path = f"{MEETINGS}/{made.id}"
    listed = {"requests": requests[:2], **SAID}
    await hand.do(place.desk, "put_meeting", path, listed, method="PUT", version=made.version)
    first, second = hand.chance.sample(place.organizations, k=2)
    for undone in (True, False):
        await hand.do(place.desk, "post_intention", f"{path}/intentions", _means(first))
        if undone:
            await hand.do(place.desk, "post_intention_withdrawal", f"{path}/intentions/withdrawal", _means(first))
    await hand.do(place.desk, "post_meeting_opening", f"{path}/opening", {})
    await hand.do(place.desk, "post_meeting_numbers", f"{path}/numbers", {"requests": requests[2:]})
    await _called(hand, place, path, first, second)
    await hand.do(place.desk, "post_meeting_closing", f"{path}/closing", {})


async def _called(hand: Hand, place: Place, path: str, first: Organization, second: Organization) -> None:
    calls = ((1, first), (1, second), (2, second))
    claims: list[dict[str, Any]] = [{"number": number, "claimant": _party(who)} for number, who in calls]
    told = await hand.together(hand.ask(place.desk, "post_meeting_claim", f"{path}/claims", claim) for claim in claims)
    if told[2].kind == "acknowledged" and hand.happens(0.5):
        await hand.ask(place.desk, "post_meeting_void", f"{path}/claims/2/void", {"reason": "wrong_party"})


def _means(who: Organization) -> dict[str, Any]:
    return {"number": 1, "organization": who.id}


def _party(who: Organization) -> dict[str, str]:
    return {"kind": "organization", "id": who.id}
