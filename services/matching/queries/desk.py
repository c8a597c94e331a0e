"""What waits for the staff of a node in matching: at their desk, and at all desks below."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from services.matching.decider import Claim
from services.matching.projections import REQUESTS, RequestDocument
from services.matching.queries.owed import Owed, overdue_replies
from services.matching.queries.requests import Filter, fields, names
from services.matching.queries.shown import Named, RequestView
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Pile

MOST = 50
STATUS = "request.claims.status"
TO_ASK: Filter = {"state": "closed", "request.end.referral.asked": True, "request.end.referral.outcome": None}
DELIVERY = "request.claims.deliveries.state"
ARRANGED = "request.claims.arranged"
UNCONFIRMED = "request.claims.confirmation_overdue"


class WaitingClaim(Frozen):
    """A claim about which something is to be done, with its request; `person` is who wished, or
    decides for a minor. A claimant that is a person has no name here."""

    claim: Claim
    claimant: Named
    request: RequestView
    person: str | None


class Desk(Frozen):
    """What waits, the oldest first: claims to accept, claims that are overdue, visits that are arranged, deliveries to
    confirm by a visit or a call, those that nobody has confirmed in time, requests that were not really fulfilled,
    those that nobody took on in time, those whose reply is overdue, and those passed on of which nobody has heard in
    time."""

    claims_to_accept: Pile[WaitingClaim]
    overdue_claims: Pile[WaitingClaim]
    arranged_visits: Pile[WaitingClaim]
    deliveries_to_confirm: Pile[WaitingClaim]
    confirmations_overdue: Pile[WaitingClaim]
    reopened_requests: Pile[RequestView]
    unclaimed_requests: Pile[RequestView]
    replies_overdue: Pile[RequestView]
    referrals_to_ask: Pile[RequestView]


Found = tuple[int, Sequence[Mapping[str, str]]]
"""How many there are, and of the first ones `_id` and `claim`."""


async def desk(reads: Reads, owed: Mapping[str, Owed]) -> Desk:
    """The desk over communities, each with what decides there which replies are overdue."""
    below: Filter = {"community": {"$in": list(owed)}}
    here: Filter = below | {"state": "open"}
    found = await asyncio.gather(
        _claims(reads, here, {STATUS: "claimed"}, "changed_at"),
        _claims(reads, here, {STATUS: "overdue"}, "request.claims.due_at"),
        _claims(reads, here, {ARRANGED: {"$ne": None}, STATUS: {"$in": ["accepted", "overdue"]}}, f"{ARRANGED}.on"),
        _claims(reads, here, {DELIVERY: "entered", UNCONFIRMED: False}, "request.claims.deliveries.occurred_on"),
        _claims(reads, here, {UNCONFIRMED: True}, "request.claims.confirm_by"),
        _requests(reads, here | {DELIVERY: "undone"}),
        _requests(reads, here | {"request.unclaimed_until": {"$ne": None}}),
        _requests(reads, overdue_replies(owed), "owed_since"),
        _requests(reads, below | TO_ASK, "request.end.referral.due_at"),
    )
    ids = {row["_id"] for _, rows in found for row in rows}
    documents = {one.id: one for one in await reads(REQUESTS).find({"_id": {"$in": sorted(ids)}}, limit=9 * MOST)}
    known = await names(reads, [party for one in documents.values() for party in one.parties])
    accept, overdue, arranged, confirm, unconfirmed = (_pile(piled, documents, known) for piled in found[:5])
    again, unclaimed, unanswered, elsewhere = (_views(piled, documents, known) for piled in found[5:])
    return Desk(
        claims_to_accept=accept,
        overdue_claims=overdue,
        arranged_visits=arranged,
        deliveries_to_confirm=confirm,
        confirmations_overdue=unconfirmed,
        reopened_requests=again,
        unclaimed_requests=unclaimed,
        replies_overdue=unanswered,
        referrals_to_ask=elsewhere,
    )


async def _claims(reads: Reads, here: Filter, which: Filter, oldest: str) -> Found:
    claim = {"$project": {"claim": "$request.claims.id"}}
    steps: list[Filter] = [{"$match": here | which}, {"$unwind": "$request.claims"}, {"$match": which}]
    return await _first(reads, steps, [{"$sort": {oldest: 1, "_id": 1, "request.claims.id": 1}}, claim])


async def _requests(reads: Reads, query: Filter, oldest: str = "changed_at") -> Found:
    return await _first(reads, [{"$match": query}], [{"$sort": {oldest: 1, "_id": 1}}, {"$project": {"_id": 1}}])


async def _first(reads: Reads, steps: list[Filter], order: list[Filter]) -> Found:
    sort, shown = order
    piles = {"total": [{"$count": "count"}], "rows": [sort, {"$limit": MOST}, shown]}
    (row,) = await reads(REQUESTS).aggregate([*steps, {"$facet": piles}])
    return sum(each["count"] for each in row["total"]), row["rows"]


def _pile(found: Found, documents: Mapping[str, RequestDocument], known: Mapping[str, str]) -> Pile[WaitingClaim]:
    total, rows = found
    return Pile(total=total, items=list(_waiting(rows, documents, known)))


def _views(found: Found, documents: Mapping[str, RequestDocument], known: Mapping[str, str]) -> Pile[RequestView]:
    total, rows = found
    items = [RequestView(**fields(documents[row["_id"]], known)) for row in rows if row["_id"] in documents]
    return Pile(total=total, items=items)


def _waiting(
    rows: Iterable[Mapping[str, str]], documents: Mapping[str, RequestDocument], known: Mapping[str, str]
) -> Iterable[WaitingClaim]:
    for row in rows:
        document = documents.get(row["_id"])
        claim = document.request.claim(row["claim"]) if document else None
        if document and claim:
            yield WaitingClaim(
                claim=claim,
                claimant=Named(id=claim.claimant.id, name=known.get(claim.claimant.id, "")),
                request=RequestView(**fields(document, known)),
                person=document.request.decides,
            )
