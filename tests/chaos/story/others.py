"""What else goes on: offers, contacts, memberships, limits, people who leave, notices that are read."""

from typing import Any

from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.wishes import CATEGORIES, WISHES

OFFERS = "/registry/v1/offers"
PERSONS = "/registry/v1/persons"
ORGANIZATIONS = "/registry/v1/organizations"
COMMUNITIES = "/registry/v1/communities"
SOMEBODY = {"name": "王某某", "phone": "13800138000", "address": "某某南里2号楼", "consent": "in_person"}


async def offer(hand: Hand, place: Place) -> None:
    """Submitted, listed, confirmed again and again, perhaps changed, perhaps ended."""
    owner = hand.chance.choice(place.organizations)
    said: dict[str, Any] = {
        "title": "会议室",
        "detail": hand.text("周末可用"),
        "category": hand.chance.choice(CATEGORIES),
        "mode": "bookable",
    }
    body = {**said, "organization": owner.id, "confirmed_on": "2024-01-01"}
    told = await hand.do(owner.contact, "post_offer", OFFERS, body)
    path = f"{OFFERS}/{told.id}"
    await hand.do(place.desk, "post_offer_listing", f"{path}/listing", {})
    for month in range(2, hand.chance.randint(3, 6)):
        await hand.wait(0.1, 2.0)
        body = {"confirmed_on": f"2024-{month:02}-05"}
        told = await hand.do(owner.contact, "post_offer_confirmation", f"{path}/confirmation", body)
    if hand.happens(0.4):
        body = {**said, "detail": "工作日晚上也可用"}
        told = await hand.do(owner.contact, "put_offer", path, body, method="PUT", version=told.version)
    if hand.happens(0.4):
        await hand.do(owner.contact, "post_offer_ending", f"{path}/ending", {"reason": "used_up"})


async def contact(hand: Hand, place: Place) -> None:
    """Somebody becomes a contact, gets another duty, leaves."""
    organization = hand.chance.choice(place.organizations)
    path = f"{ORGANIZATIONS}/{organization.id}/contacts"
    person = await hand.do(place.desk, "post_person", PERSONS, {**SOMEBODY, "community": place.community})
    await hand.do(organization.contact, "post_contact", path, {"person": person.id, "duty": "offers"})
    one = f"{path}/{person.id}"
    await hand.do(organization.contact, "put_contact", one, {"duty": "needs"}, method="PUT")
    if hand.happens(0.7):
        await hand.ask(organization.contact, "delete_contact", one, method="DELETE")
    number = f"010-{60000000 + next(place.numbers)}"
    phones = [{"number": number, "shown_to": "wall"}]
    await hand.do(
        organization.contact,
        "put_phones",
        f"{ORGANIZATIONS}/{organization.id}/phones",
        {"phones": phones},
        method="PUT",
    )


async def member(hand: Hand, place: Place) -> None:
    """A new organization comes, joins the alliance, and may leave."""
    body = {"community": place.community, "name": "新来的单位", "kind": "shop", "peer_class": "shop", "account": True}
    path = f"{ORGANIZATIONS}/{(await hand.do(place.desk, 'post_organization', ORGANIZATIONS, body)).id}"
    await hand.do(place.desk, "post_membership", f"{path}/membership", {"since": "2024-01-01"})
    if hand.happens(0.4):
        left = {"until": "2024-06-30", "reason": "own_wish"}
        await hand.do(place.desk, "post_membership_ending", f"{path}/membership/ending", left)


async def settings(hand: Hand, place: Place) -> None:
    """The limits change; often they are so short that claims run out of time."""
    path = f"{COMMUNITIES}/{place.community}"
    version = await hand.version(place.district, path)
    await hand.ask(
        place.district,
        "put_settings",
        f"{path}/settings",
        {"settings": limits(hand, place)},
        method="PUT",
        version=version,
    )


def limits(hand: Hand, place: Place) -> dict[str, Any]:
    """Settings that nobody has set before, so that they are always news."""
    return {
        "claim_due": hand.chance.choice(("PT2S", "PT3S", "PT6S", "PT20S", "P14D")),
        "claim_grace": hand.chance.choice(("PT2S", "PT4S")),
        "booking_answer": hand.chance.choice(("PT3S", "PT8S", "P1D")),
        "offer_stale_after": f"P{next(place.numbers)}D",
        "accept_public_claims": hand.happens(0.3),
    }


async def farewell(hand: Hand, place: Place) -> None:
    """Somebody comes, wishes something, and asks to be forgotten."""
    person = await hand.do(place.desk, "post_person", PERSONS, {**SOMEBODY, "community": place.community})
    body = {"community": place.community, "person": person.id, "words": "想要一副眼镜", "consent": "in_person"}
    await hand.do(place.desk, "post_wish", WISHES, body)
    await hand.wait(0.0, 2.0)
    await hand.ask(place.desk, "delete_person", f"{PERSONS}/{person.id}", method="DELETE", reason="asked_by_person")


async def notices(hand: Hand, place: Place) -> None:
    """An organization reads what it was told; the desk tells people in person."""
    reader = hand.chance.choice(place.organizations).contact
    for notice in (await hand.read(reader, "/notify/v1/notices", limit=5))["items"]:
        if notice.get("read_at") is None and _first(place, notice["id"]):
            await hand.ask(reader, "post_reading", f"/notify/v1/notices/{notice['id']}/reading", {})
    tasks = await hand.read(place.desk, "/notify/v1/tasks", community=place.community, limit=3)
    for task in tasks["items"]:
        if _first(place, task["id"]):
            await hand.ask(place.desk, "post_telling", f"/notify/v1/notices/{task['id']}/telling", {"how": "visit"})


def _first(place: Place, notice: str) -> bool:
    """Each notice is dealt with once: to read it again would be nothing."""
    fresh = notice not in place.noticed
    place.noticed.add(notice)
    return fresh
