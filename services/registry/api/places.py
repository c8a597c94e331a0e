"""Routes about the parts of a community and who answers for them."""

import asyncio
from collections.abc import Iterable, Sequence

from fastapi import APIRouter, Response

from services.registry.api.common import AT_HOME, ROOT, STAFF, given, living
from services.registry.commands import (
    AppointSteward,
    DeactivatePlace,
    NamePlace,
    ReactivatePlace,
    ReleaseSteward,
    RenamePlace,
)
from services.registry.commands.fields import CommunityId, DayGiven, PersonId, PlaceId
from services.registry.commands.place import PlaceName
from services.registry.decider.place import Place as PlaceState
from services.registry.decider.place import PlaceInactive
from services.registry.events.place import PlaceClosingReason
from services.registry.projections import PLACES
from services.registry.queries.places import PlaceView, show_place
from shared.contracts.registry import PlaceKind
from shared.errors import Malformed, NotFound
from shared.http.dependencies import Body, Page, Paging, ReadingPast, Receipt, Write, Writing
from shared.http.policy import Policy
from shared.privacy.text import Note

POLICY: Policy = {
    "post_place": STAFF,
    "put_place": STAFF,
    "post_steward": STAFF,
    "post_steward_ending": STAFF,
    "post_place_deactivation": STAFF,
    "post_place_reactivation": STAFF,
    "get_places": AT_HOME,
    "get_place": AT_HOME,
}

router = APIRouter(tags=["places"])


class PlaceBody(Body, PlaceName):
    """A place to know."""

    community: CommunityId
    kind: PlaceKind


class PlaceNameBody(Body, PlaceName):
    """What it is called from now on, and where it lies."""


class StewardBody(Body):
    """Who answers for the place, and since when; the person is registered first."""

    person: PersonId
    since: DayGiven


class StewardEndingBody(Body):
    """The last day."""

    until: DayGiven


class DeactivationBody(Body):
    """Why the place is no longer used."""

    reason: PlaceClosingReason
    note: Note = ""


@router.post("/places", status_code=201, operation_id="post_place")
async def post_place(body: PlaceBody, write: Writing) -> Receipt:
    """Register a courtyard or building, an estate or a grid."""
    await write.allow(community=body.community)
    stream, parent_kind = write.new_id("place"), await _kind_of(write, body.parent, body.community)
    command = NamePlace(**given(write, body), place=stream, parent_kind=parent_kind)
    outcome = await write.create(stream, command, community=body.community)
    return write.receipt(outcome, location=f"{ROOT}/places/{stream}")


@router.put("/places/{place}", operation_id="put_place")
async def put_place(place: PlaceId, body: PlaceNameBody, write: Writing) -> Receipt:
    """Call a place otherwise, or put it into another one."""
    state = await write.load(place)
    parent_kind = await _kind_of(write, body.parent, state.community)
    return write.receipt(await write.change(place, RenamePlace(**given(write, body), parent_kind=parent_kind)))


@router.post("/places/{place}/steward", status_code=201, operation_id="post_steward")
async def post_steward(place: PlaceId, body: StewardBody, write: Writing) -> Receipt:
    """Let a registered person answer for the place; whoever did so before ends on the day before."""
    state = await write.load(place)
    await living(write.service, body.person, state.community)
    return write.receipt(await write.change(place, AppointSteward(**given(write, body))))


@router.post("/places/{place}/steward/ending", operation_id="post_steward_ending")
async def post_steward_ending(place: PlaceId, body: StewardEndingBody, write: Writing) -> Receipt:
    """Release the steward, without another one."""
    return write.receipt(await write.change(place, ReleaseSteward(**given(write, body))))


@router.post("/places/{place}/deactivation", operation_id="post_place_deactivation")
async def post_place_deactivation(place: PlaceId, body: DeactivationBody, write: Writing) -> Receipt:
    """Use a place no longer; what happened there stays, and its steward is released."""
    return write.receipt(await write.change(place, DeactivatePlace(**given(write, body))))


@router.post("/places/{place}/reactivation", operation_id="post_place_reactivation")
async def post_place_reactivation(place: PlaceId, body: Body, write: Writing) -> Receipt:
    """Use a place again."""
    return write.receipt(await write.change(place, ReactivatePlace(**given(write, body))))


@router.get("/communities/{community}/places", operation_id="get_places")
async def get_places(
    community: CommunityId,
    read: ReadingPast,
    paging: Paging,
    kind: PlaceKind | None = None,
    active: bool | None = None,
) -> Page[PlaceView]:
    """List the places of a community by name."""
    await read.allow(community=community)
    filters = {"community": community, "kind": kind, "active": active}
    query = {name: value for name, value in filters.items() if value is not None}
    page = await paging.page(read.documents(PLACES, [community]), query, "name")
    return page.map(lambda document: show_place(document, read.caller))


@router.get("/places/{place}", operation_id="get_place")
async def get_place(place: PlaceId, read: ReadingPast, response: Response) -> PlaceView:
    """Read a place; its stewards and history are for staff."""
    document = await read.reads(PLACES).get(place)
    if document is None:
        raise NotFound
    await read.allow(community=document.community)
    document = await read.then(PLACES, document)
    response.headers["ETag"] = f'"{document.version}"'
    history = await read.history(place) if read.caller.role == "staff" else None
    return show_place(document, read.caller, history)


async def check_place(write: Write, place: PlaceId | None, community: str, field: str = "place") -> PlaceState | None:
    """The place, which is of `community` and in use; None for none. Raises Malformed naming `field`, PlaceInactive."""
    if place is None:
        return None
    state = await write.service.handler.state(place)
    if not isinstance(state, PlaceState) or state.community != community:
        raise Malformed(
            field=field,
            reason_zh="本社区没有这个楼院（小区、网格），请从名单里选。",
            reason_en="the community has no such place; choose one from the list.",
        )
    if not state.active:
        raise PlaceInactive
    return state


async def check_beside(write: Write, given: Sequence[PlaceId], community: str) -> None:
    """Raises Malformed unless all of `given` are places of `community`, and none of them lies in another."""
    places = await _with_wider(write, given)
    if any(place not in places or places[place].community != community for place in given):
        raise Malformed(
            field="places",
            reason_zh="其中有的不是本社区的楼院（小区、网格），请从名单里选。",
            reason_en="not all of them are places of the community; choose from the list.",
        )
    if not set(given).isdisjoint(place.named.parent for place in places.values()):
        raise Malformed(
            field="places",
            reason_zh="上级和下级不能同时填写：只填最小的，上级由系统相加。",
            reason_en="a place and one it lies in can't both have figures; give the smallest, the wider are added up.",
        )


async def _with_wider(write: Write, given: Iterable[PlaceId]) -> dict[str, PlaceState]:
    """The known ones of `given`, and all that they lie in, as the log has them."""
    found: dict[str, PlaceState] = {}
    wanted, asked = set(given), set(given)
    while wanted:
        states = await asyncio.gather(*(write.service.handler.state(place) for place in wanted))
        found |= {state.named.place: state for state in states if isinstance(state, PlaceState)}
        wanted = {state.named.parent for state in found.values() if state.named.parent} - asked
        asked |= wanted
    return found


async def _kind_of(write: Write, parent: PlaceId | None, community: str) -> PlaceKind | None:
    state = await check_place(write, parent, community, "parent")
    return state.named.kind if state else None
