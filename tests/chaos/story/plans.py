"""A plan of who could help with what, as the engine proposes it and the desk changes it."""

from tests.chaos.story.ends import published
from tests.chaos.story.hand import Hand, Place

PLANS = "/matching/v1/plans"


async def plan(hand: Hand, place: Place) -> None:
    """Made over what is open, one line decided by hand, and ended."""
    await published(hand, place)
    body = {"community": place.community, "title": "本月安排", "kind": "wish"}
    path = f"{PLANS}/{(await hand.do(place.desk, 'post_plan', PLANS, body)).id}"
    for _ in range(10):
        lines = (await hand.read(place.desk, f"{path}/lines", limit=20))["items"]
        if lines:
            break
        await hand.wait(0.2, 0.6)
    for line in lines[:1]:
        one = f"{path}/lines/{line['request']['id']}"
        others = (await hand.read(place.desk, f"{one}/others"))["items"]
        chosen = {"provider": others[0]["provider"]["id"] if others else None, "note": "已商定"}
        await hand.ask(place.desk, "put_plan_line", one, chosen, method="PUT", idle=True)
    await hand.do(place.desk, "post_plan_ending", f"{path}/ending", {"reason": "carried_out"})
