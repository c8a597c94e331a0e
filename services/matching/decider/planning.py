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
from services.matching.events.plan import LeftOut
from shared.errors import NotFound
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Command, Frozen


class Changed(Frozen):
    """Somebody wanted a line otherwise, which cost so much more then."""

    extra: int
    note: str


class Plan(Frozen):
    """A plan of `total` lines: those that are there, and how they were changed, by their keys; `whole` once all are.
    What was `left_out` is open as well, and has none."""

    community: str
    title: str
    scope: Scope
    total: int
    lines: Mapping[str, Line] = {}
    changed: Mapping[str, Changed] = {}
    left_out: tuple[LeftOut, ...] = ()
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
    lines = tuple(line for line in command.lines if line.key not in state.lines)
    known = frozenset(state.left_out)
    left_out = tuple(each for each in command.left_out if each not in known)
    if state.whole or not (lines or left_out or command.last):
        return []
    return [LinesProposed(community=state.community, lines=lines, last=command.last, left_out=left_out)]


def change(state: Plan, command: ChangeLine) -> Sequence[PlanEvent]:
    """The line is as somebody wants it."""
    if state.ended:
        raise PlanOver
    before = state.lines.get(command.line.key)
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
        case LinesProposed(lines=lines, last=last, left_out=left_out):
            proposed = {**state.lines, **{line.key: line for line in lines}}
            left = (*state.left_out, *left_out)
            return state.model_copy(update={"lines": proposed, "whole": last, "left_out": left})
        case LineChanged(line=line, extra=extra, note=note):
            changed = {**state.changed, line.key: Changed(extra=extra, note=note)}
            return state.model_copy(update={"lines": {**state.lines, line.key: line}, "changed": changed})
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
