"""The agreements of one organization, what it delivered, and which of its promises that ticked off."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from services.registry.decider.agreement_deliveries import (
    Barred,
    Delivery,
    barred_after,
    deliveries_after,
    with_delivery,
)
from services.registry.events.agreement import (
    AgreementCorrected,
    AgreementDrafted,
    AgreementExpiring,
    AgreementRedrafted,
    AgreementReinstated,
    AgreementRenewed,
    AgreementSigned,
    AgreementTerminated,
    Overdue,
    ScanAttached,
    ScanErased,
    ScanShown,
    Signing,
)
from services.registry.events.obligation import (
    ClauseNoted,
    DeliveriesWithdrawn,
    DeliveryKnown,
    DeliveryLent,
    LoanEnded,
    ObligationOverdue,
    ObligationTicked,
    ObligationUnticked,
)
from services.registry.events.template import Clause, Countable
from shared.contracts.base import Category
from shared.eventsourcing.model import Day, Frozen, Instant

Fact = (
    AgreementDrafted
    | AgreementRedrafted
    | AgreementSigned
    | AgreementRenewed
    | AgreementCorrected
    | AgreementTerminated
    | AgreementReinstated
    | AgreementExpiring
    | ScanAttached
    | ScanShown
    | ScanErased
    | DeliveryKnown
    | DeliveriesWithdrawn
    | DeliveryLent
    | LoanEnded
    | ObligationTicked
    | ObligationUnticked
    | ObligationOverdue
    | ClauseNoted
)


class Term(Frozen):
    """A stretch of time that was signed for, with its clauses, and when these and its end have to be minded."""

    number: int
    since: Day
    until: Day
    clauses: tuple[Clause, ...]
    remind_at: Instant | None
    overdue: tuple[Overdue, ...]


class Agreement(Frozen):
    """One agreement; a draft has no terms. `scans` says of each whether it is still there."""

    id: str
    title: str
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...] = ()
    terminated_on: Day | None = None
    scans: Mapping[str, bool] = Field(default_factory=dict)


class Tick(Frozen):
    """So much of the clause at `place` is done, of what it promised then."""

    number: int
    agreement: str
    clause: str
    quantity: int
    occurred_on: Day
    delivery: int | None
    category: Category
    unit: str

    @property
    def place(self) -> str:
        return place_of(self.agreement, self.clause)


class Agreements(Frozen):
    """All of an organization's; only the ticks and deliveries that count. `delivered` and `ticked` count all."""

    organization: str
    community: str
    agreements: Mapping[str, Agreement] = Field(default_factory=dict)
    deliveries: tuple[Delivery, ...] = ()
    barred: Barred = Field(default_factory=dict)
    ticks: tuple[Tick, ...] = ()
    delivered: int = 0
    ticked: int = 0

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})


def stream_of(organization: str) -> str:
    """The stream of an organization's agreements."""
    return f"agreement_{organization.partition('_')[2]}"


def place_of(agreement: str, clause: str) -> str:
    """Names a clause among all of an organization's."""
    return f"{agreement}/{clause}"


def clauses_of(agreement: Agreement) -> dict[str, Clause]:
    """The clauses of all terms, by name."""
    return {f"{term.number}.{n}": clause for term in agreement.terms for n, clause in enumerate(term.clauses, 1)}


def parts_of(agreement: str, scan: str, parts: int) -> list[str]:
    """The vault's records that hold a scan, in their order; each begins with the stream whose event names it."""
    return [f"{agreement}.{scan}.{n}" for n in range(1, parts + 1)]


def last_day(agreement: Agreement, term: Term) -> date:
    """The last day on which `term` holds."""
    return min(term.until, agreement.terminated_on) if agreement.terminated_on else term.until


def evolve(state: Agreements | None, event: Fact) -> Agreements:
    match event:
        case AgreementDrafted():
            return _drafted(state, event)
        case DeliveryKnown():
            return _delivered(state, event)
    assert state
    match event:
        case DeliveriesWithdrawn() | DeliveryLent() | LoanEnded():
            return state.model_copy(update={"deliveries": deliveries_after(state.deliveries, event)})
        case ObligationTicked():
            return _ticked(state, event)
        case ObligationUnticked():
            return _unticked(state, event)
        case ObligationOverdue() | ClauseNoted() | AgreementExpiring() | ScanShown():
            return state
        case _:
            agreement = state.agreements[event.agreement]
            changed = agreement.model_copy(update=_change(agreement, event))
            return state.model_copy(update={"agreements": {**state.agreements, agreement.id: changed}})


def _change(agreement: Agreement, event: Fact) -> Mapping[str, object]:
    match event:
        case AgreementRedrafted(title=title, clauses=clauses):
            return {"title": title, "clauses": clauses}
        case AgreementCorrected():
            return {"terms": (*agreement.terms[:-1], _term(event))}
        case AgreementSigned() | AgreementRenewed():
            return {"terms": (*agreement.terms, _term(event))}
        case AgreementTerminated(on=day):
            return {"terminated_on": day}
        case AgreementReinstated():
            return {"terminated_on": None}
        case ScanAttached(scan=scan):
            return {"scans": {**agreement.scans, scan: True}}
        case ScanErased(scan=scan):
            return {"scans": {**agreement.scans, scan: False}}
        case _:
            return {}


def _term(event: Signing) -> Term:
    return Term(
        number=event.term,
        since=event.since,
        until=event.until,
        clauses=event.clauses,
        remind_at=event.remind_at,
        overdue=event.overdue,
    )


def _drafted(state: Agreements | None, event: AgreementDrafted) -> Agreements:
    drafted = Agreement(id=event.agreement, title=event.title, clauses=event.clauses)
    state = state or Agreements(organization=event.organization, community=event.community)
    agreements = {**state.agreements, drafted.id: drafted}
    return state.model_copy(update={"community": event.community, "agreements": agreements})


def _delivered(state: Agreements | None, event: DeliveryKnown) -> Agreements:
    state = state or Agreements(organization=event.organization, community=event.community)
    deliveries = with_delivery(state.deliveries, event, state.barred)
    return state.model_copy(update={"deliveries": deliveries, "delivered": event.number})


def _common(kind: type[Frozen], event: Fact) -> dict[str, object]:
    return {name: value for name, value in event if name in kind.model_fields}


def _ticked(state: Agreements, event: ObligationTicked) -> Agreements:
    promise = clauses_of(state.agreements[event.agreement])[event.clause]
    assert isinstance(promise, Countable)
    tick = Tick(**_common(Tick, event), number=event.tick, category=promise.category, unit=promise.unit)
    return state.model_copy(update={"ticks": (*state.ticks, tick), "ticked": event.tick})


def _unticked(state: Agreements, event: ObligationUnticked) -> Agreements:
    """Without the tick; what staff took back by hand is not ticked again by the same delivery, in whatever parts it
    was lent."""
    gone = next(tick for tick in state.ticks if tick.number == event.tick)
    ticks = tuple(tick for tick in state.ticks if tick is not gone)
    source = next((each.source for each in state.deliveries if each.number == gone.delivery), None)
    if event.reason != "by_hand" or source is None:
        return state.model_copy(update={"ticks": ticks})
    barred = barred_after(state.barred, source, gone.place)
    deliveries = tuple(
        each.model_copy(update={"barred": barred[source]}) if each.source == source else each
        for each in state.deliveries
    )
    return state.model_copy(update={"ticks": ticks, "deliveries": deliveries, "barred": barred})
