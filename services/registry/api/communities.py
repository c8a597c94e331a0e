"""Routes about the tree and its nodes."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response

from services.registry.api.common import AT_HOME, ROOT, STAFF, given
from services.registry.api.places import check_beside
from services.registry.commands import ChangeSettings, Figures, FoundCommunity, RecordLedger
from services.registry.commands.community import Node, SettingsGiven, Year
from services.registry.commands.fields import CommunityId
from services.registry.projections import COMMUNITIES, ORGANIZATIONS, PLACES
from services.registry.queries.ledger import LedgerView, ledger
from services.registry.queries.mark import mark
from services.registry.queries.tree import TreeView, tree
from services.registry.queries.views import CommunityView
from services.registry.queries.wall import Wall, wall
from shared.contracts.registry import Settings
from shared.directory.limits import reach
from shared.directory.workdays import missing
from shared.errors import NotFound
from shared.http.dependencies import Body, Reading, ReadingPast, Receipt, Writing
from shared.http.policy import EVERYBODY, Policy
from shared.http.tagged import NOT_MODIFIED, tagged, unchanged

POLICY: Policy = {
    "post_community": STAFF,
    "put_settings": STAFF,
    "put_ledger": STAFF,
    "get_ledger": STAFF,
    "get_tree": EVERYBODY,
    "get_wall": EVERYBODY,
    "get_community": AT_HOME,
}

router = APIRouter(tags=["communities"])


class CommunityBody(Body, Node):
    """A node to found under `parent`."""

    parent: CommunityId


class SettingsBody(Body):
    """A node's own settings, whole; what is left out is inherited."""

    settings: SettingsGiven


class LedgerBody(Body, Figures):
    """A year's figures as they were counted; groups under ten are merged before anything is kept."""


@router.post("/communities", status_code=201, operation_id="post_community")
async def post_community(body: CommunityBody, write: Writing) -> Receipt:
    """Found a node under its parent."""
    await write.allow(community=body.parent)
    parent = await write.service.reads(COMMUNITIES).get(body.parent)
    assert parent
    stream = write.new_id("community")
    fields = given(write, body)
    fields.pop("parent")
    command = FoundCommunity(**fields, path=(*parent.path, stream), parent_level=parent.level)
    outcome = await write.create(stream, command, community=body.parent)
    return write.receipt(outcome, location=f"{ROOT}/communities/{stream}")


@router.put("/communities/{community}/settings", operation_id="put_settings")
async def put_settings(community: CommunityId, body: SettingsBody, write: Writing) -> Receipt:
    """Replace a node's own settings, whole."""
    settings = Settings(**dict(body.settings))
    command = ChangeSettings(at=write.at, actor=write.actor(body), settings=settings)
    return write.receipt(await write.change(community, command, must_match=True))


@router.put("/communities/{community}/ledgers/{year}", operation_id="put_ledger")
async def put_ledger(community: CommunityId, year: Year, body: LedgerBody, write: Writing) -> Receipt:
    """Record a year's figures, or correct them: of the whole, and of places that lie beside each other."""
    await write.load(community)
    await check_beside(write, [row.place for row in body.places], community)
    return write.receipt(await write.change(community, RecordLedger(**given(write, body), year=year)))


@router.get("/communities/{community}/ledgers/{year}", operation_id="get_ledger")
async def get_ledger(community: CommunityId, year: Year, read: ReadingPast) -> LedgerView:
    """Read a year's figures by place, beside what is registered."""
    await read.allow(community=community)
    found = await read.documents(COMMUNITIES).get(community)
    here = read.documents(PLACES, [community]), read.documents(ORGANIZATIONS, [community])
    return await ledger(found, year, *here)


@router.get("/tree", operation_id="get_tree")
async def get_tree(read: Reading) -> TreeView:
    """Read the community tree."""
    await read.allow()
    return await tree(read.reads)


@router.get("/communities/{community}", operation_id="get_community")
async def get_community(community: CommunityId, read: ReadingPast, response: Response) -> CommunityView:
    """Read a node with its ledgers and the limits in force."""
    await read.allow(community=community)
    node = await read.documents(COMMUNITIES).get(community)
    if node is None:
        raise NotFound
    response.headers["ETag"] = f'"{node.version}"'
    history = await read.history(community) if read.caller.role == "staff" else None
    limits = await read.service.tree.limits(community)
    today = read.now.astimezone(ZoneInfo(limits.time_zone)).date()
    unknown = missing(limits.calendar, today, reach(limits, today))
    return CommunityView(**dict(node), limits=limits, calendar_missing=unknown, history=history)


@router.get(
    "/communities/{community}/wall",
    operation_id="get_wall",
    response_model=Wall,
    responses=NOT_MODIFIED,
)
async def get_wall(community: CommunityId, read: Reading, request: Request) -> Response:
    """Read what hangs on the wall: both lists, the open wishes and the figures."""
    await read.allow(community=community)
    found = await mark(read.reads, read.service.tree, community, read.now)
    if known := unchanged(request, found.tag):
        return known
    return tagged(request, await wall(read.reads, found.limits, community, read.now), found.tag)
