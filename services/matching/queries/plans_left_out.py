"""What was open when a plan was made, and has no line in it."""

from services.matching.decider import Plan
from services.matching.events.plan import LeftOutReason
from services.matching.projections import RequestDocument
from services.matching.queries.plans import number_after
from services.matching.queries.requests import fields, names
from services.matching.queries.shown import RequestView
from shared.eventsourcing.documents import Documents, Reads
from shared.eventsourcing.model import Frozen
from shared.http.paging import Page, Pages


class LeftOutView(Frozen):
    """A request as it stands now, and why the plan has no line for it."""

    number: int
    request: RequestView
    reason: LeftOutReason


async def left_out_of(
    reads: Reads, plan: Plan, requests: Documents[RequestDocument], paging: Pages
) -> Page[LeftOutView]:
    """A page of what was left out, each with its one of `requests`; its cursor is the number of the last one."""
    after = number_after(paging)
    numbered = list(enumerate(plan.left_out, 1))[after : after + paging.limit]
    ids = [each.request for _, each in numbered]
    found = {each.id: each for each in await requests.find({"_id": {"$in": ids}}, limit=len(ids) or 1)}
    known = await names(reads, {party for document in found.values() for party in document.shown})
    items = [
        LeftOutView(number=number, request=RequestView(**fields(found[each.request], known)), reason=each.reason)
        for number, each in numbered
        if each.request in found
    ]
    more = after + len(numbered) < len(plan.left_out)
    return Page(items=items, next_cursor=str(numbered[-1][0]) if more else None)
