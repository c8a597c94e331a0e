"""Which of a year's figures may be kept: none from one to nine, nor derivable from all the others. (A zero tells of
nobody.)

Two rules, decided for the whole table at once. *Merging*: what is under ten is counted among the others, and where
the others would be under ten the smallest of the rest joins them (complementary suppression: Cox, "Suppression
methodology and statistical disclosure control", JASA 75, 1980). It is done to the groups of the community, and to its
places. *All or none*: a group is told per place only if it has ten people or more in every place told of, in what is
left of the community, and if everybody else there is ten or more as well.

Why that is enough: what stays hidden is a table of which only the sums of rows and columns are known. In such a table
a cell may lie anywhere between max(0, r + c - n) and min(r, c), r and c being its row's and column's sum and n that of
all (Fréchet's bounds; Dobra and Fienberg, PNAS 97, 2000), which is min(r, c, n - r, n - c) wide: each of them is ten
or more, or else the cell itself is. A wider place has no figures of its own: it is the sum of those of its parts.

A correction tells the same names as the finest table so far, or more, or fewer, never others: of the same numbers it
then says nothing new. Who knows from elsewhere that one figure alone was corrected can subtract the old total from the
new one; no rule that keeps totals exact prevents that.
"""

from collections.abc import Iterable, Mapping, Sequence

from services.registry.commands import Figures, GroupCount
from services.registry.events import Group, PlaceFigures
from shared.errors import Refused
from shared.eventsourcing.model import Frozen

FEWEST = 10
OTHERS = "其他"
_REST = ""
"""Stands for all that is left of the community beside the places told of."""


class FiguresDisagree(Refused):
    zh = "各民族人数之和超过了居民总数，请核对后重填。"
    en = "The groups add up to more than all residents. Check the figures."


class PlacesDisagree(Refused):
    zh = "各楼院（小区、网格）的人数之和超过了社区的人数，请核对后重填。"
    en = "The places add up to more than the community has. Check the figures."


class Names(Frozen):
    """What a table tells by name: groups of the community, places, and groups per place."""

    groups: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()

    def __le__(self, other: "Names") -> bool:
        return self.groups <= other.groups and self.places <= other.places and self.columns <= other.columns


class Table(Frozen):
    """What may be kept of a year's figures."""

    groups: tuple[Group, ...]
    places: tuple[PlaceFigures, ...]

    @property
    def names(self) -> Names:
        return Names(
            groups=frozenset(group.name for group in self.groups) - {OTHERS},
            places=frozenset(row.place for row in self.places if row.residents is not None),
            columns=frozenset(group.name for row in self.places for group in row.groups) - {OTHERS},
        )


def table_of(figures: Figures, finest: Names | None = None) -> Table:
    """What may be told of `figures` by whoever has told `finest` before. Raises FiguresDisagree, PlacesDisagree."""
    table = _merged(figures, None)
    return table if finest is None or finest <= table.names else _merged(figures, finest)


def merge(residents: int, counts: Mapping[str, int]) -> dict[str, int]:
    """Those of `counts` that may be told beside `residents`, the largest first, so that none or enough are left."""
    kept = {name: count for name, count in _largest_first(counts) if count >= FEWEST}
    while kept and 0 < residents - sum(kept.values()) < FEWEST:
        kept.popitem()
    return kept


def _merged(figures: Figures, within: Names | None) -> Table:
    groups = _counts(figures.groups)
    if sum(groups.values()) > figures.residents:
        raise FiguresDisagree
    _check_places(figures, groups)
    groups.pop(OTHERS, None)
    residents = {row.place: row.residents for row in figures.places}
    kept = merge(figures.residents, _only(groups, within.groups if within else None))
    shown = merge(figures.residents, _only(residents, within.places if within else None))
    cells = _cells(figures, kept, shown)
    columns = _columns(cells, kept, within.columns if within else None)
    return Table(
        groups=_told(kept, figures.residents),
        places=tuple(
            PlaceFigures(
                place=row.place,
                residents=shown.get(row.place),
                groups=_told_of(cells[row.place], columns, row.residents) if row.place in shown else (),
                organizations=row.organizations,
            )
            for row in figures.places
        ),
    )


def _check_places(figures: Figures, groups: Mapping[str, int]) -> None:
    for row in figures.places:
        if sum(group.count for group in row.groups) > row.residents:
            raise FiguresDisagree
    if sum(row.residents for row in figures.places) > figures.residents:
        raise PlacesDisagree
    if sum(row.organizations for row in figures.places) > figures.organizations:
        raise PlacesDisagree
    for name, count in groups.items():
        if name != OTHERS and sum(_counts(row.groups).get(name, 0) for row in figures.places) > count:
            raise PlacesDisagree


def _cells(figures: Figures, kept: Mapping[str, int], shown: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """How many of each group of `kept`, and of all others, live in each place of `shown` and in what is left."""
    rows = {row.place: _row(row.residents, _counts(row.groups), kept) for row in figures.places if row.place in shown}
    left = {name: count - sum(row[name] for row in rows.values()) for name, count in kept.items()}
    if rest := figures.residents - sum(shown.values()):
        rows[_REST] = _row(rest, left, kept)
    return rows


def _row(residents: int, counts: Mapping[str, int], kept: Iterable[str]) -> dict[str, int]:
    named = {name: counts.get(name, 0) for name in kept}
    return {**named, OTHERS: residents - sum(named.values())}


def _columns(
    cells: Mapping[str, Mapping[str, int]], kept: Mapping[str, int], within: frozenset[str] | None
) -> dict[str, int]:
    """The groups that may be told per place."""
    full = {g: n for g, n in kept.items() if all(row[g] >= FEWEST for row in cells.values())}
    told = dict(_largest_first(_only(full, within)))
    while told and any(sum(n for g, n in row.items() if g not in told) < FEWEST for row in cells.values()):
        told.popitem()
    return told


def _told(kept: Mapping[str, int], residents: int) -> tuple[Group, ...]:
    others = residents - sum(kept.values())
    rest = (Group(name=OTHERS, count=others),) if others >= FEWEST else ()
    return (*(Group(name=name, count=count) for name, count in kept.items()), *rest)


def _told_of(cells: Mapping[str, int], columns: Iterable[str], residents: int) -> tuple[Group, ...]:
    told = {name: cells[name] for name in columns}
    return _told(told, residents) if told else ()


def _counts(groups: Sequence[GroupCount]) -> dict[str, int]:
    return {group.name: group.count for group in groups}


def _only(counts: Mapping[str, int], names: frozenset[str] | None) -> dict[str, int]:
    return {name: count for name, count in counts.items() if names is None or name in names}


def _largest_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
