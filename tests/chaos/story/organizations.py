"""What becomes of an organization: it joins, pauses, is visited, merged, closed, and all of it back."""

from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.newcomers import name_of, newcomer, somebody

FACTS = {"name": "老字号", "kind": "shop", "peer_class": "shop"}
VISITS = "/registry/v1/visits"


async def membership(hand: Hand, place: Place) -> None:
    """From the first talk to a seat in the council, though not admitted at once; it pauses, goes on, and says each year
    that it stays."""
    path = await newcomer(hand, place)
    alliance = f"{path}/membership"
    invited = {"stage": "invited", "on": "2024-01-01"}
    await hand.do(place.desk, "post_membership_approach", f"{alliance}/approach", invited)
    await hand.do(place.desk, "post_membership_application", f"{alliance}/application", {"on": "2024-01-05"})
    declined = {"on": "2024-01-10", "reason": "incomplete"}
    await hand.do(place.desk, "post_membership_declination", f"{alliance}/declination", declined)
    await hand.do(place.desk, "post_membership_application", f"{alliance}/application", {"on": "2024-01-15"})
    await hand.do(place.desk, "post_membership", alliance, {"since": "2024-02-01"})
    await hand.wait(0.0, 1.0)
    seat = {"role": "council", "since": "2024-03-01"}
    await hand.do(place.desk, "post_alliance_role", f"{alliance}/roles", seat)
    await hand.do(
        place.desk, "post_alliance_role_ending", f"{alliance}/roles/ending", {"role": "council", "until": "2024-04-30"}
    )
    paused = {"since": "2024-05-01", "reason": "moving"}
    await hand.do(place.desk, "post_membership_suspension", f"{alliance}/suspension", paused)
    await hand.do(place.desk, "post_membership_resumption", f"{alliance}/resumption", {"until": "2024-06-01"})
    await hand.do(place.desk, "post_membership_confirmation", f"{alliance}/confirmations", {"year": 2025})


async def merger(hand: Hand, place: Place) -> None:
    """One that was entered twice: two at the desk merge the one into the other at the same time, each its own way
    round; somebody finds that they were two after all."""
    one, other = await newcomer(hand, place), await newcomer(hand, place)
    pairs = ((one, other), (other, one)) if hand.happens(0.5) else ((one, other),)
    merged = await hand.together(
        hand.ask(place.desk, "post_organization_merger", f"{path}/merger", {"into": name_of(into)})
        for path, into in pairs
    )
    await hand.wait(0.0, 2.0)
    for (path, _), told in zip(pairs, merged, strict=True):
        if told.kind == "acknowledged" and hand.happens(0.6):
            await hand.ask(place.desk, "delete_organization_merger", f"{path}/merger", method="DELETE")


async def closed_shop(hand: Hand, place: Place) -> None:
    """A shop gets another name, a contact who hands over to the next, closes, and opens again."""
    path = await newcomer(hand, place)
    version = await hand.version(place.desk, path)
    await hand.do(place.desk, "put_organization", path, FACTS, method="PUT", version=version)
    first, second = await somebody(hand, place), await somebody(hand, place)
    await hand.do(place.desk, "post_contact", f"{path}/contacts", {"person": first, "duty": "liaison"})
    ending = f"{path}/contacts/{first}/ending"
    await hand.do(place.desk, "post_contact_ending", ending, {"successor": second})
    await hand.do(place.desk, "post_organization_deactivation", f"{path}/deactivation", {"reason": "moved_away"})
    await hand.wait(0.0, 2.0)
    await hand.do(place.desk, "post_organization_reactivation", f"{path}/reactivation", {})


async def visit(hand: Hand, place: Place) -> None:
    """The desk looks in, and says later what came of it."""
    path = f"{await newcomer(hand, place)}/visits"
    body = {"occurred_on": "2024-05-01", "findings": "门口台阶缺扶手", "follow_up": "联系物业加装扶手"}
    made = await hand.do(place.desk, "post_visit", path, body)
    came = {"occurred_on": "2024-05-20", "outcome": "扶手已装好"}
    await hand.do(place.desk, "post_visit_follow_up", f"{VISITS}/{made.id}/follow-up", came)
