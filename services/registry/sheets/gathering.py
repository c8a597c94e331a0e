"""What stands in a list that is taken out, row by row, by the fields of its columns: what the page shows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.registry.decider.days import day_of
from services.registry.projections import (
    AGREEMENTS,
    CAMPAIGNS,
    COMMUNITIES,
    INQUIRIES,
    NEEDS,
    OFFERS,
    ORGANIZATIONS,
    PERSONS,
    WISHES,
    Agreement,
    Inquiry,
    Organization,
    Person,
)
from services.registry.queries.agreements import stands
from services.registry.queries.campaigns import inquiries_of
from services.registry.queries.finding import MOST, found_by
from services.registry.queries.freshness import Freshness
from services.registry.queries.lists import (
    Query,
    Said,
    agreements_in,
    needs_in,
    offers_in,
    organizations_in,
    wishes_in,
)
from services.registry.queries.members import members as members_of
from services.registry.queries.views import names_of, organizations_of
from services.registry.sheets.kinds.terms import cells_of
from shared.directory.queries import below
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projection import D, Projection
from shared.exporting.bounds import few_enough

AT_ONCE = 500
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a list is taken out, when, and with which filters."""

    reads: Reads
    community: str
    fresh: Freshness
    said: Said


Gather = Callable[[Wanted], Awaitable[Sequence[Values]]]


async def organizations(wanted: Wanted) -> Sequence[Values]:
    """Those of the node and below it."""
    return [_organization(each) for each in await _organizations(wanted)]


async def contacts(wanted: Wanted) -> Sequence[Values]:
    """Each contact with its organization and duty; without those who were erased. Contacts are those of the community
    itself: who looks after those below asks there."""
    owners = await _organizations(wanted, {"community": wanted.community})
    known = {each.id: each for each in await _living(wanted, [each.person for one in owners for each in one.contacts])}
    return [
        {**_person(known[each.person]), "organization": owner.name, "credit_code": owner.credit_code, "duty": each.duty}
        for owner in owners
        for each in owner.contacts
        if each.person in known
    ]


async def offers(wanted: Wanted) -> Sequence[Values]:
    """A community's offers."""
    query = await offers_in(wanted.reads, wanted.community, wanted.fresh, wanted.said)
    found = await _all(wanted, OFFERS, query)
    owners = await _owners(wanted, found)
    return [{**_owned(each, owners), **cells_of(each)} for each in found]


async def needs(wanted: Wanted) -> Sequence[Values]:
    """A community's needs."""
    query = await needs_in(wanted.reads, wanted.community, wanted.fresh, wanted.said)
    found = await _all(wanted, NEEDS, query)
    owners = await _owners(wanted, found)
    return [_owned(each, owners) for each in found]


async def wishes(wanted: Wanted) -> Sequence[Values]:
    """A community's wishes."""
    found = await _all(wanted, WISHES, wishes_in(wanted.community, wanted.said))
    return [_referred(each) | {"published_on": each.published_at and day_of(each.published_at)} for each in found]


async def persons(wanted: Wanted) -> Sequence[Values]:
    """Who agreed to be known in a community, without those who were erased."""
    account = wanted.said.get("account")
    here = {"community": wanted.community, "erased": False} | ({} if account is None else {"account": account})
    return [_person(each) for each in await _all(wanted, PERSONS, here)]


async def members(wanted: Wanted) -> Sequence[Values]:
    """Who was a member on a day."""
    communities = await below(wanted.reads, wanted.community, COMMUNITIES)
    day = wanted.said.get("on") or wanted.fresh.today
    found = await members_of(wanted.reads(ORGANIZATIONS), communities, day)
    return [{**dict(each), "id": each.organization} for each in found.members]


async def agreements(wanted: Wanted) -> Sequence[Values]:
    """The agreements of the node and below it; the words stand in the title or in the organization's name."""
    query = await agreements_in(wanted.reads, wanted.community, wanted.fresh.today, wanted.said)
    found = await _all(wanted, AGREEMENTS, query)
    names = await names_of(wanted.reads, [each.organization for each in found])
    shown = [(each, names.get(each.organization, "")) for each in found]
    words = (wanted.said.get("q") or "").lower().split()
    return [
        _agreement(each, name, wanted)
        for each, name in shown
        if all(word in f"{each.title} {name}".lower() for word in words)
    ]


async def campaign(wanted: Wanted) -> Sequence[Values]:
    """The offers a campaign of the community asks about, and what was answered."""
    known = await wanted.reads(CAMPAIGNS).get(wanted.said["campaign"])
    if known is None or known.community != wanted.community:
        return []
    found = await _all(wanted, OFFERS, {"_id": {"$in": list(known.offers)}})
    owners, inquiries = await _owners(wanted, found), await inquiries_of(wanted.reads(INQUIRIES), known.id, found)
    return [{**_owned(each, owners), **cells_of(each), **_answered(inquiries.get(each.id))} for each in found]


async def _organizations(wanted: Wanted, narrowed: Query | None = None) -> Sequence[Organization]:
    """With words those that they find, the closest first. Raises TooManyRows where they find all that is looked for."""
    query = await organizations_in(wanted.reads, wanted.community, wanted.said) | (narrowed or {})
    if q := wanted.said.get("q"):
        return few_enough(await found_by(wanted.reads(ORGANIZATIONS), query, q, MOST), MOST - 1)
    return await _all(wanted, ORGANIZATIONS, query)


async def _all(wanted: Wanted, projection: Projection[D], query: Query) -> list[D]:
    """All that fit `query`, by id. Raises TooManyRows, before it has read the rest."""
    found: list[D] = []
    last = ""
    while page := await wanted.reads(projection).find({"$and": [query, {"_id": {"$gt": last}}]}, limit=AT_ONCE):
        found += page
        few_enough(found)
        last = page[-1].id
    return found


async def _living(wanted: Wanted, persons: Sequence[str]) -> Sequence[Person]:
    return await _all(wanted, PERSONS, {"_id": {"$in": sorted(set(persons))}, "erased": False})


async def _owners(wanted: Wanted, documents: Sequence[Any]) -> Mapping[str, Organization]:
    return await organizations_of(wanted.reads, {each.organization for each in documents})


def _referred(document: Any) -> dict[str, object]:
    ref = document.external_ref
    named = {"external_system": ref.system, "external_id": ref.id} if ref else {}
    return {**dict(document), "id": document.id, **named}


def _organization(document: Organization) -> Values:
    phones = {
        "phones": tuple(phone.number for phone in document.phones),
        "shown_to": tuple(phone.shown_to for phone in document.phones),
    }
    return {**_referred(document), **phones}


def _owned(document: Any, owners: Mapping[str, Organization]) -> Values:
    owner = owners.get(document.organization)
    named = {"organization": owner.name, "credit_code": owner.credit_code} if owner else {}
    return {**_referred(document), **named}


def _person(document: Person) -> dict[str, object]:
    known = _referred(document)
    return {name: known.get(name) for name in ("id", "consent", "consented_on", "external_system", "external_id")}


def _agreement(document: Agreement, name: str, wanted: Wanted) -> Values:
    stand = stands(document, wanted.fresh.today)
    return {**dict(document), "id": document.id, "organization": name, "stands": stand}


def _answered(inquiry: Inquiry | None) -> Values:
    """How it was asked about in a campaign, and what was answered; nothing where nobody asked."""
    if inquiry is None:
        return {}
    return {
        "asked_on": tuple(each.occurred_on for each in inquiry.asked),
        "answer": inquiry.answer,
        "answered_by": inquiry.answer and inquiry.way,
        "answered_on": inquiry.answer and inquiry.occurred_on,
        "answer_note": inquiry.note,
        "to_review": inquiry.to_review,
    }
