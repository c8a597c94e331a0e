"""A node of the tree: founded once, its settings and yearly figures replaced as needed."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from services.registry.commands import ChangeSettings, FoundCommunity, RecordCalendar, RecordLedger
from services.registry.decider.calendar import record_calendar
from services.registry.decider.community_settings import check_settings
from services.registry.decider.days import day_of
from services.registry.decider.ledger import Names, Table, table_of
from services.registry.events import CalendarRecorded, CommunityFounded, CommunitySettingsChanged, LedgerRecorded
from shared.contracts.registry import Level, Settings
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen

_DEPTH: dict[Level, int] = {"district": 0, "subdistrict": 1, "community": 2}


class AlreadyFounded(Refused):
    zh = "这个社区（街道、区）已经建立，请直接使用它。"
    en = "This node is founded already. Use the existing one."


class WrongLevel(Refused):
    zh = "层级不对：区下设街道，街道下设社区。请换一个上级或层级。"
    en = "Wrong level: a district holds subdistricts, a subdistrict communities. Choose another one."


class Community(Frozen):
    """A founded node. `finest` is what the most detailed table of each year tells by name."""

    community: str
    settings: Settings = Settings()
    ledgers: Mapping[int, LedgerRecorded] = Field(default_factory=dict)
    finest: Mapping[int, Names] = Field(default_factory=dict)
    calendars: Mapping[int, CalendarRecorded] = Field(default_factory=dict)


Command = FoundCommunity | ChangeSettings | RecordCalendar | RecordLedger
Fact = CommunityFounded | CommunitySettingsChanged | CalendarRecorded | LedgerRecorded


def decide(state: Community | None, command: Command) -> Sequence[Event]:
    if state is None:
        if not isinstance(command, FoundCommunity):
            raise NotFound
        return [_found(command)]
    match command:
        case FoundCommunity():
            raise AlreadyFounded
        case ChangeSettings(settings=settings):
            check_settings(settings)
            return [] if settings == state.settings else [CommunitySettingsChanged(settings=settings)]
        case RecordCalendar(year=year):
            return record_calendar(state.calendars.get(year), command)
        case RecordLedger(year=year):
            ledger = _record(command, state.finest.get(year))
            return [] if state.ledgers.get(year) == ledger else [ledger]


def evolve(state: Community | None, event: Fact) -> Community:
    if isinstance(event, CommunityFounded):
        return Community(community=event.community)
    assert state
    match event:
        case CommunitySettingsChanged(settings=settings):
            return state.model_copy(update={"settings": settings})
        case CalendarRecorded(year=year):
            return state.model_copy(update={"calendars": {**state.calendars, year: event}})
        case LedgerRecorded(year=year):
            finest = _finest(state.finest.get(year), event)
            return state.model_copy(
                update={"ledgers": {**state.ledgers, year: event}, "finest": {**state.finest, year: finest}}
            )


def _found(command: FoundCommunity) -> CommunityFounded:
    if command.parent_level and _DEPTH[command.level] <= _DEPTH[command.parent_level]:
        raise WrongLevel
    return CommunityFounded(
        community=command.path[-1],
        name=command.name,
        level=command.level,
        path=command.path,
        division_code=command.division_code,
    )


def _record(command: RecordLedger, finest: Names | None) -> LedgerRecorded:
    if command.year > day_of(command.at).year:
        raise Malformed(field="year", reason_zh="年份不能在将来。", reason_en="the year can't be in the future.")
    for groups in (command.groups, *(row.groups for row in command.places)):
        _check_once([group.name for group in groups], "groups", "同一个民族只填一次。", "name each group once.")
    _check_once([row.place for row in command.places], "places", "同一个地点只填一次。", "name each place once.")
    table = table_of(command, finest)
    return LedgerRecorded(
        year=command.year,
        residents=command.residents,
        groups=table.groups,
        organizations=command.organizations,
        places=table.places,
    )


def _check_once(names: Sequence[str], field: str, zh: str, en: str) -> None:
    if len(set(names)) < len(names):
        raise Malformed(field=field, reason_zh=zh, reason_en=en)


def _finest(before: Names | None, event: LedgerRecorded) -> Names:
    names = Table(groups=event.groups, places=event.places).names
    return names if before is None or before <= names else before


DECIDER: Decider[Community] = Decider(decide, evolve)
