"""Routes about lists that are taken out as spreadsheets: each time on record, with the fields the desk shows."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from services.registry.api.common import STAFF, vault_of
from services.registry.commands import RevealPerson
from services.registry.commands.fields import CampaignId, CommunityId, DayGiven, OrganizationId
from services.registry.events import RevealPurpose
from services.registry.queries.agreements import Standing
from services.registry.queries.freshness import Freshness
from services.registry.sheets.gathering import Values, Wanted
from services.registry.sheets.listing import LISTINGS, ExportList, Listing
from shared.errors import Malformed
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.model import Actor, Frozen
from shared.exporting.api import FILES, Exporting, answer, record, said_of
from shared.exporting.projections import EXPORTS, Export
from shared.http.dependencies import Page, Paging, Reading, Write, Writing
from shared.http.policy import Policy
from shared.privacy.text import Title

POLICY: Policy = {"post_export": STAFF, "get_exports": STAFF}

AT_ONCE = 200
OPENED_AT_ONCE = 50

router = APIRouter(tags=["sheets"])


class Filters(Frozen):
    """As the list's own; those of another list are refused."""

    kind: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    membership: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    state: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    progress: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    category: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    organization: OrganizationId | None = None
    campaign: CampaignId | None = None
    stands: Standing | None = None
    on: DayGiven | None = None
    active: bool | None = None
    account: bool | None = None
    stale: bool | None = None
    owed: bool | None = None
    q: Title | None = None


class ExportBody(Exporting):
    """Which list to take out; `purpose` says what the persons in it are needed for."""

    list: ExportList
    filters: Filters = Filters()
    purpose: RevealPurpose | None = None


@router.post("/communities/{community}/exports", operation_id="post_export", response_class=Response, responses=FILES)
async def post_export(community: CommunityId, body: ExportBody, write: Writing) -> Response:
    """Take a list out, as xlsx or csv; that is recorded first. With persons in it, each one's record is revealed."""
    await write.load(community)
    listing = LISTINGS[body.list]
    said = _said(body, listing)
    fresh = Freshness.at(write.at, await write.service.tree.limits(community))
    rows = await listing.gather(Wanted(write.service.reads, community, fresh, said))
    await record(write, body, community, rows, said, body.purpose)
    if body.purpose:
        rows = await _revealed(write, body.purpose, rows, write.actor(body))
    return await answer(write, body, listing.title, listing.columns, rows)


@router.get("/communities/{community}/exports", operation_id="get_exports")
async def get_exports(community: CommunityId, read: Reading, paging: Paging) -> Page[Export]:
    """List what was taken out, the latest first: by whom, which list, how many rows."""
    await read.allow(community=community)
    return await paging.page(read.reads(EXPORTS), {"community": community})


def _said(body: ExportBody, listing: Listing) -> Mapping[str, Any]:
    """The filters. Raises Malformed, also for a purpose that is missing or has no place."""
    said = said_of(body.filters, listing.filters, listing.needed)
    if (body.purpose is None) == listing.personal:
        zh = "导出有姓名和电话的清单须注明用途。" if listing.personal else "这份清单没有个人信息，请不要填写用途。"
        en = "say what the persons are needed for." if listing.personal else "leave it out: nobody is in it."
        raise Malformed(field="purpose", reason_zh=zh, reason_en=en)
    return said


async def _revealed(write: Write, purpose: RevealPurpose, rows: Sequence[Values], actor: Actor) -> Sequence[Values]:
    """The rows with what the vault holds of each one's person: each look is recorded before the vault is opened."""
    seen = await _seen(write, purpose, sorted({str(row["id"]) for row in rows}), actor)
    held = await _held(write, seen)
    return [{**held[str(row["id"])], **row} for row in rows if row["id"] in held]


async def _seen(write: Write, purpose: RevealPurpose, persons: Sequence[str], actor: Actor) -> list[str]:
    """Those of `persons` whose look is on record: who was erased meanwhile is not among them."""
    command = RevealPerson(at=write.at, actor=actor, purpose=purpose)
    seen: list[str] = []
    for at in range(0, len(persons), AT_ONCE):
        looks = [
            Envelope(person, command, id=f"{write.command_id}/{person}", correlation=write.correlation)
            for person in persons[at : at + AT_ONCE]
        ]
        recorded = await write.service.handler.handle_many(looks)
        seen += [look.stream for look, result in zip(looks, recorded, strict=True) if not isinstance(result, Exception)]
    return seen


async def _held(write: Write, persons: Sequence[str]) -> dict[str, dict[str, str]]:
    vault, held = vault_of(write.service), dict[str, dict[str, str]]()
    for at in range(0, len(persons), OPENED_AT_ONCE):
        some = persons[at : at + OPENED_AT_ONCE]
        opened = await asyncio.gather(*(vault.open(person, person) for person in some))
        held |= {person: record for person, record in zip(some, opened, strict=True) if record}
    return held
