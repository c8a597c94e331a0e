"""A node of the tree: founded once, its settings and yearly figures replaced as needed."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from services.registry.commands import ChangeSettings, Figures, FoundCommunity, GroupCount, RecordLedger
from services.registry.decider.days import day_of
from services.registry.events import CommunityFounded, CommunitySettingsChanged, Group, LedgerRecorded
from shared.contracts.registry import Level, Settings
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen

FEWEST = 10
OTHERS = "其他"
_DEPTH: dict[Level, int] = {"district": 0, "subdistrict": 1, "community": 2}


class AlreadyFounded(Refused):
    zh = "这个社区（街道、区）已经建立，请直接使用它。"
    en = "This node is founded already. Use the existing one."


class WrongLevel(Refused):
    zh = "层级不对：区下设街道，街道下设社区。请换一个上级或层级。"
    en = "Wrong level: a district holds subdistricts, a subdistrict communities. Choose another one."


class FiguresDisagree(Refused):
    zh = "各民族人数之和超过了居民总数，请核对后重填。"
    en = "The groups add up to more than all residents. Check the figures."


class Community(Frozen):
    """A founded node."""

    community: str
    settings: Settings = Settings()
    ledgers: Mapping[int, LedgerRecorded] = Field(default_factory=dict)


Command = FoundCommunity | ChangeSettings | RecordLedger
Fact = CommunityFounded | CommunitySettingsChanged | LedgerRecorded


def decide(state: Community | None, command: Command) -> Sequence[Event]:
    if state is None:
        if not isinstance(command, FoundCommunity):
            raise NotFound
        return [_found(command)]
    match command:
        case FoundCommunity():
            raise AlreadyFounded
        case ChangeSettings(settings=settings):
            check_time_zone(settings)
            return [] if settings == state.settings else [CommunitySettingsChanged(settings=settings)]
        case RecordLedger(year=year):
            ledger = _record(command)
            return [] if state.ledgers.get(year) == ledger else [ledger]


def evolve(state: Community | None, event: Fact) -> Community:
    if isinstance(event, CommunityFounded):
        return Community(community=event.community)
    assert state
    match event:
        case CommunitySettingsChanged(settings=settings):
            return state.model_copy(update={"settings": settings})
        case LedgerRecorded(year=year):
            return state.model_copy(update={"ledgers": {**state.ledgers, year: event}})


def check_time_zone(settings: Settings) -> None:
    """Raises Malformed when `settings` name a time zone nobody knows."""
    if settings.time_zone is None:
        return
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Malformed(
            field="settings.time_zone",
            reason_zh="不认识的时区，例如 Asia/Shanghai。",
            reason_en="unknown time zone; Asia/Shanghai is one.",
        ) from None


def merge(figures: Figures) -> tuple[Group, ...]:
    """The groups that may be kept: none under ten, nor derivable from the others and the total.

    Who is in no named group counts as 其他. Raises FiguresDisagree.
    """
    unnamed = figures.residents - sum(group.count for group in figures.groups)
    if unnamed < 0:
        raise FiguresDisagree
    named = sorted((g for g in figures.groups if g.name != OTHERS), key=lambda g: (-g.count, g.name))
    kept = [group for group in named if group.count >= FEWEST]
    others = figures.residents - sum(group.count for group in kept)
    while 0 < others < FEWEST and kept:
        others += kept.pop().count
    return _groups(kept, others)


def _groups(kept: Sequence[GroupCount], others: int) -> tuple[Group, ...]:
    rest = (Group(name=OTHERS, count=others),) if others >= FEWEST else ()
    return (*(Group(name=group.name, count=group.count) for group in kept), *rest)


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


def _record(command: RecordLedger) -> LedgerRecorded:
    if command.year > day_of(command.at).year:
        raise Malformed(field="year", reason_zh="年份不能在将来。", reason_en="the year can't be in the future.")
    names = [group.name for group in command.groups]
    if len(set(names)) < len(names):
        raise Malformed(
            field="groups",
            reason_zh="同一个民族只填一次。",
            reason_en="name each group once.",
        )
    return LedgerRecorded(
        year=command.year,
        residents=command.residents,
        groups=merge(command),
        organizations=command.organizations,
    )


DECIDER: Decider[Community] = Decider(decide, evolve)
