"""A place: a part of a community, and who answers for it.

A grid is wider than an estate, an estate wider than a courtyard; since a kind never changes and a parent is always
wider, no place can come to lie in itself, however many change at once.
"""

from collections.abc import Sequence
from datetime import timedelta

from services.registry.commands import (
    AppointSteward,
    DeactivatePlace,
    NamePlace,
    ReactivatePlace,
    ReleaseSteward,
    RenamePlace,
)
from services.registry.decider.days import day_of, not_after
from services.registry.events.place import (
    PlaceDeactivated,
    PlaceNamed,
    PlaceReactivated,
    StewardAppointed,
    StewardReleased,
)
from shared.contracts.registry import PlaceKind
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Day, Event, Frozen

_WIDTH: dict[PlaceKind, int] = {"grid": 3, "estate": 2, "courtyard": 1}


class PlaceKnown(Refused):
    zh = "这个楼院（小区、网格）已经登记，请直接使用它。"
    en = "This place is registered already. Use the existing one."


class PlaceInactive(Refused):
    zh = "这个楼院（小区、网格）已停用；请先恢复，或换一个。"
    en = "This place is no longer used. Reactivate it first, or choose another one."


class NoSteward(Refused):
    zh = "现在没有负责人，无需卸任。"
    en = "Nobody answers for this place now."


class Steward(Frozen):
    """Who answers for it, and since when."""

    person: str
    since: Day


class Place(Frozen):
    """A known place. `free_from` is the first day on which another steward may begin."""

    named: PlaceNamed
    active: bool = True
    steward: Steward | None = None
    free_from: Day | None = None

    @property
    def community(self) -> str:
        return self.named.community


Command = NamePlace | RenamePlace | AppointSteward | ReleaseSteward | DeactivatePlace | ReactivatePlace
Fact = PlaceNamed | StewardAppointed | StewardReleased | PlaceDeactivated | PlaceReactivated


def decide(state: Place | None, command: Command) -> Sequence[Event]:
    if isinstance(command, NamePlace):
        return [_name(state, command)]
    if state is None:
        raise NotFound
    match command:
        case ReactivatePlace():
            return [] if state.active else [PlaceReactivated()]
        case DeactivatePlace():
            return _deactivate(state, command) if state.active else []
    if not state.active:
        raise PlaceInactive
    match command:
        case RenamePlace():
            return _rename(state, command)
        case AppointSteward():
            return _appoint(state, command)
        case ReleaseSteward():
            return [_release(state, not_after(command.at, command.until, "until"))]


def evolve(state: Place | None, event: Fact) -> Place:
    if isinstance(event, PlaceNamed):
        return state.model_copy(update={"named": event}) if state else Place(named=event)
    assert state
    match event:
        case StewardAppointed(person=person, since=since):
            return state.model_copy(update={"steward": Steward(person=person, since=since)})
        case StewardReleased(until=until):
            return state.model_copy(update={"steward": None, "free_from": until + timedelta(days=1)})
        case PlaceDeactivated():
            return state.model_copy(update={"active": False})
        case PlaceReactivated():
            return state.model_copy(update={"active": True})


def _name(state: Place | None, command: NamePlace) -> Event:
    if state is not None:
        raise PlaceKnown
    _check_wider(command.parent_kind, command.kind)
    return PlaceNamed(**command.model_dump(exclude={"at", "actor", "parent_kind"}))


def _rename(state: Place, command: RenamePlace) -> Sequence[Event]:
    _check_wider(command.parent_kind, state.named.kind)
    named = state.named.model_copy(update={"name": command.name, "parent": command.parent})
    return [] if named == state.named else [named]


def _check_wider(parent: PlaceKind | None, kind: PlaceKind) -> None:
    if parent and _WIDTH[parent] <= _WIDTH[kind]:
        raise Malformed(
            field="parent",
            reason_zh="上级须比它大：网格下设小区，小区下设楼院。",
            reason_en="it must be wider: a grid holds estates, an estate courtyards.",
        )


def _appoint(state: Place, command: AppointSteward) -> Sequence[Event]:
    since = not_after(command.at, command.since, "since")
    before = state.steward
    if before and before.person == command.person:
        return []
    earliest = before.since + timedelta(days=1) if before else state.free_from
    if earliest and since < earliest:
        raise Malformed(
            field="since",
            reason_zh=f"须不早于 {earliest}：此前由别人负责。",
            reason_en=f"not before {earliest}: until then somebody else answered for it.",
        )
    appointed = StewardAppointed(place=state.named.place, person=command.person, since=since)
    return [_release(state, since - timedelta(days=1)), appointed] if before else [appointed]


def _release(state: Place, until: Day) -> Event:
    if state.steward is None:
        raise NoSteward
    if until < state.steward.since:
        raise Malformed(
            field="until",
            reason_zh="不能早于上任的日期。",
            reason_en="it can't be earlier than the appointment.",
        )
    return StewardReleased(place=state.named.place, person=state.steward.person, until=until)


def _deactivate(state: Place, command: DeactivatePlace) -> Sequence[Event]:
    closed = PlaceDeactivated(reason=command.reason, note=command.note)
    return [_release(state, day_of(command.at)), closed] if state.steward else [closed]


DECIDER: Decider[Place] = Decider(decide, evolve)
