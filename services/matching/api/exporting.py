"""Routes about lists that are taken out as spreadsheets: each time on record, with the fields the desk shows."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response
from pydantic import Field

from services.matching.api.bodies import Since2000
from services.matching.api.meeting_bodies import CommunityId
from services.matching.queries.listing import LISTINGS, ExportList, Wanted
from shared.eventsourcing.model import Frozen
from shared.exporting.api import FILES, Exporting, answer, record, said_of
from shared.exporting.projections import EXPORTS, Export
from shared.http.dependencies import Page, Paging, Reading, Writing
from shared.privacy.text import Id, Title

router = APIRouter(tags=["sheets"])


class Filters(Frozen):
    """As the list's own; those of another list are refused."""

    kind: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    wish_kind: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    state: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    organization: Id | None = None
    first: Since2000 | None = Field(default=None, alias="from")
    until: Since2000 | None = None
    misfit: bool | None = None
    owed: bool | None = None
    q: Title | None = None


class ExportBody(Exporting):
    """Which list to take out. Nobody is named in it, so no purpose is asked for."""

    list: ExportList
    filters: Filters = Filters()


@router.post("/communities/{community}/exports", operation_id="post_export", response_class=Response, responses=FILES)
async def post_export(community: CommunityId, body: ExportBody, write: Writing) -> Response:
    """Take a list out, as xlsx or csv; that is recorded first."""
    await write.load(community)
    listing = LISTINGS[body.list]
    said = said_of(body.filters, listing.filters)
    zone = ZoneInfo((await write.service.tree.limits(community)).time_zone)
    rows = await listing.gather(Wanted(write.service.reads, write.caller, community, zone, said))
    await record(write, body, community, rows, said)
    return await answer(write, body, listing.title, listing.columns, rows)


@router.get("/communities/{community}/exports", operation_id="get_exports")
async def get_exports(community: CommunityId, read: Reading, paging: Paging) -> Page[Export]:
    """List what was taken out, the latest first: by whom, which list, how many rows."""
    await read.allow(community=community)
    return await paging.page(read.reads(EXPORTS), {"community": community})
