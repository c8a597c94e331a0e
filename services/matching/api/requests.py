"""Requests: confirmed, reopened, closed, amended; lists of them, and one of them whole."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from services.matching.api.bodies import ClosingBody, ConfirmationBody, ReopeningBody, RequestId, TextBody
from services.matching.api.speaking import acting_steward, by, party_of
from services.matching.commands import AmendText, CloseRequest, ConfirmDelivery, Marked, Reopen
from services.matching.projections import REQUESTS
from services.matching.queries import (
    Filter,
    Named,
    Promises,
    RequestView,
    WholeRequest,
    of_person,
    promises,
    requests_in,
    views,
    visible,
    whole,
)
from shared.contracts.registry import WishKind
from shared.directory.mergers import all_of
from shared.directory.projections import ORGANIZATIONS
from shared.errors import Forbidden, NotFound
from shared.http.dependencies import Page, Paging, Reading, ReadingPast, Receipt, Writing
from shared.http.finding import WordsTyped
from shared.privacy.text import Id

router = APIRouter()


@router.post("/requests/{request}/confirmation", operation_id="post_confirmation")
async def post_confirmation(request: RequestId, body: ConfirmationBody, write: Writing) -> Receipt:
    """Confirm what was delivered, with a mark from 1 to 5; a public wish also who answers for its place, or for
    a wider one it lies in."""
    acting = await acting_steward(write, request)
    command = ConfirmDelivery(
        claims=tuple(Marked(claim=f"{request}.{entry.number}", mark=entry.mark) for entry in body.claims),
        mark=body.mark,
        how=body.how,
        said_on=body.occurred_on,
        party=party_of(write.caller),
        steward=acting,
        **by(write, body),
    )
    return write.receipt(await write.change(request, command, acting=acting))


@router.post("/requests/{request}/reopening", operation_id="post_reopening")
async def post_reopening(request: RequestId, body: ReopeningBody, write: Writing) -> Receipt:
    """Say that claims, delivered or even confirmed, were not really kept: they are under way again. Of a
    public wish also who answers for its place, or for a wider one it lies in, may say so."""
    acting = await acting_steward(write, request)
    state = await write.load(request, acting=acting)
    command = Reopen(
        claims=tuple(f"{request}.{number}" for number in body.claims),
        reason=body.reason,
        note=body.note,
        limits=await write.service.tree.limits(state.community),
        **by(write, body),
    )
    return write.receipt(await write.change(request, command, acting=acting))


@router.post("/requests/{request}/closing", operation_id="post_closing")
async def post_closing(request: RequestId, body: ClosingBody, write: Writing) -> Receipt:
    """Close a request with a reason; open claims end with it, neutrally."""
    command = CloseRequest(reason=body.reason, note=body.note, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.put("/requests/{request}/text", operation_id="put_text")
async def put_text(request: RequestId, body: TextBody, write: Writing) -> Receipt:
    """Replace the public text; the old one stays in the history."""
    command = AmendText(text=body.text, reason=body.reason, note=body.note, **by(write, body))
    return write.receipt(await write.change(request, command, must_match=True))


@router.get("/requests", operation_id="get_requests")
async def get_requests(
    read: ReadingPast,
    paging: Paging,
    community: Id | None = None,
    kind: Literal["wish", "need"] | None = None,
    wish_kind: WishKind | None = None,
    state: Literal["open", "fulfilled", "closed"] | None = None,
    organization: Id | None = None,
    person: Id | None = None,
    q: WordsTyped = None,
    owed: Annotated[bool, Query(description="Only those to which a reply is owed, the longest first.")] = False,
) -> Page[RequestView]:
    """List the requests the caller may see, those that changed last first."""
    await read.allow(community=community)
    said: dict[str, Any] = {"community": community, "kind": kind, "wish_kind": wish_kind, "state": state}
    said |= {"organization": organization, "q": q, "owed": owed}
    conditions: list[Filter] = [await requests_in(read.reads, read.caller, said)]
    if person:
        if person != read.caller.person and read.caller.role != "staff":
            raise Forbidden
        conditions.append(await of_person(read.reads, person, read.caller))
    order = "owed_since,position" if owed else "-position"
    page = await paging.page(read.documents(REQUESTS, [community] if community else []), {"$and": conditions}, order)
    return Page(items=await views(read.reads, page.items), next_cursor=page.next_cursor)


@router.get("/requests/{request}", operation_id="get_request")
async def get_request(request: RequestId, read: ReadingPast, response: Response) -> WholeRequest:
    """Read one request; those it concerns see its claims and its whole history."""
    shown = await visible(read.reads, read.caller)
    found = await read.reads(REQUESTS).find({"$and": [{"_id": request}, shown]}, limit=1)
    if not found:
        raise NotFound
    await read.allow(community=found[0].community, owners=found[0].owners, thing=request)
    document = await read.then(REQUESTS, found[0])
    response.headers["ETag"] = f'"{document.version}"'
    return await whole(read, document)


@router.get("/organizations/{organization}/promises", operation_id="get_promises")
async def get_promises(organization: Id, read: Reading, paging: Paging) -> Promises:
    """List what an organization has promised, and count what became of it."""
    found = await read.reads(ORGANIZATIONS).get(organization)
    if found is None:
        raise NotFound
    await read.allow(community=found.community, owners=frozenset({organization}))
    whose = await all_of(read.reads, organization)
    page = await paging.page(read.reads(REQUESTS), {"request.claims.claimant.id": {"$in": whose}})
    return await promises(read.reads, Named(id=organization, name=found.name), whose, page)
