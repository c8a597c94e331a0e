"""Plans as staff see them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from services.matching.decider import Plan, calendar_of
from services.matching.decider.planning import Changed
from services.matching.engine.planning import Choice
from services.matching.engine.pricing import Why
from services.matching.events import Cause, Line, LinesProposed, PlanEndReason, Scope
from services.matching.events.plan import part_of, request_of
from services.matching.projections import CALENDARS, PlanDocument, RequestDocument
from services.matching.queries.candidates import party
from services.matching.queries.requests import fields, names
from services.matching.queries.shown import Named, RequestView
from shared.eventsourcing.documents import Documents, Reads
from shared.eventsourcing.model import Frozen, Instant
from shared.http.paging import Page, Pages
from shared.http.reading import HistoryEntry
from shared.http.texts import malformed


class PlanView(Frozen):
    """A plan: of `total` lines so many have somebody, and so many were changed; so many more requests of the scope were
    left out. It is `whole` when all lines are there."""

    id: str
    version: int
    community: str
    title: str
    scope: Scope
    total: int
    assigned: int
    changed: int
    left_out: int
    providers: int
    whole: bool
    ended: PlanEndReason | None
    drafted_at: Instant
    history: tuple[HistoryEntry, ...] | None = None
    """Without what was proposed, which is the lines themselves."""


class OfferTitle(Frozen):
    """An offer and what it is called."""

    offer: str
    title: str


class LineView(Frozen):
    """One line: the request as it stands now, or the `part` of it with that number, who is to fulfil it with what, and
    why. `cost` is what its causes add up to."""

    number: int
    request: RequestView
    part: int | None
    provider: Named | None
    offer: OfferTitle | None
    causes: tuple[Cause, ...]
    cost: int
    changed: Changed | None
    asked: bool
    """The provider was asked and has not answered."""


class OtherView(Frozen):
    """Somebody else for a line, and what that costs more than the line as it is."""

    provider: Named
    offer: OfferTitle | None
    causes: tuple[Cause, ...]
    cost: int
    extra: int


def line_of(choice: Choice) -> Line:
    """A choice as a line."""
    return Line(
        request=request_of(choice.request),
        part=part_of(choice.request),
        provider=party(choice.provider) if choice.provider else None,
        offer=choice.offer,
        causes=tuple(map(_cause, choice.whys)),
    )


@lru_cache(maxsize=10_000)
def _cause(why: Why) -> Cause:
    """Thousands of lines have the same ones."""
    return Cause(code=why.code, cost=why.cost, about=why.about)


def plan_view(document: PlanDocument, history: Sequence[HistoryEntry] | None = None) -> PlanView:
    """A plan without its lines, and who changed it."""
    told = None if history is None else tuple(each for each in history if each.type != LinesProposed.type)
    plan = document.plan
    givers = [line.provider.id for line in plan.lines.values() if line.provider]
    return PlanView(
        **plan.model_dump(include={"community", "title", "scope", "total", "whole", "ended"}),
        id=document.id,
        version=document.version,
        assigned=len(givers),
        changed=len(plan.changed),
        left_out=len(plan.left_out),
        providers=len(set(givers)),
        drafted_at=document.drafted_at,
        history=told,
    )


async def lines(
    reads: Reads,
    plan: Plan,
    requests: Documents[RequestDocument],
    paging: Pages,
    provider: str | None,
    open_only: bool,
) -> Page[LineView]:
    """A page of the lines, each with its one of `requests`; its cursor is the number of the last one."""
    after = number_after(paging)
    numbered = [(number, line) for number, line in enumerate(plan.lines.values(), 1) if number > after]
    wanted = [(number, line) for number, line in numbered if provider is None or _of(line, provider)]
    views: list[LineView] = []
    for at in range(0, len(wanted), paging.limit):
        views += await _views(reads, plan, requests, wanted[at : at + paging.limit], open_only)
        if len(views) > paging.limit:
            break
    more = len(views) > paging.limit
    views = views[: paging.limit]
    return Page(items=views, next_cursor=str(views[-1].number) if more else None)


def number_after(paging: Pages) -> int:
    """The number on which the page before ended."""
    if paging.cursor is None:
        return 0
    if not (paging.cursor.isdecimal() and len(paging.cursor) < 7):
        raise malformed("cursor", "unknown_cursor")
    return int(paging.cursor)


def _of(line: Line, provider: str) -> bool:
    return line.provider is not None and line.provider.id == provider


async def _views(
    reads: Reads,
    plan: Plan,
    requests: Documents[RequestDocument],
    numbered: Sequence[tuple[int, Line]],
    open_only: bool,
) -> list[LineView]:
    ids = [line.request for _, line in numbered]
    found = {each.id: each for each in await requests.find({"_id": {"$in": ids}}, limit=len(ids) or 1)}
    known = await names(reads, _parties(found.values(), [line for _, line in numbered]))
    titles = await _titles(reads, [line.offer for _, line in numbered if line.offer])
    views = [
        _view(number, line, found[line.request], plan.changed.get(line.key), known, titles)
        for number, line in numbered
        if line.request in found
    ]
    return [view for view in views if not open_only or _is_open(view)]


def _is_open(view: LineView) -> bool:
    left = view.request.parts[view.part - 1].left if view.part else view.request.left
    return view.provider is None or (view.request.state == "open" and left > 0)


def _view(
    number: int,
    line: Line,
    document: RequestDocument,
    changed: Changed | None,
    known: Mapping[str, str],
    titles: Mapping[str, str],
) -> LineView:
    giver = line.provider.id if line.provider else None
    return LineView(
        number=number,
        part=line.part,
        request=RequestView(**fields(document, known)),
        provider=Named(id=giver, name=known.get(giver, "")) if giver else None,
        offer=_titled(line.offer, titles),
        causes=line.causes,
        cost=sum(cause.cost for cause in line.causes),
        changed=changed,
        asked=giver in document.asked,
    )


async def others(reads: Reads, line: Line, choices: Sequence[Choice]) -> Page[OtherView]:
    """The others for a line, all on one page."""
    cost, given = sum(cause.cost for cause in line.causes), line.provider.id if line.provider else None
    found = [(choice, line_of(choice)) for choice in choices if choice.provider and choice.provider != given]
    known = await names(reads, [other.provider.id for _, other in found if other.provider])
    titles = await _titles(reads, [other.offer for _, other in found if other.offer])
    items = [
        OtherView(
            provider=Named(id=choice.provider, name=known.get(choice.provider, "")),
            offer=_titled(other.offer, titles),
            causes=other.causes,
            cost=choice.cost,
            extra=choice.cost - cost,
        )
        for choice, other in found
        if choice.provider
    ]
    return Page(items=items, next_cursor=None)


def _parties(documents: Iterable[RequestDocument], planned: Iterable[Line]) -> set[str]:
    shown = {party for document in documents for party in document.shown}
    return shown | {line.provider.id for line in planned if line.provider}


async def _titles(reads: Reads, offers: Iterable[str]) -> dict[str, str]:
    ids = sorted({calendar_of(offer) for offer in offers})
    found = await reads(CALENDARS).find({"_id": {"$in": ids}}, limit=len(ids) or 1)
    return {each.offer: each.terms.title for each in found}


def _titled(offer: str | None, titles: Mapping[str, str]) -> OfferTitle | None:
    return OfferTitle(offer=offer, title=titles.get(offer, "")) if offer else None
