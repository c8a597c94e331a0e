"""A visit: recorded, and followed up once where something is to be done."""

from collections.abc import Sequence

from services.registry.commands.visit import FollowUpVisit, RecordVisit
from services.registry.decider.days import not_after
from services.registry.events.visit import VisitFollowedUp, VisitRecorded
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Day, Event, Frozen


class VisitKnown(Refused):
    zh = "这次走访已经登记。"
    en = "This visit is recorded already."


class NothingToFollowUp(Refused):
    zh = "这次走访没有待跟进的事项，或已经跟进。"
    en = "Nothing is left to be done after this visit."


class Visit(Frozen):
    """A recorded visit; `open` while something is to be done."""

    community: str
    organization: str
    occurred_on: Day
    open: bool


def decide(state: Visit | None, command: RecordVisit | FollowUpVisit) -> Sequence[Event]:
    if isinstance(command, RecordVisit):
        return [_record(state, command)]
    if state is None:
        raise NotFound
    if not state.open:
        raise NothingToFollowUp
    done_on = not_after(command.at, command.occurred_on, "occurred_on")
    if done_on < state.occurred_on:
        raise Malformed(
            field="occurred_on", reason_zh="不能早于走访的日期。", reason_en="it can't be earlier than the visit."
        )
    return [VisitFollowedUp(organization=state.organization, occurred_on=done_on, outcome=command.outcome)]


def evolve(state: Visit | None, event: VisitRecorded | VisitFollowedUp) -> Visit:
    if isinstance(event, VisitRecorded):
        return Visit(
            community=event.community,
            organization=event.organization,
            occurred_on=event.occurred_on,
            open=event.follow_up is not None,
        )
    assert state
    return state.model_copy(update={"open": False})


def _record(state: Visit | None, command: RecordVisit) -> Event:
    if state is not None:
        raise VisitKnown
    not_after(command.at, command.occurred_on, "occurred_on")
    if command.follow_up_by and (command.follow_up is None or command.follow_up_by < command.occurred_on):
        raise Malformed(
            field="follow_up_by",
            reason_zh="请写明要跟进什么，期限不早于走访日期。",
            reason_en="say what is to be done, by a day not before the visit.",
        )
    return VisitRecorded(**command.model_dump(exclude={"at", "actor"}))


DECIDER: Decider[Visit] = Decider(decide, evolve)
