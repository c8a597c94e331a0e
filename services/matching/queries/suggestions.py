"""What may help with a request, and why; and what was asked of whom."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from services.matching.decider import State, Suggestion, calendar_of
from services.matching.engine.fitting import Fit, Wanted, fitting
from services.matching.engine.parts import fitting_parts
from services.matching.projections import CALENDARS, CalendarDocument, RequestDocument
from services.matching.queries.benefits import SuggestedBenefit, benefits_for
from services.matching.queries.candidates import Reader, candidates
from services.matching.queries.quotas import with_some_left
from services.matching.queries.reasons import Reason, shown
from services.matching.queries.requests import audiences_of, fields, names
from services.matching.queries.shown import Named, RequestView
from services.matching.queries.wanting import wanted_of
from shared.contracts.base import Category
from shared.contracts.offers import Mode, Price
from shared.contracts.registry import Audience
from shared.directory.limits import Limits
from shared.directory.mergers import merged_into
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Day, Frozen
from shared.http.dependencies import Page, Read


class SuggestedOffer(Frozen):
    """An offer that may do; of a request in parts, for the `part` with that number. `weight` is what its `reasons` add
    up to; by it, and then by the later confirmation, they are in order."""

    offer: str
    provider: Named
    community: Named
    title: str
    detail: str
    category: Category
    mode: Mode
    price: Price | None
    confirmed_on: Day | None
    partners_left: int | None
    quantity_left: int | None
    part: int | None
    weight: int
    reasons: tuple[Reason, ...]


class AskedProvider(Suggestion):
    """A suggestion that was made, and the answer."""

    provider_name: str
    title: str


class Suggestions(Frozen):
    """The best first; `set_aside` are those that fit as well and are not asked now, the first reason saying why;
    `made` is what was asked already. `benefits` are what the community itself may give for a member's need."""

    on: Day
    items: tuple[SuggestedOffer, ...]
    set_aside: tuple[SuggestedOffer, ...]
    made: tuple[AskedProvider, ...]
    benefits: tuple[SuggestedBenefit, ...]


class AskedOf(RequestView):
    """A request for which an offer of one's own was asked for."""

    suggestion: Suggestion
    offer_title: str


async def suggestions(read: Read, document: RequestDocument, limits: Limits, on: date | None, most: int) -> Suggestions:
    """What may help with `document` on the day `on`, or from today; nothing for a wish of a person or household."""
    request = document.request
    today = read.now.astimezone(ZoneInfo(limits.time_zone)).date()
    fits: list[Fit] = []
    aside: list[Fit] = []
    benefits: list[SuggestedBenefit] = []
    if _may_be_asked_for(request):
        reader, _ = await asyncio.gather(_reader(read, document, limits), read.learn(document.community))
        path = read.paths[document.community]
        wanted = wanted_of(document, path, on or today, on is not None)
        (fits, aside), benefits = await asyncio.gather(
            _fitting(read.reads, wanted, reader), _benefits(read.reads, request, wanted, reader, path, today)
        )
        fits, used = await with_some_left(read.reads, fits, f"{today:%Y-%m}", most)
        aside = [*used, *aside][:most]
    offers, known = await asyncio.gather(
        _offers(read.reads, [*(fit.candidate.offer for fit in (*fits, *aside)), *_asked(document)]),
        names(read.reads, _named([*fits, *aside], request.suggestions)),
    )
    return Suggestions(
        on=on or today,
        items=tuple(_shown(fit, offers, known) for fit in fits if fit.candidate.offer in offers),
        set_aside=tuple(_shown(fit, offers, known) for fit in aside if fit.candidate.offer in offers),
        made=tuple(_made(suggestion, offers, known) for suggestion in request.suggestions),
        benefits=tuple(benefits),
    )


async def _fitting(reads: Reads, wanted: Mapping[int | None, Wanted], reader: Reader) -> tuple[list[Fit], list[Fit]]:
    found = await asyncio.gather(*(candidates(reads, each, reader) for each in wanted.values()))
    fits = {part: fitting(each, some) for (part, each), some in zip(wanted.items(), found, strict=True)}
    return fits[None] if None in fits else fitting_parts({part: some for part, some in fits.items() if part})


async def _benefits(
    reads: Reads,
    request: State,
    wanted: Mapping[int | None, Wanted],
    reader: Reader,
    path: Sequence[str],
    today: date,
) -> list[SuggestedBenefit]:
    """Those of today: that is when the community gives its word, whatever day it is needed on."""
    if request.about.organization is None or "members" not in reader.audiences:
        return []
    return await benefits_for(reads, wanted, path, today)


def _may_be_asked_for(request: State) -> bool:
    return request.state == "open" and request.left > 0 and not (request.personal or request.vacancy)


async def _reader(read: Read, document: RequestDocument, limits: Limits) -> Reader:
    """Staff see every offer; an organization those it may see, and for its need those that it could."""
    needs = document.request.about.organization
    shown: list[Audience] = (
        ["public", "community", "members"] if needs is None else await audiences_of(read.reads, needs)
    )
    waiting = [each.provider.id for each in document.request.suggestions if each.state == "asked"]
    asked, owners = await asyncio.gather(*(merged_into(read.reads, each) for each in (waiting, document.owners)))
    return Reader(audiences=tuple(shown), not_of=frozenset(owners), asked=frozenset(asked), now=read.now, limits=limits)


async def asked_of(reads: Reads, whose: Collection[str], page: Page[RequestDocument]) -> Page[AskedOf]:
    """What one of `whose` was asked and has not answered, of one page of requests."""
    known = await names(reads, [party for document in page.items for party in document.shown])
    mine = [(d, s) for d in page.items for s in d.request.suggestions if _waits(s, whose)]
    offers = await _offers(reads, [suggestion.offer for _, suggestion in mine])
    items = [
        AskedOf(**fields(document, known), suggestion=suggestion, offer_title=_title(offers, suggestion.offer))
        for document, suggestion in mine
    ]
    return Page(items=items, next_cursor=page.next_cursor)


def waiting_for(whose: Collection[str]) -> dict[str, object]:
    """The filter for open requests that wait for an answer of one of `whose`."""
    return {"asked": {"$in": list(whose)}, "state": "open"}


async def _offers(reads: Reads, offers: Sequence[str]) -> Mapping[str, CalendarDocument]:
    ids = [calendar_of(offer) for offer in offers]
    return {found.offer: found for found in await reads(CALENDARS).find({"_id": {"$in": ids}}, limit=len(ids) or 1)}


def _waits(suggestion: Suggestion, whose: Collection[str]) -> bool:
    return suggestion.state == "asked" and suggestion.provider.id in whose


def _asked(document: RequestDocument) -> list[str]:
    return [suggestion.offer for suggestion in document.request.suggestions]


def _named(fits: Iterable[Fit], made: Sequence[Suggestion]) -> set[str]:
    ids = {id_ for fit in fits for id_ in (fit.candidate.provider, *fit.candidate.path[-1:])}
    return ids | {suggestion.provider.id for suggestion in made}


def _shown(fit: Fit, offers: Mapping[str, CalendarDocument], known: Mapping[str, str]) -> SuggestedOffer:
    document = offers[fit.candidate.offer]
    terms = document.terms
    return SuggestedOffer(
        **terms.model_dump(include={"title", "detail", "category", "mode", "price", "confirmed_on"}),
        offer=document.offer,
        provider=Named(id=document.organization, name=known.get(document.organization, "")),
        community=Named(id=document.community, name=known.get(document.community, "")),
        partners_left=document.left.partners,
        quantity_left=document.left.quantity,
        part=fit.part,
        weight=fit.weight,
        reasons=tuple(map(shown, fit.reasons)),
    )


def _made(suggestion: Suggestion, offers: Mapping[str, CalendarDocument], known: Mapping[str, str]) -> AskedProvider:
    name = known.get(suggestion.provider.id, "")
    return AskedProvider(**dict(suggestion), provider_name=name, title=_title(offers, suggestion.offer))


def _title(offers: Mapping[str, CalendarDocument], offer: str) -> str:
    return offers[offer].terms.title if offer in offers else ""
