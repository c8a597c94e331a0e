"""Before the stories: a district (founded once), a scheme, and communities with organizations and residents."""

import asyncio

from demo.facts import facts
from services.founding import found
from tests.chaos.client import Caller, Town, sign_in
from tests.chaos.story.agreements import agree
from tests.chaos.story.bookings import open_room
from tests.chaos.story.hand import Hand, Organization, Place, Resident
from tests.chaos.story.others import COMMUNITIES, ORGANIZATIONS, PERSONS, SOMEBODY, limits

DISTRICT = "西城区"
PLACES = 2
MEMBERS = 5
PEOPLE = 6
ROOMS = (1, 2)
"""How much of each can be had at once."""


async def settle(hand: Hand, town: Town, name: str) -> list[Place]:
    """A few communities of this load's own. Raises Ended where nothing can be brought up for long."""
    district, root = await district_of(hand, town)
    street = await hand.insist(
        district, "post_community", COMMUNITIES, {"parent": root, "name": f"街道{name}", "level": "subdistrict"}
    )
    await _adopt(hand, district, root)
    return list(await asyncio.gather(*(_place(hand, town, district, street.id, n) for n in range(PLACES))))


async def district_of(hand: Hand, town: Town) -> tuple[Caller, str]:
    """The district and its staff; founded again it is the same."""
    while True:
        try:
            root = await found(town.installation, DISTRICT, "district")
        except Exception:  # whatever a fault made of it: it is founded once, however often it is tried
            await hand.wait(0.5, 1.0)
        else:
            return sign_in(town.issuer, "staff", "district", node=root), root


async def _adopt(hand: Hand, district: Caller, root: str) -> None:
    scheme = facts("scheme")
    body = {"node": root, "scheme": scheme["scheme"], "valid_from": scheme["valid_from"]}
    await hand.insist(district, "post_scheme", "/evaluation/v1/schemes", body)


async def _place(hand: Hand, town: Town, district: Caller, street: str, number: int) -> Place:
    body = {"parent": street, "name": f"社区{number}", "level": "community"}
    community = (await hand.insist(district, "post_community", COMMUNITIES, body)).id
    desk = sign_in(town.issuer, "staff", f"desk-{community[-6:]}", node=community)
    place = Place(community, street, district, desk)
    members = (_organization(hand, town, place, n) for n in range(MEMBERS))
    place.organizations = list(await asyncio.gather(*members))
    people = (_resident(hand, town, place, account=n % 2 == 0) for n in range(PEOPLE))
    place.residents = list(await asyncio.gather(*people))
    owners = zip(place.organizations, ROOMS, strict=False)
    place.rooms = list(await asyncio.gather(*(open_room(hand, place, owner, most) for owner, most in owners)))
    version = await hand.version(district, f"{COMMUNITIES}/{community}")
    path = f"{COMMUNITIES}/{community}/settings"
    short = {"settings": {**limits(hand, place), "claim_due": "PT3S"}}
    await hand.ask(district, "put_settings", path, short, method="PUT", version=version)
    return place


async def _organization(hand: Hand, town: Town, place: Place, number: int) -> Organization:
    body = {
        "community": place.community,
        "name": f"单位{number}",
        "kind": "company",
        "peer_class": "company",
        "account": True,
    }
    organization = (await hand.insist(place.desk, "post_organization", ORGANIZATIONS, body)).id
    person = (await hand.insist(place.desk, "post_person", PERSONS, {**SOMEBODY, "community": place.community})).id
    path = f"{ORGANIZATIONS}/{organization}"
    await hand.insist(place.desk, "post_contact", f"{path}/contacts", {"person": person, "duty": "liaison"})
    await hand.insist(place.desk, "post_membership", f"{path}/membership", {"since": "2024-01-01"})
    await agree(hand, place, organization)
    claims = {"node": place.community, "organization": organization, "person": person}
    return Organization(organization, sign_in(town.issuer, "contact", f"contact-{number}", **claims))


async def _resident(hand: Hand, town: Town, place: Place, account: bool) -> Resident:
    body = {**SOMEBODY, "community": place.community, "account": account}
    person = (await hand.insist(place.desk, "post_person", PERSONS, body)).id
    if not account:
        return Resident(person, None)
    return Resident(person, sign_in(town.issuer, "resident", person, node=place.community, person=person))
