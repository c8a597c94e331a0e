"""What is shown of agreements: where they stand today, how each clause is kept, and what staff have to see to."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from services.registry.decider.days import day_of
from services.registry.events.agreement import Kept
from services.registry.projections import AGREEMENTS, Agreement
from services.registry.projections.agreement import Line
from services.registry.queries.views import History, names_of
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Day, Frozen, Instant
from shared.http.dependencies import Pile

MOST = 50

Standing = Literal["draft", "signed", "in_force", "expired", "terminated"]
Verdict = Literal["open", "kept", "kept_late", "partly", "broken", "unknown"]
"""How a clause stands: `open` has time left, `kept_late` was done after its day, `unknown` lacks a note."""


class AgreementView(Agreement):
    """An agreement, where it `stands` today, with its organization's name."""

    organization_name: str
    stands: Standing
    history: History = None


class SheetLine(Frozen):
    """A clause and how it is kept: `done` of its quantity, `in_time` of that by its day; `years` wait for a note."""

    line: Line
    verdict: Verdict
    done: int | None
    in_time: int | None
    years: tuple[int, ...]


class Sheet(Frozen):
    """What was promised and what was kept, clause by clause, as of `today`."""

    agreement: str
    version: int
    community: str
    organization: str
    organization_name: str
    title: str
    stands: Standing
    since: Day | None
    until: Day | None
    terminated_on: Day | None
    today: Day
    at: Instant
    lines: tuple[SheetLine, ...]


class Duties(Frozen):
    """What staff have to see to: agreements that end soon, that have a clause overdue, or whose years want a note."""

    expiring: Pile[AgreementView]
    overdue: Pile[AgreementView]
    to_note: Pile[AgreementView]


def stands(document: Agreement, today: date) -> Standing:
    """Where it stands on a day; between two terms it is signed and not in force."""
    if document.state != "signed":
        return document.state
    if any(term.since <= today <= term.until for term in document.terms):
        return "in_force"
    return "expired" if document.until and document.until < today else "signed"


def standing_query(standing: Standing, today: date) -> dict[str, Any]:
    """The agreements that stand so on a day."""
    day = today.isoformat()
    in_force = {"$elemMatch": {"since": {"$lte": day}, "until": {"$gte": day}}}
    match standing:
        case "in_force":
            return {"state": "signed", "terms": in_force}
        case "expired":
            return {"state": "signed", "until": {"$lt": day}}
        case "signed":
            return {"state": "signed", "until": {"$gte": day}, "terms": {"$not": in_force}}
        case _:
            return {"state": standing}


def expiring_query(today: date, days: int) -> dict[str, Any]:
    """Those whose last day comes within so many days."""
    last = today + timedelta(days=days)
    return {"state": "signed", "until": {"$gte": today.isoformat(), "$lte": last.isoformat()}}


def folded(commits: Sequence[Commit], agreement: str) -> Agreement | None:
    """An agreement from its organization's whole history; its version is that of the stream, which a change has to
    match."""
    document: Agreement | None = None
    for recorded in (recorded for commit in commits for recorded in commit):
        if agreement in AGREEMENTS.keys(recorded):
            document = AGREEMENTS.apply(document, recorded)
    if document is None:
        return None
    return document.model_copy(update={"version": commits[-1].version, "position": commits[-1].position})


def show_agreement(document: Agreement, names: dict[str, str], today: date, history: History = None) -> AgreementView:
    """An agreement as it stands today; of its stream's history what is about it."""
    about = [entry for entry in history if entry.data.get("agreement") == document.id] if history else None
    name = names.get(document.organization, "")
    return AgreementView(**dict(document), organization_name=name, stands=stands(document, today), history=about)


def sheet(document: Agreement, names: dict[str, str], now: Instant) -> Sheet:
    """What was promised and kept by today."""
    today = day_of(now)
    return Sheet(
        agreement=document.id,
        version=document.version,
        **{name: getattr(document, name) for name in ("community", "organization", "title", "since", "until")},
        organization_name=names.get(document.organization, ""),
        stands=stands(document, today),
        terminated_on=document.terminated_on,
        today=today,
        at=now,
        lines=tuple(_line(document, line, today) for line in document.lines),
    )


def _line(document: Agreement, line: Line, today: date) -> SheetLine:
    term = next(term for term in document.terms if line.name.startswith(f"{term.number}."))
    end = min(term.until, document.terminated_on or term.until)
    if line.open is None:
        notes = {note.year: note.kept for note in line.notes if term.since.year <= note.year <= end.year}
        years = range(term.since.year, min(end.year, today.year - (end >= today)) + 1)
        missing = tuple(year for year in years if year not in notes)
        return SheetLine(line=line, verdict=_noted(notes.values(), missing), done=None, in_time=None, years=missing)
    done = sum(tick.quantity for tick in line.ticks)
    in_time = sum(tick.quantity for tick in line.ticks if tick.occurred_on <= line.due)
    verdict = _counted(line.open, done - in_time, over=min(line.due, end) < today)
    return SheetLine(line=line, verdict=verdict, done=done, in_time=in_time, years=())


def _counted(left: int, late: int, over: bool) -> Verdict:
    if left > 0:
        return "broken" if over else "open"
    return "kept_late" if late else "kept"


def _noted(notes: Iterable[Kept], missing: Sequence[int]) -> Verdict:
    """By what was noted for the years of the term: one that was corrected since may have left others behind."""
    if missing:
        return "unknown"
    said = set(notes)
    if not said:
        return "open"
    return said.pop() if len(said) == 1 else "partly"


async def duties(reads: Reads, communities: Sequence[str], today: date, days: int) -> Duties:
    """What waits in `communities`: what ends within so many days, is overdue, or wants a note for a past year."""
    here: dict[str, Any] = {"community": {"$in": list(communities)}}
    expiring, overdue, to_note = await asyncio.gather(
        _pile(reads, here | expiring_query(today, days), "until"),
        _pile(reads, here | {"state": "signed", "open_due": {"$lt": today.isoformat()}}, "open_due"),
        _pile(reads, here | {"state": "signed", "noted_through": {"$lt": today.year - 1}}, "noted_through"),
    )
    piles = (expiring, overdue, to_note)
    names = await names_of(reads, [document.organization for pile in piles for document in pile.items])
    shown = [pile.map(lambda document: show_agreement(document, names, today)) for pile in piles]
    return Duties(expiring=shown[0], overdue=shown[1], to_note=shown[2])


async def _pile(reads: Reads, query: dict[str, Any], first: str) -> Pile[Agreement]:
    documents = reads(AGREEMENTS)
    total, items = await asyncio.gather(
        documents.count(query), documents.find(query, sort=[(first, 1), ("_id", 1)], limit=MOST)
    )
    return Pile(total=total, items=items)
