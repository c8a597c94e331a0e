"""An organization's agreements: drafted, signed, renewed, corrected, terminated; their scans; what keeps them."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.registry.commands.agreement import (
    AttachScan,
    CorrectAgreement,
    DraftAgreement,
    EndLoan,
    EraseScan,
    KnowDelivery,
    LendDelivery,
    MindAgreement,
    NoteClause,
    RedraftAgreement,
    ReinstateAgreement,
    RenewAgreement,
    ShowScan,
    SignAgreement,
    TerminateAgreement,
    TickObligation,
    UntickObligation,
    WithdrawDeliveries,
)
from services.registry.decider.agreement_refusals import (
    Expired,
    NotSigned,
    NotTerminated,
    ScanGone,
    SignedAlready,
    Terminated,
)
from services.registry.decider.agreement_signing import Signs, corrected, renewed, signed
from services.registry.decider.agreement_state import Agreement, Agreements, evolve, stream_of
from services.registry.decider.days import day_of, not_after
from services.registry.decider.lending import lend
from services.registry.decider.obligation import mind, note_clause, settled, tick_by_hand, untick_by_hand
from services.registry.decider.template import clauses_from
from services.registry.events.agreement import (
    AgreementDrafted,
    AgreementRedrafted,
    AgreementReinstated,
    AgreementTerminated,
    ScanAttached,
    ScanErased,
    ScanShown,
)
from services.registry.events.obligation import DeliveriesWithdrawn, DeliveryKnown, LoanEnded
from services.registry.events.template import Clause
from shared.errors import NotFound
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event

OfOne = (
    Signs
    | RedraftAgreement
    | TerminateAgreement
    | ReinstateAgreement
    | AttachScan
    | ShowScan
    | EraseScan
    | TickObligation
    | UntickObligation
    | NoteClause
    | MindAgreement
)
OfDeliveries = KnowDelivery | WithdrawDeliveries | LendDelivery | EndLoan
Command = DraftAgreement | OfDeliveries | OfOne


def decide(state: Agreements | None, command: Command) -> Sequence[Event]:
    """What is decided, and what that changes about which promises are kept."""
    events = _decide(state, command)
    after: Agreements | None = DECIDER.fold(events, state)
    gone = command.reason if isinstance(command, WithdrawDeliveries) else "reopened"
    return [*events, *settled(after, gone)] if events and after else events


def _decide(state: Agreements | None, command: Command) -> Sequence[Event]:
    match command:
        case KnowDelivery() | WithdrawDeliveries() | LendDelivery() | EndLoan():
            return _of_deliveries(state, command)
        case DraftAgreement():
            return [_draft(state, command)]
    agreement = state.agreements.get(command.agreement) if state else None
    if state is None or agreement is None:
        raise NotFound
    return _of_one(state, agreement, command)


def _of_deliveries(state: Agreements | None, command: OfDeliveries) -> Sequence[Event]:
    if isinstance(command, KnowDelivery):
        number = state.delivered + 1 if state else 1
        return [DeliveryKnown(**command.model_dump(exclude={"at", "actor"}), number=number)]
    known = state.deliveries if state else ()
    match command:
        case WithdrawDeliveries(claim=claim):
            return [DeliveriesWithdrawn(claim=claim)] if any(each.claim == claim for each in known) else []
        case EndLoan(claim=claim, to=to):
            lent = any(each.claim == claim and to in each.lent for each in known)
            return [LoanEnded(claim=claim, to=to)] if lent else []
        case LendDelivery():
            return lend(state, command) if state else []


def _of_one(state: Agreements, agreement: Agreement, command: OfOne) -> Sequence[Event]:
    match command:
        case SignAgreement() | RenewAgreement() | CorrectAgreement() | RedraftAgreement() | TerminateAgreement():
            return _on_paper(state, agreement, command)
        case ReinstateAgreement(note=note):
            if agreement.terminated_on is None:
                raise NotTerminated
            return [AgreementReinstated(agreement=agreement.id, note=note)]
        case AttachScan():
            if not agreement.terms:
                raise NotSigned
            return [ScanAttached(**command.model_dump(exclude={"at", "actor"}))]
        case ShowScan() | EraseScan():
            return [_scan(agreement, command)]
        case TickObligation():
            return [tick_by_hand(state, command)]
        case UntickObligation():
            return [untick_by_hand(state, command)]
        case NoteClause():
            return [note_clause(agreement, command)]
        case MindAgreement():
            return mind(state, agreement, command)
        case _:
            assert_never(command)


def _on_paper(
    state: Agreements, agreement: Agreement, command: Signs | RedraftAgreement | TerminateAgreement
) -> Sequence[Event]:
    if agreement.terminated_on:
        raise Terminated
    match command:
        case RedraftAgreement(title=title):
            return _redraft(agreement, title, clauses_from(command.clauses))
        case TerminateAgreement():
            return [_terminate(state, agreement, command)]
        case SignAgreement():
            if agreement.terms:
                raise SignedAlready
            return [signed(state, agreement, command)]
        case _ if not agreement.terms:
            raise NotSigned
        case RenewAgreement():
            return [renewed(state, agreement, command)]
        case CorrectAgreement():
            return [corrected(state, agreement, command)]


def _draft(state: Agreements | None, command: DraftAgreement) -> Event:
    number = len(state.agreements) + 1 if state else 1
    return AgreementDrafted(
        **command.model_dump(exclude={"at", "actor", "clauses"}),
        agreement=f"{stream_of(command.organization)}.{number}",
        clauses=clauses_from(command.clauses),
    )


def _redraft(agreement: Agreement, title: str, clauses: tuple[Clause, ...]) -> Sequence[Event]:
    if agreement.terms:
        raise SignedAlready
    if (title, clauses) == (agreement.title, agreement.clauses):
        return []
    return [AgreementRedrafted(agreement=agreement.id, title=title, clauses=clauses)]


def _terminate(state: Agreements, agreement: Agreement, command: TerminateAgreement) -> Event:
    day: date = not_after(command.at, command.on or day_of(command.at), "on")
    if agreement.terms and agreement.terms[-1].until < day:
        raise Expired
    return AgreementTerminated(
        agreement=agreement.id,
        organization=state.organization,
        title=agreement.title,
        on=day,
        reason=command.reason,
        note=command.note,
    )


def _scan(agreement: Agreement, command: ShowScan | EraseScan) -> Event:
    there = agreement.scans.get(command.scan)
    if there is None:
        raise NotFound
    if not there:
        raise ScanGone
    if isinstance(command, ShowScan):
        return ScanShown(agreement=agreement.id, scan=command.scan)
    return ScanErased(**command.model_dump(exclude={"at", "actor"}))


DECIDER: Decider[Agreements] = Decider(decide, evolve)
