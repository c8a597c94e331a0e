"""Signing an agreement: for a first term, for a further one, and saying what was really signed."""

from collections.abc import Sequence

from services.registry.commands.agreement import CorrectAgreement, RenewAgreement, SignAgreement, Signed
from services.registry.decider.agreement_days import overdue_at, remind_at
from services.registry.decider.agreement_state import Agreement, Agreements
from services.registry.decider.days import not_after
from services.registry.decider.template import clauses_from
from services.registry.events.agreement import AgreementCorrected, AgreementRenewed, AgreementSigned
from services.registry.events.template import Clause, Countable
from shared.errors import Malformed
from shared.eventsourcing.model import Event

Signs = SignAgreement | RenewAgreement | CorrectAgreement


def signed(state: Agreements, agreement: Agreement, command: SignAgreement) -> Event:
    """The first term, with the draft's clauses. Raises Malformed."""
    return AgreementSigned(**_facts(state, agreement, command, 1, agreement.clauses))


def renewed(state: Agreements, agreement: Agreement, command: RenewAgreement) -> Event:
    """A further term, after the last one. Raises Malformed."""
    last = agreement.terms[-1]
    if command.since <= last.until:
        raise Malformed(
            field="since",
            reason_zh=f"须晚于上一期的最后一天（{last.until}）。",
            reason_en=f"it must be later than the last day of the term before ({last.until}).",
        )
    former = tuple(_without_day(clause) for clause in last.clauses)
    clauses = clauses_from(command.clauses) if command.clauses else former
    return AgreementRenewed(**_facts(state, agreement, command, last.number + 1, clauses))


def _without_day(clause: Clause) -> Clause:
    return clause.model_copy(update={"by": None}) if isinstance(clause, Countable) else clause


def corrected(state: Agreements, agreement: Agreement, command: CorrectAgreement) -> Event:
    """The latest term as it really is. Ticks name a clause by its number, so these stay as many."""
    last, before = agreement.terms[-1], agreement.terms[:-1]
    clauses = clauses_from(command.clauses) if command.clauses else last.clauses
    if len(clauses) != len(last.clauses):
        raise Malformed(
            field="clauses",
            reason_zh=f"更正不能增减条款（现有 {len(last.clauses)} 条）；要增减，请续签。",
            reason_en=f"a correction keeps the number of clauses ({len(last.clauses)}); renew to add or drop some.",
        )
    if before and command.since <= before[-1].until:
        raise Malformed(
            field="since",
            reason_zh=f"须晚于上一期的最后一天（{before[-1].until}）。",
            reason_en=f"it must be later than the last day of the term before ({before[-1].until}).",
        )
    return AgreementCorrected(**_facts(state, agreement, command, last.number, clauses), note=command.note)


def _facts(
    state: Agreements, agreement: Agreement, command: Signs, term: int, clauses: tuple[Clause, ...]
) -> dict[str, object]:
    not_after(command.at, command.signed_on, "signed_on")
    _check_days(command, clauses)
    return {
        "agreement": agreement.id,
        "organization": state.organization,
        "title": agreement.title,
        "term": term,
        **command.model_dump(include={"signed_on", "since", "until", "signatory"}),
        "countersigned": command.actor.id,
        "office": command.office or "",
        "clauses": clauses,
        "remind_at": remind_at(command.at, command.until, command.limits),
        "overdue": overdue_at(command.at, term, clauses, command.until, command.limits),
    }


def _check_days(command: Signed, clauses: Sequence[Clause]) -> None:
    if command.until < command.since:
        raise Malformed(field="until", reason_zh="不能早于起始日期。", reason_en="it can't be earlier than `since`.")
    for number, clause in enumerate(clauses, 1):
        by = clause.by if isinstance(clause, Countable) else None
        if by and not command.since <= by <= command.until:
            raise Malformed(
                field="clauses",
                reason_zh=f"第 {number} 条的完成日期（{by}）不在协议期限内，请先改条款或期限。",
                reason_en=f"clause {number} is due on {by}, outside of the term. Change the clause or the term.",
            )
