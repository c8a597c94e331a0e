"""Who may see which request, and how much of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from services.matching.decider import Claim, State
from services.matching.projections import REQUESTS, RequestDocument
from services.matching.queries.shown import Named, PartView, Promise, Promises, RequestView, WholeRequest
from shared.contracts.registry import Audience
from shared.directory.mergers import all_of, remaining
from shared.directory.projections import COMMUNITIES
from shared.directory.queries import around, below
from shared.eventsourcing.documents import Documents, Reads
from shared.http.dependencies import HistoryEntry, Page, Read
from shared.http.past import PastRead
from shared.http.policy import Caller
from shared.privacy.masking import masked
from shared.words import typed

Filter = dict[str, Any]
NEUTRAL = ("declined", "voided", "closed")
"""Claims that ended like this count neither for nor against anybody."""


async def visible(reads: Reads, caller: Caller) -> Filter:
    """The filter for what `caller` may see: what is public, what at home is meant for the caller, and the caller's own.

    Wishes of persons and households are shown to others only as long as they are open. A pass shows its one request.
    """
    if caller.holds:
        return {"_id": caller.holds}
    ended = {"state": {"$ne": "open"}, "wish_kind": {"$in": ["person", "household"]}}
    ways: list[Filter] = [{"audience": "public", "$nor": [ended]}]
    if caller.parties:
        mine = {"$in": sorted(caller.parties)}
        ways += [{"parties": mine}, {"asked": mine}]
    if caller.node:
        home = {"community": {"$in": await below(reads, caller.node)}}
        oversees = caller.role in ("staff", "service")
        meant = {"audience": {"$in": await audiences_of(reads, caller.organization)}, "$nor": [ended]}
        ways.append(home if oversees else home | meant)
    return {"$or": ways}


async def requests_in(reads: Reads, caller: Caller, said: Mapping[str, Any]) -> Filter:
    """What a list shows to `caller` with the filters `said`, by their names; None where one is left out."""
    conditions = [await visible(reads, caller)]
    conditions += [{name: said[name]} for name in ("community", "kind", "wish_kind", "state") if said.get(name)]
    if organization := said.get("organization"):
        conditions.append(await of_organization(reads, organization, caller))
    if q := said.get("q"):
        conditions.append(typed("found_by", q))
    if said.get("owed"):
        conditions.append({"owed_since": {"$ne": None}})
    return {"$and": conditions}


async def of_organization(reads: Reads, organization: str, caller: Caller) -> Filter:
    """The filter for requests an organization has to do with, as far as `caller` may know that it has."""
    whose = {"$in": await all_of(reads, organization)}
    if organization in caller.parties:
        return {"parties": whose}
    return {"$or": [{"shown": whose}, await _overseen(reads, caller) | {"parties": whose}]}


async def of_person(reads: Reads, person: str, caller: Caller) -> Filter:
    """The filter for the wishes and claims of a person: known to himself or herself, and to staff of the node."""
    if person in caller.parties:
        return {"parties": person}
    return await _overseen(reads, caller) | {"parties": person}


async def _overseen(reads: Reads, caller: Caller) -> Filter:
    overseen = await below(reads, caller.node) if caller.role == "staff" and caller.node else []
    return {"community": {"$in": overseen}}


async def audiences_of(reads: Reads, organization: str | None) -> list[Audience]:
    """Which audiences an organization, or the one it was merged into, or a resident, belongs to at home. Who is
    suspended from the alliance is a member all the same."""
    found = (await remaining(reads, [organization])).get(organization) if organization else None
    return ["public", "community", "members"] if found and found.member else ["public", "community"]


async def names(reads: Reads, ids: Iterable[str]) -> Mapping[str, str]:
    """The names of organizations and communities, as far as they are known here; of one that was merged the name of the
    one that remains."""
    wanted = {"_id": {"$in": sorted(set(ids))}}
    organizations = {each: found.name for each, found in (await remaining(reads, ids)).items()}
    return organizations | {found.id: found.name for found in await reads(COMMUNITIES).find(wanted, limit=0)}


async def behind(read: Read, requests: Sequence[str], home: str) -> Documents[RequestDocument]:
    """Where to look for `requests`, at the time asked about; those of the past lie at `home` or below it."""
    if not isinstance(read, PastRead):
        return read.reads(REQUESTS)
    wanted = {"$match": {"_id": {"$in": list(requests)}}}
    rows = await read.reads(REQUESTS).aggregate([wanted, {"$group": {"_id": "$community"}}])
    return read.documents(REQUESTS, sorted({home, *(row["_id"] for row in rows)}))


async def views(reads: Reads, documents: Sequence[RequestDocument]) -> list[RequestView]:
    """What anybody may know of `documents`."""
    known = await names(reads, [party for document in documents for party in document.shown])
    return [RequestView(**fields(document, known)) for document in documents]


async def promises(reads: Reads, organization: Named, whose: Sequence[str], page: Page[RequestDocument]) -> Promises:
    """The claims of `organization`, made as one of those `whose` claims are its own, on one page of requests, and the
    count of all."""
    known = await names(reads, [party for document in page.items for party in document.shown])
    items = [Promise(**fields(document, known), claims=claims_of(document, whose)) for document in page.items]
    rows = await reads(REQUESTS).aggregate(
        [
            {"$match": {"request.claims.claimant.id": {"$in": whose}}},
            {"$unwind": "$request.claims"},
            {"$match": {"request.claims.claimant.id": {"$in": whose}}},
            {"$group": {"_id": "$request.claims.status", "count": {"$sum": 1}}},
        ]
    )
    counts = {row["_id"]: row["count"] for row in rows if row["_id"] not in NEUTRAL}
    return Promises(items=items, next_cursor=page.next_cursor, organization=organization, counts=counts)


def claims_of(document: RequestDocument, parties: Collection[str]) -> tuple[Claim, ...]:
    """The claims of one of `parties` on a request."""
    return tuple(claim for claim in document.request.claims if claim.claimant.id in parties)


def fields(document: RequestDocument, known: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a RequestView."""
    request, about = document.request, document.request.about
    needs = about.organization
    return {
        **document.model_dump(include=RequestView.model_fields.keys() & RequestDocument.model_fields.keys()),
        **request.model_dump(include={"title", "text", "quantity"}),
        "origin": about.origin,
        "unit": about.unit,
        "need_kind": about.need_kind,
        "parts": tuple(_parts(request)),
        "ended": request.end.kind if request.end else None,
        "left": request.left if request.state == "open" else 0,
        "confirmed": request.confirmed,
        "reopened": any(delivery.state == "undone" for claim in request.claims for delivery in claim.deliveries),
        "organization": Named(id=needs, name=known.get(needs, "")) if needs else None,
        "claimants": tuple(
            Named(id=claimant, name=known.get(claimant, "")) for claimant in document.shown if claimant != needs
        ),
    }


def _parts(request: State) -> Iterable[PartView]:
    for number, part in enumerate(request.parts, 1):
        left = request.left_of(number) if request.state == "open" else 0
        yield PartView(**part.model_dump(), number=number, left=left)


async def whole(read: Read, document: RequestDocument) -> WholeRequest:
    """As much of a request as the caller may know: staff of the node all of it, those it concerns all but who the
    other persons are, machines that too, and everybody else what is in a RequestView."""
    caller, reads = read.caller, read.reads
    shown = fields(document, await names(reads, document.shown))
    overseen = caller.node in await read.service.tree.path(document.community) and caller.role in ("staff", "service")
    if not overseen and caller.holds != document.id and caller.parties.isdisjoint(document.parties):
        may = _judging(document, caller, await _answers_for(read, document))
        return WholeRequest(**shown, **may)
    history = tuple(map(_brief, await read.history(document.id)))
    request = WholeRequest(
        **shown,
        **_judging(document, caller, await _answers_for(read, document)),
        person=document.request.decides,
        entered_by=document.request.about.entered_by,
        waits_until=document.request.waiting.until if document.request.waiting else None,
        unclaimed_until=document.request.unclaimed_until,
        claims=document.request.claims,
        end=document.request.end,
        answers=document.request.answers,
        history=history,
        names=await names(reads, _mentioned(document, history)),
    )
    if caller.role == "staff" and overseen:
        return request
    if not overseen and caller.parties.isdisjoint(document.owners):
        request = _without_benefits(request)
    known = caller.parties | (document.owners if caller.parties & document.owners else frozenset())
    return WholeRequest.model_validate(masked(request.model_dump(), known))


def _without_benefits(request: WholeRequest) -> WholeRequest:
    """What comes back to an organization tells of its tier, which is its own and the staff's to know."""
    claims = tuple(claim.model_copy(update={"benefit": None}) for claim in request.claims)
    history = tuple(
        entry.model_copy(update={"data": {name: said for name, said in entry.data.items() if name != "benefit"}})
        for entry in request.history
    )
    return request.model_copy(update={"claims": claims, "history": history})


async def _answers_for(read: Read, document: RequestDocument) -> bool:
    """Whether the caller is the steward of the place of a public wish, or of a wider one it lies in."""
    about, person = document.request.about, read.caller.person
    if about.wish_kind != "public" or about.place is None or person is None or read.caller.role != "resident":
        return False
    return person in {place.steward for place in await around(read.reads, about.place)}


def _judging(document: RequestDocument, caller: Caller, steward: bool) -> dict[str, bool]:
    """What who wished or needs it, the place's steward, or staff may say now of what was delivered."""
    request, staff = document.request, caller.role == "staff"
    judges = staff or caller.holds == document.id or not caller.parties.isdisjoint(document.owners)
    confirms = steward or (judges and (staff or request.about.wish_kind != "public"))
    behind = frozenset() if staff else request.holders if caller.holds else caller.parties
    others = (claim for claim in request.claims if claim.claimant.id not in behind)
    waiting = request.state == "open" and any(claim.unconfirmed for claim in others)
    return {
        "can_confirm": confirms and waiting,
        "can_reopen": (judges or steward)
        and request.state != "closed"
        and any(claim.delivered for claim in request.claims),
    }


def _mentioned(document: RequestDocument, history: Iterable[HistoryEntry]) -> set[str]:
    asked = (suggestion.provider.id for suggestion in document.request.suggestions)
    return {*document.parties, *asked, *filter(None, (entry.on_behalf_of for entry in history))}


def _brief(entry: HistoryEntry) -> HistoryEntry:
    """`entry` without what the request says already."""
    data = {name: value for name, value in entry.data.items() if name not in ("community", "about")}
    return entry.model_copy(update={"data": data})
