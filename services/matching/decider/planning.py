"""Decisions about plans: drafted, changed line by line, ended."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.matching.commands import ChangeLine, DraftPlan, EndPlan, ProposeLines
from services.matching.decider.planning_errors import NotInPlan, PlanOver
from services.matching.events import (
    Line,
    LineChanged,
    LinesProposed,
    PlanDrafted,
    PlanEnded,
    PlanEndReason,
    PlanEvent,
    Scope,
)
from shared.errors import NotFound
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Command, Frozen


class Changed(Frozen):
    """Somebody wanted a line otherwise, which cost so much more then."""

    extra: int
    note: str


class Plan(Frozen):
    """A plan of `total` lines: those that are there, and how they were changed, by request; `whole` once all are."""

    community: str
    title: str
    scope: Scope
    total: int
    lines: Mapping[str, Line] = {}
    changed: Mapping[str, Changed] = {}
    whole: bool = False
    ended: PlanEndReason | None = None


def decide_plan(state: Plan | None, command: Command) -> Sequence[PlanEvent]:
    """What follows from `command`. Raises NotFound for an unknown plan, and what each decision refuses."""
    if isinstance(command, DraftPlan):
        return [PlanDrafted(**command.model_dump(include=set(PlanDrafted.model_fields)))]
    if state is None:
        raise NotFound
    return DECISIONS[type(command)](state, command)


def propose(state: Plan, command: ProposeLines) -> Sequence[PlanEvent]:
    """The lines are there; those that are there already are not proposed again."""
    lines = tuple(line for line in command.lines if line.request not in state.lines)
    if state.whole or not (lines or command.last):
        return []
    return [LinesProposed(community=state.community, lines=lines, last=command.last)]


def change(state: Plan, command: ChangeLine) -> Sequence[PlanEvent]:
    """The line is as somebody wants it."""
    if state.ended:
        raise PlanOver
    before = state.lines.get(command.line.request)
    if before is None:
        raise NotInPlan
    if before.provider == command.line.provider:
        return []
    return [LineChanged(community=state.community, line=command.line, extra=command.extra, note=command.note)]


def end(state: Plan, command: EndPlan) -> Sequence[PlanEvent]:
    """It is over; ending it twice is ending it once."""
    return [] if state.ended else [PlanEnded(community=state.community, reason=command.reason, note=command.note)]


def evolve_plan(state: Plan | None, event: PlanEvent) -> Plan:
    """The plan after `event`."""
    if isinstance(event, PlanDrafted):
        return Plan(**dict(event))
    assert state is not None, "a plan begins with its draft"
    match event:
        case LinesProposed(lines=lines, last=last):
            proposed = {**state.lines, **{line.request: line for line in lines}}
            return state.model_copy(update={"lines": proposed, "whole": last})
        case LineChanged(line=line, extra=extra, note=note):
            changed = {**state.changed, line.request: Changed(extra=extra, note=note)}
            return state.model_copy(update={"lines": {**state.lines, line.request: line}, "changed": changed})
        case PlanEnded(reason=reason):
            return state.model_copy(update={"ended": reason})
        case _:
            raise AssertionError(f"no plan knows {event.type}")


DECISIONS: Mapping[type[Command], Callable[[Plan, Any], Sequence[PlanEvent]]] = {
    ProposeLines: propose,
    ChangeLine: change,
    EndPlan: end,
}

PLAN: Decider[Plan] = Decider(decide_plan, evolve_plan)
