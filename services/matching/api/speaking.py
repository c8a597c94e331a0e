"""Who speaks for whom."""

from typing import Any
from zoneinfo import ZoneInfo

from services.matching.api.bodies import Claimant, PromiseBody
from services.matching.commands import AskedBenefit
from services.matching.decider import State
from services.matching.queries.benefits import asked_benefit
from services.matching.queries.requests import audiences_of
from shared.contracts.registry import Audience
from shared.directory.decider import Known
from shared.directory.events import PersonGone, PlaceKnown, StewardKnown
from shared.directory.mergers import inactive
from shared.directory.projections import ORGANIZATIONS
from shared.eventsourcing.model import Actor
from shared.http.dependencies import Body, Write
from shared.http.policy import Caller


def party_of(caller: Caller, *concerned: str) -> str | None:
    """Whom a caller speaks for: a contact for the organization, or for that one of those `concerned` which was merged
    into it; a resident for himself; None: staff, for anybody."""
    if caller.role == "staff":
        return None
    for party in concerned:
        if party in caller.parties:
            return party
    return (caller.organization if caller.role == "contact" else caller.person) or "nobody"


async def claiming_for(write: Write, request: str, claim: str) -> str | None:
    """Whom the caller speaks for about this claim."""
    if not write.caller.absorbed:
        return party_of(write.caller)
    found = (await write.load(request)).claim(claim)
    return party_of(write.caller, *([found.claimant.id] if found else ()))


async def known_of(write: Write, party: str | None) -> dict[str, Any]:
    """The class of the organization `party`, and whether it was deactivated; for others, and as long as nothing is
    known of it, neither."""
    found = await write.service.reads(ORGANIZATIONS).get(party) if party else None
    if found is None:
        return {}
    return {"peer_class": found.peer_class or None, "inactive": bool(await inactive(write.service.reads, [found.id]))}


async def open_to(write: Write, community: str, party: str) -> tuple[Audience, ...] | None:
    """The audiences in `community` that `party` belongs to, for which the caller speaks: from next door what is public
    alone. None for staff, who see all there is."""
    if write.caller.node not in await write.service.tree.path(community):
        return ("public",)
    return None if write.caller.role == "staff" else tuple(await audiences_of(write.service.reads, party))


async def benefit_of(write: Write, request: State, benefit: str, time_zone: str) -> AskedBenefit:
    """The benefit with this id of the scheme in force today, and whether who needs it is a member."""
    reads, path = write.service.reads, await write.service.tree.path(request.community)
    member = "members" in await audiences_of(reads, request.about.organization)
    return await asked_benefit(reads, benefit, path, write.at.astimezone(ZoneInfo(time_zone)).date(), member)


async def steward_of(write: Write, request: State | None, claim: str) -> str | None:
    """Who is to confirm what was delivered for a public wish: the nearest of those who answer for its place and did
    not deliver it; nobody where there is none."""
    found = request.claim(claim) if request else None
    stewards = await stewards_of(write, request)
    return next((each for each in stewards if found is None or each != found.claimant.id), None)


async def stewards_of(write: Write, request: State | None) -> tuple[str, ...]:
    """Who answers for the place of a public wish, and for the wider ones it lies in, as it stands in the log; nobody
    who was erased."""
    found: list[str] = []
    place = request.about.place if request and request.about.wish_kind == "public" else None
    while place is not None:
        known: Known | None = await write.service.handler.state(place)
        last = known.last if known else {}
        named, steward = last.get(PlaceKnown.type), last.get(StewardKnown.type)
        person = steward.person if isinstance(steward, StewardKnown) else None
        if person and not await _gone(write, person):
            found.append(person)
        place = named.parent if isinstance(named, PlaceKnown) else None
    return tuple(found)


async def acting_steward(write: Write, request: str) -> str | None:
    """The caller, where he or she answers for the place of that public wish, or for a wider one."""
    person = write.caller.person
    stewards = await stewards_of(write, await write.service.handler.state(request)) if person else ()
    return person if person in stewards else None


async def _gone(write: Write, person: str) -> bool:
    known: Known | None = await write.service.handler.state(person)
    return known is not None and PersonGone.type in known.last


def by(write: Write, body: Body) -> dict[str, Any]:
    """What every command says: when, and who."""
    return {"at": write.at, "actor": write.actor(body)}


def claimant_of(write: Write, body: PromiseBody) -> Actor:
    """Who claims, on behalf of the claimant; the community and a person who claims himself need nobody's behalf."""
    return acting_for(write, body, body.claimant)


def acting_for(write: Write, body: Body, party: Claimant) -> Actor:
    """Who acts, on behalf of `party` where it is neither the community nor the person who calls."""
    if body.on_behalf_of or party.kind == "community" or party.id == write.caller.person:
        return write.actor(body)
    return write.actor(body.model_copy(update={"on_behalf_of": party.id}))
