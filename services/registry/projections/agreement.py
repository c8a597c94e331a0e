"""Agreements, with how far each clause is kept."""

from typing import Literal

from services.registry.events.agreement import (
    AgreementDrafted,
    AgreementRedrafted,
    AgreementReinstated,
    AgreementTerminated,
    Kept,
    MediaType,
    ScanAttached,
    ScanErased,
    Signing,
    TerminationReason,
)
from services.registry.events.obligation import ClauseNoted, ObligationTicked, ObligationUnticked
from services.registry.events.template import Clause, Countable
from services.registry.projections.fold import take
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Event, Frozen, Instant
from shared.eventsourcing.projection import Document, OfParts, Projection

FOR_EVER = 10_000


class Tick(Frozen):
    """So much was done on that day: by a delivery of `claim`, or as somebody noted."""

    tick: int
    quantity: int
    occurred_on: Day
    claim: str | None
    note: str


class YearNote(Frozen):
    """How a declaratory clause went in a year."""

    year: int
    kept: Kept
    note: str


class Line(Frozen):
    """A clause of a term and what became of it; `due` is its last day, `open` what is left (None: not counted)."""

    name: str
    clause: Clause
    due: Day
    open: int | None
    ticks: tuple[Tick, ...] = ()
    notes: tuple[YearNote, ...] = ()


class Term(Frozen):
    """What was signed."""

    number: int
    signed_on: Day
    since: Day
    until: Day
    signatory: str | None
    countersigned: str
    office: str


class Scan(Frozen):
    """The signed paper; `erased` says that it is no longer there."""

    scan: str
    media_type: MediaType
    size: int
    sha256: str
    parts: int
    at: Instant
    erased: bool = False


class Agreement(Document):
    """An agreement. `state` is what somebody did; whether it is in force depends on the day: see `since` and `until`,
    the first day of the first term and the last of the last.

    `open_due` is the first day by which something is due that is not done, `noted_through` the last year up to which
    all clauses nobody can count have their notes.
    """

    community: str
    organization: str = ""
    title: str = ""
    state: Literal["draft", "signed", "terminated"] = "draft"
    clauses: tuple[Clause, ...] = ()
    template: str | None = None
    edition: int | None = None
    since: Day | None = None
    until: Day | None = None
    terms: tuple[Term, ...] = ()
    lines: tuple[Line, ...] = ()
    open_due: Day | None = None
    noted_through: int | None = None
    scans: tuple[Scan, ...] = ()
    terminated_on: Day | None = None
    reason: TerminationReason | None = None
    note: str = ""

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})


def apply(document: Agreement | None, recorded: Recorded) -> Agreement:
    event = recorded.event
    if isinstance(event, AgreementDrafted):
        return take(Agreement(id=event.agreement, community=event.community), event)
    assert document, "an agreement begins with its draft"
    match event:
        case AgreementRedrafted():
            return take(document, event)
        case Signing():
            return _signed(document, event)
        case AgreementTerminated(on=day, reason=reason, note=note):
            return take(document, state="terminated", terminated_on=day, reason=reason, note=note)
        case AgreementReinstated():
            state = "signed" if document.terms else "draft"
            return take(document, state=state, terminated_on=None, reason=None, note="")
        case ScanAttached():
            return take(document, scans=(*document.scans, Scan(**_common(Scan, event), at=recorded.at)))
        case ScanErased(scan=scan):
            erased = [
                each.model_copy(update={"erased": True}) if each.scan == scan else each for each in document.scans
            ]
            return take(document, scans=tuple(erased))
        case ObligationTicked() | ObligationUnticked() | ClauseNoted():
            lines = [_after(line, event) if line.name == event.clause else line for line in document.lines]
            return _figured(take(document, lines=tuple(lines)))
        case _:
            return document


def _signed(document: Agreement, event: Signing) -> Agreement:
    """With its new or corrected term; what a corrected one had ticked and noted stays until it is taken back."""
    terms = (
        *(term for term in document.terms if term.number != event.term),
        Term(number=event.term, **_common(Term, event)),
    )
    known = {line.name: line for line in document.lines}
    others = [line for line in document.lines if not line.name.startswith(f"{event.term}.")]
    lines = [_line(f"{event.term}.{n}", clause, event, known) for n, clause in enumerate(event.clauses, 1)]
    signed = take(
        document,
        state="signed",
        clauses=event.clauses,
        terms=terms,
        lines=(*others, *lines),
        since=min(term.since for term in terms),
        until=event.until,
    )
    return _figured(signed)


def _line(name: str, clause: Clause, event: Signing, known: dict[str, Line]) -> Line:
    before = known.get(name)
    due = clause.by or event.until if isinstance(clause, Countable) else event.until
    ticks, notes = (before.ticks, before.notes) if before else ((), ())
    return _counted(Line(name=name, clause=clause, due=due, open=None, ticks=ticks, notes=notes))


def _after(line: Line, event: Event) -> Line:
    match event:
        case ObligationTicked():
            return _counted(line.model_copy(update={"ticks": (*line.ticks, Tick(**_common(Tick, event)))}))
        case ObligationUnticked(tick=gone):
            return _counted(line.model_copy(update={"ticks": tuple(each for each in line.ticks if each.tick != gone)}))
        case ClauseNoted(year=year):
            notes = [each for each in line.notes if each.year != year] + [YearNote(**_common(YearNote, event))]
            return line.model_copy(update={"notes": tuple(sorted(notes, key=lambda each: each.year))})
        case _:
            return line


def _counted(line: Line) -> Line:
    if not isinstance(line.clause, Countable):
        return line
    done = sum(tick.quantity for tick in line.ticks)
    return line.model_copy(update={"open": line.clause.quantity - done})


def _figured(document: Agreement) -> Agreement:
    """With what follows from its lines."""
    due = [line.due for line in document.lines if line.open]
    noted = [_noted_through(document, line) for line in document.lines if line.open is None]
    return take(document, open_due=min(due, default=None), noted_through=min(noted, default=None))


def _noted_through(document: Agreement, line: Line) -> int:
    """The last year without a gap; the last of the clause's term ends the need for more."""
    term = next(term for term in document.terms if line.name.startswith(f"{term.number}."))
    years = {note.year for note in line.notes}
    missing = (year for year in range(term.since.year, term.until.year + 1) if year not in years)
    return next(missing, FOR_EVER) - 1


def _common(kind: type[Frozen], event: Event) -> dict[str, object]:
    return {name: value for name, value in event if name in kind.model_fields}


STREAMS = "agreement_"


def _named(recorded: Recorded) -> str | None:
    return getattr(recorded.event, "agreement", None) if recorded.stream.startswith(STREAMS) else None


AGREEMENTS = Projection(
    name="agreements",
    version=1,
    document=Agreement,
    apply=apply,
    keys=OfParts(_named, prefix=STREAMS),
    indexes=(
        [("community", 1), ("position", -1)],
        [("community", 1), ("state", 1), ("until", 1)],
        [("organization", 1), ("position", -1)],
    ),
)
