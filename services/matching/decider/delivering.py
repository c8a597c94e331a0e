"""Decisions about deliveries: entered, taken back, confirmed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from services.matching.commands import ConfirmDelivery, Deliver, MarkUnconfirmed, VoidDelivery
from services.matching.decider.common import due, named, of, still_open, theirs, words_allowed
from services.matching.decider.errors import (
    AlreadyConfirmed,
    AlreadyVoided,
    DeliversTooMuch,
    NotAccepted,
    NothingToConfirm,
    NotUnderWay,
    NotYet,
    OwnDelivery,
    StaffConfirms,
    UnclearMarks,
)
from services.matching.decider.state import Claim, State
from services.matching.events import (
    ConfirmationOverdue,
    ConfirmedHow,
    Delivered,
    DeliveryConfirmed,
    DeliveryVoided,
    RequestFulfilled,
)
from shared.contracts.base import Party
from shared.directory.limits import due_at
from shared.errors import NotFound
from shared.eventsourcing.model import Day, Event


def deliver(state: State, command: Deliver) -> Sequence[Event]:
    """What was brought, up to what is still promised; a part leaves the rest due."""
    claim = named(state, command)
    theirs(claim, command.party)
    words_allowed(state, command.evidence)
    check_under_way(claim)
    assert claim.terms is not None
    quantity = command.quantity or claim.remaining
    if quantity > claim.remaining:
        raise DeliversTooMuch(left=claim.remaining, unit=state.about.unit)
    return [
        Delivered(
            **of(state, claim),
            quantity=quantity,
            final=command.final,
            occurred_on=day_given(claim, command.occurred_on, command.at),
            evidence=command.evidence or "",
            evidence_code=command.evidence_code,
            steward=command.steward,
            confirm_by=due_at(command.at, claim.terms.confirm_due, claim.terms.time_zone, claim.terms.calendar),
        )
    ]


def check_under_way(claim: Claim) -> None:
    """Raises NotAccepted, NotUnderWay where nothing can be delivered."""
    if claim.status == "claimed":
        raise NotAccepted
    if claim.status not in ("accepted", "overdue"):
        raise NotUnderWay


def day_given(claim: Claim, given: Day | None, at: datetime) -> Day:
    """The day somebody gave for what has happened, else the day of `at`. Raises NotYet."""
    assert claim.terms is not None
    today = at.astimezone(ZoneInfo(claim.terms.time_zone)).date()
    if given and given > today:
        raise NotYet(field="occurred_on")
    return given or today


def void_delivery(state: State, command: VoidDelivery) -> Sequence[Event]:
    """A delivery was entered by mistake; a promise whose day has passed meanwhile is due anew."""
    still_open(state)
    claim = named(state, command)
    words_allowed(state, command.note)
    if command.delivery > len(claim.deliveries):
        raise NotFound
    delivery = claim.deliveries[command.delivery - 1]
    if delivery.state == "confirmed":
        raise AlreadyConfirmed
    if delivery.state != "entered":
        raise AlreadyVoided
    assert claim.terms is not None
    assert claim.due_at is not None
    return [
        DeliveryVoided(
            **of(state, claim),
            delivery=command.delivery,
            quantity=delivery.quantity,
            due_at=claim.due_at if claim.due_at > command.at else due(command.at, claim.terms),
            reason=command.reason,
            note=command.note,
        )
    ]


def confirm(state: State, command: ConfirmDelivery) -> Sequence[Event]:
    """What was delivered counts from now on; once all of it does, the request is fulfilled."""
    still_open(state)
    if command.party is not None and state.about.wish_kind == "public" and command.party != command.steward:
        raise StaffConfirms
    if bool(command.claims) == bool(command.mark):
        raise UnclearMarks(field="mark")
    marks = {entry.claim: entry.mark for entry in command.claims}
    claims = [named(state, entry) for entry in command.claims] or [c for c in state.claims if c.unconfirmed]
    if not claims or not all(claim.unconfirmed for claim in claims):
        raise NothingToConfirm
    if not {claim.claimant.id for claim in claims}.isdisjoint(_who_may_speak(state, command)):
        raise OwnDelivery
    given = {claim.id: marks.get(claim.id, command.mark) for claim in claims}
    for claim in claims:
        day_given(claim, command.said_on, command.at)
    return confirmations(state, given, how=command.how, by=command.actor.id, said_on=command.said_on)


def mark_unconfirmed(state: State, command: MarkUnconfirmed) -> Sequence[Event]:
    """Nobody confirmed it in time; nothing when somebody did, or it was not really done."""
    claim = named(state, command)
    if claim.confirm_by is None or claim.confirm_by > command.at or claim.confirmation_overdue:
        return []
    last = max(delivery.occurred_on for delivery in claim.deliveries if delivery.state == "entered")
    return [ConfirmationOverdue(**of(state, claim), occurred_on=last)]


How = ConfirmedHow | Literal["not_reachable"]


def confirmations(
    state: State, marks: Mapping[str, int | None], how: How, by: str, said_on: Day | None = None
) -> Sequence[Event]:
    """What is unconfirmed of the claims in `marks`, each confirmed by `by` with its mark; and the request fulfilled,
    if that is all of it."""
    said: dict[str, Any] = {"how": how, "confirmed_by": by, "said_on": said_on}
    confirmed = [
        event
        for claim in state.claims
        if claim.id in marks
        for event in _confirmed(state, claim, mark=marks[claim.id], said=said)
    ]
    total = state.confirmed + sum(event.quantity for event in confirmed)
    return [*confirmed, _fulfilled(state, confirmed)] if total >= state.quantity else confirmed


def _who_may_speak(state: State, command: ConfirmDelivery) -> frozenset[str]:
    """Who may be behind the command: a receipt may have been printed for any of them."""
    if command.actor.role == "holder":
        return state.holders
    return frozenset(filter(None, (command.party,)))


def _confirmed(state: State, claim: Claim, mark: int | None, said: Mapping[str, Any]) -> list[DeliveryConfirmed]:
    """One confirmation for each day on which something was delivered: it counts for the period of that day."""
    entered = [delivery for delivery in claim.deliveries if delivery.state == "entered"]
    return [
        DeliveryConfirmed(
            **of(state, claim),
            quantity=sum(delivery.quantity for delivery in entered if delivery.occurred_on == day),
            of_quantity=state.quantity,
            occurred_on=day,
            mark=mark,
            **said,
        )
        for day in sorted({delivery.occurred_on for delivery in entered})
    ]


def _fulfilled(state: State, confirmed: Sequence[DeliveryConfirmed]) -> RequestFulfilled:
    occurred_on, providers = done_by(state, confirmed)
    return RequestFulfilled(**of(state), quantity=state.quantity, occurred_on=occurred_on, providers=providers)


def done_by(state: State, confirmed: Sequence[DeliveryConfirmed] = ()) -> tuple[Day, tuple[Party, ...]]:
    """The last day on which something was done that is confirmed, or is by these events, and who did it."""
    earlier = [claim for claim in state.claims if claim.confirmed]
    days = [d.occurred_on for claim in earlier for d in claim.deliveries if d.state == "confirmed"]
    days += [answer.settled_on for answer in state.answers if answer.outcome == "hired" and answer.settled_on]
    providers: list[Party] = [claim.claimant for claim in earlier] + [event.claimant for event in confirmed]
    return max([*days, *(event.occurred_on for event in confirmed)]), tuple(dict.fromkeys(providers))
