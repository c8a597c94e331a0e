"""Routes about lists that are taken out as spreadsheets: each time on record, with the fields the desk shows."""

import asyncio
from collections.abc import Sequence
from typing import Any, Literal, cast

from fastapi import APIRouter, Response
from pydantic import Field

from services.registry.api.common import ROOT, STAFF, given, vault_of
from services.registry.commands import ExportRows, RevealPerson
from services.registry.commands.fields import CommunityId, OrganizationId
from services.registry.events import ExportList, RevealPurpose, SheetFormat
from services.registry.projections import EXPORTS, PERSONS, Export, Organization, Person
from services.registry.queries.freshness import Freshness
from services.registry.queries.views import organizations_of
from services.registry.sheets.listing import LISTINGS, Listing, documents_of, query_of, row_of
from services.registry.sheets.writing import MEDIA, list_file
from shared.errors import Malformed
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.model import Actor, Frozen
from shared.http.dependencies import Body, Page, Paging, Reading, Write, Writing
from shared.http.policy import Policy
from shared.http.texts import malformed
from shared.privacy.text import Title

POLICY: Policy = {"post_export": STAFF, "get_exports": STAFF}

AT_ONCE = 200
OPENED_AT_ONCE = 50
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file itself",
        "content": {
            media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()
        },
    }
}

router = APIRouter(tags=["sheets"])


class Filters(Frozen):
    """As the list's own; those of another list are refused."""

    kind: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    membership: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    state: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    progress: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    category: str | None = Field(default=None, max_length=30, pattern=r"^[a-z_]+$")
    organization: OrganizationId | None = None
    active: bool | None = None
    stale: bool | None = None
    owed: bool | None = None
    q: Title | None = None


class ExportBody(Body):
    """Which list to take out; `purpose` says what the persons in it are needed for."""

    list: ExportList
    format: Literal["xlsx", "csv"] = "xlsx"
    filters: Filters = Filters()
    purpose: RevealPurpose | None = None


@router.post("/communities/{community}/exports", operation_id="post_export", response_class=Response, responses=_FILES)
async def post_export(community: CommunityId, body: ExportBody, write: Writing) -> Response:
    """Take a list out, as xlsx or csv; that is recorded first. With contacts, each person's record is revealed."""
    await write.load(community)
    listing, said = LISTINGS[body.list], _filters(body)
    documents = await _documents(write, body, community, said)
    persons = await _persons(write, documents) if body.list == "contacts" else []
    export = write.new_id("export")
    command = ExportRows(
        **given(write, body, only=_Said),
        export=export,
        community=community,
        rows=len(persons) if body.list == "contacts" else len(documents),
        filters={name: _recorded(name, value) for name, value in said.items()},
    )
    outcome = await write.create(export, command, community=community)
    write.receipt(outcome, location=f"{ROOT}/communities/{community}/exports")
    if body.list == "contacts":
        rows = await _contacts(write, body, persons)
    else:
        rows = await _rows(write, listing, documents)
    return _answer(write, body, list_file(listing.title, listing.columns, rows, body.format))


@router.get("/communities/{community}/exports", operation_id="get_exports")
async def get_exports(community: CommunityId, read: Reading, paging: Paging) -> Page[Export]:
    """List what was taken out, the latest first: by whom, which list, how many rows."""
    await read.allow(community=community)
    return await paging.page(read.reads(EXPORTS), {"community": community})


class _Said(Frozen):
    """What of the body stands in the command as it is."""

    list: ExportList
    format: SheetFormat
    purpose: RevealPurpose | None


async def _documents(write: Write, body: ExportBody, community: str, said: dict[str, Any]) -> list[Any]:
    reads = write.service.reads
    fresh = Freshness.at(write.at, await write.service.tree.limits(community))
    query = await query_of(reads, body.list, community, fresh, said)
    q = said.get("q") if body.list in ("organizations", "contacts") else None
    return await documents_of(reads, LISTINGS[body.list], query, q)


def _recorded(name: str, value: Any) -> str:
    """A filter as it stays on record. What somebody looked for may be a person's name; that words were given stays."""
    return "…" if name == "q" else str(value).lower() if isinstance(value, bool) else str(value)


def _filters(body: ExportBody) -> dict[str, Any]:
    said = {name: value for name, value in body.filters if value is not None}
    for name in said.keys() - set(LISTINGS[body.list].filters):
        raise malformed(f"filters.{name}", "extra_forbidden")
    if (body.purpose is None) == (body.list == "contacts"):
        zh = "导出联系人须注明用途。" if body.list == "contacts" else "这份清单没有个人信息，请不要填写用途。"
        en = "say what the contacts are needed for." if body.list == "contacts" else "leave it out: nobody is in it."
        raise Malformed(field="purpose", reason_zh=zh, reason_en=en)
    return said


async def _rows(write: Write, listing: Listing, documents: Sequence[Any]) -> list[list[str]]:
    owners = await organizations_of(write.service.reads, _owners(documents))
    return [row_of(listing.columns, listing.show(document, owners)) for document in documents]


def _owners(documents: Sequence[Any]) -> set[str]:
    return {name for document in documents if (name := getattr(document, "organization", None))}


async def _persons(write: Write, documents: Sequence[Any]) -> list[tuple[Organization, str, Person]]:
    """Each contact with its organization and duty; without those who were erased."""
    named = [(each, contact) for each in cast("Sequence[Organization]", documents) for contact in each.contacts]
    ids = sorted({contact.person for _, contact in named})
    found = await write.service.reads(PERSONS).find({"_id": {"$in": ids}, "erased": False}, limit=max(1, len(ids)))
    known = {person.id: person for person in found}
    return [(each, contact.duty, known[contact.person]) for each, contact in named if contact.person in known]


async def _contacts(
    write: Write, body: ExportBody, persons: Sequence[tuple[Organization, str, Person]]
) -> list[list[str]]:
    """The rows of contacts: each look is recorded with its person before the vault is opened."""
    assert body.purpose
    seen = await _seen(write, body.purpose, sorted({person.id for _, _, person in persons}), write.actor(body))
    held = await _held(write, seen)
    columns = LISTINGS["contacts"].columns
    return [row_of(columns, _contact(*each, held)) for each in persons if each[2].id in held]


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


def _contact(owner: Organization, duty: str, person: Person, held: dict[str, dict[str, str]]) -> dict[str, object]:
    ref = person.external_ref
    return {
        **held[person.id],
        "id": person.id,
        "organization": owner.name,
        "credit_code": owner.credit_code,
        "duty": duty,
        "consent": person.consent,
        "consented_on": person.consented_on,
        "external_system": ref and ref.system,
        "external_id": ref and ref.id,
    }


def _answer(write: Write, body: ExportBody, file: bytes) -> Response:
    named = {"Content-Disposition": f'attachment; filename="{body.list}.{body.format}"'}
    return Response(file, media_type=MEDIA[body.format], headers=dict(write.response.headers) | named)
