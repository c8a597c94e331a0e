"""Whom to ask how it went: wishes with deliveries that nobody has confirmed, building by building."""

from collections.abc import Iterable, Mapping, Sequence

from services.matching.decider import Claim
from services.matching.decider.state import ATTEMPTS
from services.matching.projections import REQUESTS, RequestDocument
from services.matching.queries.requests import Filter, fields, names
from services.matching.queries.shown import Named, RequestView
from shared.directory.order import BY_NAME, PINYIN
from shared.directory.projections import PLACES
from shared.directory.queries import inside
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen
from shared.privacy.masking import masked

MOST = 200


class Kept(Frozen):
    """A claim with something to ask about; a claimant that is a person has no name here."""

    claim: Claim
    claimant: Named


class ReturnVisit(Frozen):
    """A wish whose person (of a minor the guardian; none for a public one) is to be asked; after `left` more attempts
    it counts unasked."""

    request: RequestView
    person: str | None
    kept: tuple[Kept, ...]
    left: int


class OfPlace(Frozen):
    """The visits in one building; None stands for wishes without a place."""

    place: Named | None
    visits: tuple[ReturnVisit, ...]


class ReturnVisits(Frozen):
    """How many there are, and the first two hundred by place: places by name, those without one last."""

    total: int
    places: tuple[OfPlace, ...]


async def return_visits(reads: Reads, communities: Sequence[str]) -> ReturnVisits:
    """The return visits in `communities`, in each place the longest waiting first."""
    delivered = {"request.claims.deliveries.state": "entered"}
    return await _by_place(reads, {"community": {"$in": list(communities)}, "kind": "wish", **delivered})


async def stewards_visits(reads: Reads, person: str) -> ReturnVisits:
    """The public wishes that wait to be confirmed where `person` is the steward, and in the places inside: in each
    place the longest waiting first, without what that person brought, and without who else the persons are."""
    places = await inside(reads, await reads(PLACES).find({"steward": person}, limit=0))
    others = {"claimant.id": {"$ne": person}, "deliveries.state": "entered"}
    query: Filter = {
        "community": {"$in": sorted({place.community for place in places})},
        "wish_kind": "public",
        "request.about.place": {"$in": sorted(place.id for place in places)},
        "request.claims": {"$elemMatch": others},
    }
    found = await _by_place(reads, query, without=person)
    return ReturnVisits.model_validate(masked(found.model_dump(), frozenset({person})))


async def _by_place(reads: Reads, which: Filter, without: str = "") -> ReturnVisits:
    query = which | {"state": "open"}
    found = await reads(REQUESTS).find(query, sort=[("changed_at", 1), ("_id", 1)], limit=MOST)
    known = await names(reads, [party for document in found for party in document.parties])
    by_place: dict[str | None, list[RequestDocument]] = {}
    for document in found:
        by_place.setdefault(document.request.about.place, []).append(document)
    return ReturnVisits(
        total=await reads(REQUESTS).count(query),
        places=tuple(
            OfPlace(place=place, visits=tuple(_visit(each, known, without) for each in by_place[_id(place)]))
            for place in await _in_order(reads, by_place)
        ),
    )


def _id(place: Named | None) -> str | None:
    return place.id if place else None


async def _in_order(reads: Reads, places: Iterable[str | None]) -> list[Named | None]:
    """The places by name; those whose name is not known yet behind them, and the lack of one at the end."""
    ids = [place for place in places if place is not None]
    found = await reads(PLACES).find({"_id": {"$in": ids}}, sort=BY_NAME, limit=MOST, collation=PINYIN)
    named = [Named(id=place.id, name=place.name) for place in found]
    unknown = sorted(set(ids) - {place.id for place in named})
    nowhere: list[Named | None] = [None] if None in places else []
    return [*named, *(Named(id=place, name="") for place in unknown), *nowhere]


def _visit(document: RequestDocument, known: Mapping[str, str], without: str) -> ReturnVisit:
    kept = [claim for claim in document.request.claims if claim.unconfirmed and claim.claimant.id != without]
    return ReturnVisit(
        request=RequestView(**fields(document, known)),
        person=document.request.decides,
        kept=tuple(
            Kept(claim=claim, claimant=Named(id=claim.claimant.id, name=known.get(claim.claimant.id, "")))
            for claim in kept
        ),
        left=min(ATTEMPTS - len(claim.attempts) for claim in kept),
    )
