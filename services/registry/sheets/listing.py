"""The lists of the desk as rows of a sheet: in the columns of the import's form, so that they come back in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.registry.events import ExportList
from services.registry.projections import NEEDS, OFFERS, ORGANIZATIONS, WISHES, Organization
from services.registry.queries.finding import MOST, found_by
from services.registry.queries.freshness import Freshness
from services.registry.queries.lists import Query, Said, needs_in, offers_in, organizations_in, wishes_in
from services.registry.sheets.form import REFERENCE, Column, Form
from services.registry.sheets.kinds import contacts, needs, offers, organizations
from services.registry.sheets.kinds.terms import cells_of
from services.registry.sheets.words import CATEGORY, PROGRESS, WISH_KIND, WISH_STATE
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projection import Document, Projection

AT_ONCE = 500
Show = Callable[[Any, Mapping[str, Organization]], Mapping[str, object]]
"""The values of a document by the fields of its columns."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be taken out: its columns, what it is read from, and how a document becomes a row."""

    title: str
    columns: tuple[Column, ...]
    projection: Projection[Any]
    filters: tuple[str, ...]
    show: Show


def cell(column: Column, value: object) -> str:
    """A value as the form takes it back."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(cell(column, each) for each in value)
    return column.words.shown.get(str(value), str(value)) if column.words else str(value)


def row_of(columns: Sequence[Column], values: Mapping[str, object]) -> list[str]:
    """The cells of a row."""
    return [cell(column, values.get(column.field)) for column in columns]


async def documents_of(reads: Reads, listing: Listing, query: Query, q: str | None = None) -> list[Any]:
    """All that fit `query`, by id; with `q` the organizations that it finds, the closest first."""
    if q:
        return await found_by(reads(ORGANIZATIONS), query, q, MOST)
    found: list[Document] = []
    last = ""
    while page := await reads(listing.projection).find({"$and": [query, {"_id": {"$gt": last}}]}, limit=AT_ONCE):
        found += page
        last = page[-1].id
    return found


async def query_of(reads: Reads, kind: ExportList, community: str, fresh: Freshness, said: Said) -> Query:
    """What the list shows with the filters `said`. Contacts are those of the community itself: who looks after those
    below asks there."""
    match kind:
        case "organizations":
            return await organizations_in(reads, community, said)
        case "contacts":
            return await organizations_in(reads, community, said) | {"community": community}
        case "offers":
            return await offers_in(reads, community, fresh, said)
        case "needs":
            return await needs_in(reads, community, fresh, said)
        case "wishes":
            return wishes_in(community, said)


def _referred(document: Any) -> dict[str, object]:
    ref = document.external_ref
    named = {"external_system": ref.system, "external_id": ref.id} if ref else {}
    return {**dict(document), "id": document.id, **named}


def _organization(document: Any, _: Mapping[str, Organization]) -> Mapping[str, object]:
    phones = {
        "phones": tuple(phone.number for phone in document.phones),
        "shown_to": tuple(phone.shown_to for phone in document.phones),
    }
    return {**_referred(document), **phones, "inside": str(document.inside).lower()}


def _owned(document: Any, owners: Mapping[str, Organization]) -> Mapping[str, object]:
    owner = owners.get(document.organization)
    named = {"organization": owner.name, "credit_code": owner.credit_code} if owner else {}
    return {**_referred(document), **named}


def _offer(document: Any, owners: Mapping[str, Organization]) -> Mapping[str, object]:
    return {**_owned(document, owners), **cells_of(document)}


def _wish(document: Any, _: Mapping[str, Organization]) -> Mapping[str, object]:
    return _referred(document) | {"published_on": document.published_at and document.published_at.date()}


def _listing(form: Form[Any], projection: Projection[Any], filters: tuple[str, ...], show: Show) -> Listing:
    return Listing(form.zh, form.columns, projection, filters, show)


_WISH_COLUMNS = (
    Column("text", "公开文字", "Text", wide=40),
    Column("kind", "类型", "Kind", words=WISH_KIND),
    Column("category", "类别", "Category", words=CATEGORY),
    Column("quantity", "数量", "Quantity"),
    Column("unit", "计量单位", "Unit"),
    Column("state", "状态", "State", words=WISH_STATE),
    Column("progress", "进度", "Progress", words=PROGRESS),
    Column("published_on", "发布日期", "Published on"),
    Column("done_on", "实现日期", "Done on"),
    *REFERENCE,
)

_OF_ORGANIZATIONS = ("kind", "membership", "active", "q")
_OF_NEEDS = ("state", "progress", "category", "organization", "kind", "stale", "q", "owed")
_OF_WISHES = ("state", "progress", "kind", "category", "organization")
LISTINGS: Mapping[ExportList, Listing] = {
    "organizations": _listing(organizations.FORM, ORGANIZATIONS, _OF_ORGANIZATIONS, _organization),
    "offers": _listing(offers.FORM, OFFERS, ("state", "category", "organization", "stale", "q"), _offer),
    "needs": _listing(needs.FORM, NEEDS, _OF_NEEDS, _owned),
    "wishes": Listing("微心愿", _WISH_COLUMNS, WISHES, _OF_WISHES, _wish),
    "contacts": _listing(contacts.FORM, ORGANIZATIONS, _OF_ORGANIZATIONS, _organization),
}
