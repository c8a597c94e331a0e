"""Which promises are kept: deliveries tick off the clauses they fit, each up to its number, the most urgent first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from services.registry.commands.agreement import MindAgreement, NoteClause, TickObligation, UntickObligation
from services.registry.decider.agreement_deliveries import Delivery
from services.registry.decider.agreement_refusals import NoSuchTick, NotDeclaratory, NothingToTick
from services.registry.decider.agreement_state import (
    Agreement,
    Agreements,
    Tick,
    clauses_of,
    last_day,
    place_of,
)
from services.registry.decider.days import day_of, not_after
from services.registry.events.agreement import AgreementExpiring, UntickReason
from services.registry.events.obligation import ClauseNoted, ObligationOverdue, ObligationTicked, ObligationUnticked
from services.registry.events.template import Countable
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Event


class Obligation(NamedTuple):
    """A countable clause, with the first and the last day on which something counts for it."""

    agreement: str
    clause: str
    promise: Countable
    since: date
    until: date

    @property
    def place(self) -> str:
        return place_of(self.agreement, self.clause)

    @property
    def due(self) -> date:
        """The day by which it should be done."""
        return self.promise.by or self.until

    def holds(self, day: date) -> bool:
        """Whether what happened on `day` counts."""
        return self.since <= day <= self.until

    def fits(self, delivery: Delivery) -> bool:
        """Whether `delivery` is of the kind that was promised, in time."""
        alike = (delivery.category, delivery.unit) == (self.promise.category, self.promise.unit)
        return alike and self.holds(delivery.occurred_on) and self.place not in delivery.barred


def obligations(state: Agreements) -> dict[str, Obligation]:
    """The countable clauses by place, those due first at the front."""
    found = [
        Obligation(agreement.id, f"{term.number}.{n}", clause, term.since, last_day(agreement, term))
        for agreement in state.agreements.values()
        for term in agreement.terms
        for n, clause in enumerate(term.clauses, 1)
        if isinstance(clause, Countable)
    ]
    return {each.place: each for each in sorted(found, key=lambda each: each.due)}


def settled(state: Agreements, gone: UntickReason = "reopened") -> Sequence[Event]:
    """What makes the ticks right: those that don't hold any more are taken back (`gone` says why their delivery is),
    and what is left of the deliveries ticks off what is open."""
    promised = obligations(state)
    kept, taken_back = _sorted_out(state, promised, gone)
    done = Counter[str]()
    used = Counter[int | None]({delivery.number: sum(delivery.lent.values()) for delivery in state.deliveries})
    for tick in kept:
        done[tick.place] += tick.quantity
        used[tick.delivery] += tick.quantity
    events: list[Event] = [*taken_back]
    number = state.ticked
    for delivery in sorted(state.deliveries, key=lambda each: each.occurred_on):
        for obligation in filter(lambda each: each.fits(delivery), promised.values()):
            left = delivery.quantity - used[delivery.number]
            if (quantity := min(left, obligation.promise.quantity - done[obligation.place])) > 0:
                number += 1
                done[obligation.place] += quantity
                used[delivery.number] += quantity
                events.append(_ticked(state, obligation, delivery, number, quantity))
    return events


def _sorted_out(
    state: Agreements, promised: dict[str, Obligation], gone: UntickReason
) -> tuple[Sequence[Tick], Sequence[ObligationUnticked]]:
    """The ticks that hold, and the news of those that don't."""
    deliveries = {delivery.number: delivery for delivery in state.deliveries}
    done = Counter[str]()
    kept, taken_back = [], []
    for tick in state.ticks:
        obligation, delivery = promised.get(tick.place), deliveries.get(tick.delivery or 0)
        missing = tick.delivery is not None and delivery is None
        if not missing and _holds(tick, obligation, delivery, done[tick.place]):
            done[tick.place] += tick.quantity
            kept.append(tick)
        else:
            taken_back.append(untick(state, tick, gone if missing else "corrected"))
    return kept, taken_back


def _holds(tick: Tick, obligation: Obligation | None, delivery: Delivery | None, done: int) -> bool:
    if obligation is None or done + tick.quantity > obligation.promise.quantity:
        return False
    if delivery:
        return obligation.fits(delivery)
    alike = (tick.category, tick.unit) == (obligation.promise.category, obligation.promise.unit)
    return alike and obligation.holds(tick.occurred_on)


def _ticked(state: Agreements, obligation: Obligation, delivery: Delivery, number: int, quantity: int) -> Event:
    return ObligationTicked(
        agreement=obligation.agreement,
        organization=state.organization,
        clause=obligation.clause,
        tick=number,
        quantity=quantity,
        occurred_on=delivery.occurred_on,
        delivery=delivery.number,
        claim=delivery.claim,
        note="",
    )


def untick(state: Agreements, tick: Tick, reason: UntickReason, note: str = "") -> ObligationUnticked:
    """The news that `tick` does not count any more."""
    return ObligationUnticked(
        agreement=tick.agreement,
        organization=state.organization,
        clause=tick.clause,
        tick=tick.number,
        quantity=tick.quantity,
        reason=reason,
        note=note,
    )


def tick_by_hand(state: Agreements, command: TickObligation) -> Event:
    """Counts what no delivery shows. Raises NothingToTick, Malformed."""
    obligation = obligations(state).get(place_of(command.agreement, command.clause))
    left = left_of(state, obligation) if obligation else 0
    if obligation is None or left == 0:
        raise NothingToTick
    day = not_after(command.at, command.occurred_on or day_of(command.at), "occurred_on")
    if not obligation.holds(day):
        raise Malformed(
            field="occurred_on",
            reason_zh=f"须在该条有效期内（{obligation.since} 至 {obligation.until}）。",
            reason_en=f"the clause holds from {obligation.since} to {obligation.until}.",
        )
    if command.quantity > left:
        raise Malformed(
            field="quantity", reason_zh=f"最多还可勾销 {left}。", reason_en=f"at most {left} are still open."
        )
    return ObligationTicked(
        **command.model_dump(include={"agreement", "clause", "quantity", "note"}),
        organization=state.organization,
        tick=state.ticked + 1,
        occurred_on=day,
        delivery=None,
        claim=None,
    )


def untick_by_hand(state: Agreements, command: UntickObligation) -> Event:
    """Takes a tick back. Raises NoSuchTick."""
    for tick in state.ticks:
        if (tick.number, tick.agreement) == (command.tick, command.agreement):
            return untick(state, tick, "by_hand", command.note)
    raise NoSuchTick


def note_clause(agreement: Agreement, command: NoteClause) -> Event:
    """How a declaratory clause went. Raises NotFound, NotDeclaratory, Malformed."""
    clause = clauses_of(agreement).get(command.clause)
    if clause is None:
        raise NotFound
    if isinstance(clause, Countable):
        raise NotDeclaratory
    if command.year > day_of(command.at).year:
        raise Malformed(field="year", reason_zh="年份不能晚于今年。", reason_en="the year can't be in the future.")
    _check_in_term(agreement, command)
    return ClauseNoted(**command.model_dump(exclude={"at", "actor"}))


def _check_in_term(agreement: Agreement, command: NoteClause) -> None:
    """Raises Malformed for a year in which the clause did not hold: its note would be counted like any other."""
    term = next(term for term in agreement.terms if command.clause.startswith(f"{term.number}."))
    first, last = term.since.year, last_day(agreement, term).year
    if not first <= command.year <= last:
        raise Malformed(
            field="year",
            reason_zh=f"该条自 {first} 年至 {last} 年有效，请填其中的年份；起止日期录错的，请先更正协议。",
            reason_en=f"the clause holds from {first} to {last}: give one of these years, or correct the term first.",
        )


def mind(state: Agreements, agreement: Agreement, command: MindAgreement) -> Sequence[Event]:
    """The reminder, unless there is nothing to remind of any more, or not yet: who asks may not know of a renewal or a
    correction, and what is said is not said again."""
    moment = _moment(agreement, command.clause)
    if agreement.terminated_on or moment is None or moment > command.at:
        return []
    named = {"agreement": agreement.id, "organization": state.organization}
    if command.clause is None:
        return [AgreementExpiring(**named, title=agreement.title, until=agreement.terms[-1].until)]
    obligation = obligations(state).get(place_of(agreement.id, command.clause))
    if obligation is None or (left := left_of(state, obligation)) == 0:
        return []
    promise = obligation.promise
    done = promise.quantity - left
    facts = {"clause": command.clause, "by": obligation.due, "quantity": promise.quantity, "unit": promise.unit}
    return [ObligationOverdue(**named, **facts, done=done)]


def _moment(agreement: Agreement, clause: str | None) -> datetime | None:
    """When its end, or that of a clause's time, has to be minded, as it was signed last; None: not at all."""
    if clause is None:
        return agreement.terms[-1].remind_at
    return next((each.at for term in agreement.terms for each in term.overdue if each.clause == clause), None)


def left_of(state: Agreements, obligation: Obligation) -> int:
    """So much of it is open."""
    return obligation.promise.quantity - sum(tick.quantity for tick in state.ticks if tick.place == obligation.place)
