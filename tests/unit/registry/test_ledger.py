"""Nobody can derive a small figure: an attacker knows all that is told of a year and solves the linear system."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from services.registry.commands import Figures, GroupCount, PlaceCount, RecordLedger
from services.registry.decider.community import DECIDER
from services.registry.decider.ledger import FEWEST, OTHERS, FiguresDisagree, PlacesDisagree
from services.registry.events import LedgerRecorded
from services.registry.projections.community import Ledger
from services.registry.projections.place import Place
from services.registry.queries.ledger import lines
from shared.errors import DomainError, Malformed
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Event
from shared.testing.spec import spec
from tests.unit.registry.examples import COMMUNITY, STAFF, founded

GROUPS = ("汉族", "回族", "满族")
UNNAMED, ELSEWHERE = "unnamed", "elsewhere"
PLACES = tuple(derived_id("place", str(n)) for n in range(5))
ESTATE = derived_id("place", "estate")

Truth = Mapping[tuple[str, str], int]
"""How many people of which group live where; groups beside GROUPS are UNNAMED, homes beside PLACES ELSEWHERE."""
Cell = tuple[str, str]
Known = list[tuple[frozenset[Cell], int]]
"""What is told: these cells together are so many."""


def record(truth: Truth, groups: Iterable[str] = GROUPS, places: Iterable[str] = PLACES) -> RecordLedger:
    """The figures of `truth`, as a clerk gives them who names `groups` and `places` only."""

    def counts(where: str | None) -> tuple[GroupCount, ...]:
        return tuple(GroupCount(name=g, count=_sum(truth, where, g)) for g in groups)

    rows = [
        PlaceCount(place=p, residents=_sum(truth, p, None), groups=counts(p))
        for p in places
        if any(where == p for where, _ in truth)
    ]
    figures = Figures(residents=sum(truth.values()), groups=counts(None), organizations=900, places=tuple(rows))
    return RecordLedger(**STAFF, year=2024, **dict(figures))


def _sum(truth: Truth, where: str | None, group: str | None) -> int:
    return sum(n for (p, g), n in truth.items() if where in (None, p) and group in (None, g))


def told(ledger: LedgerRecorded, truth: Truth) -> Known:
    """Every figure anybody can read, also those of the wider place, as sums of the cells of `truth`."""
    cells = set(truth)
    known: Known = [(frozenset(cells), ledger.residents)]
    known += _groups(cells, ledger.groups)
    for row in ledger.places:
        inside = {cell for cell in cells if cell[0] == row.place}
        if row.residents is not None:
            known.append((frozenset(inside), row.residents))
        known += _groups(inside, row.groups)
    places = {p: Place(id=p, community=COMMUNITY, name=p, parent=ESTATE) for p in PLACES[:3]}
    estate = {ESTATE: Place(id=ESTATE, community=COMMUNITY, name="estate", kind="estate")}
    for line in lines(Ledger(**dict(ledger)), {**places, **estate}):
        if line.parts and line.residents is not None:
            shown = {row.place for row in ledger.places if row.residents is not None} & places.keys()
            inside = {cell for cell in cells if cell[0] in shown}
            known.append((frozenset(inside), line.residents))
            known += _groups(inside, line.groups)
    return known


def _groups(cells: set[Cell], groups: Sequence[Any]) -> Known:
    named = {group.name for group in groups} - {OTHERS}
    return [
        (
            frozenset(c for c in cells if (c[1] == group.name if group.name != OTHERS else c[1] not in named)),
            group.count,
        )
        for group in groups
    ]


def bounds(known: Known, cells: Iterable[Cell], target: frozenset[Cell]) -> tuple[float, float]:
    """Between which values the sum of `target` lies, by all that is known."""
    found = []
    for sign in (1, -1):
        solver = pywraplp.Solver.CreateSolver("GLOP")
        unknown = {cell: solver.NumVar(0, solver.infinity(), str(cell)) for cell in cells}
        for group, count in known:
            solver.Add(sum(unknown[cell] for cell in group) == count)
        solver.Minimize(sign * sum(unknown[cell] for cell in target))
        assert solver.Solve() == pywraplp.Solver.OPTIMAL, "the truth itself is a solution"
        found.append(sign * solver.Objective().Value())
    return found[0], found[1]


def exposed(known: Known, truth: Truth) -> list[tuple[Cell, tuple[float, float]]]:
    """Small figures that come out too exactly: of single cells, places and groups. A zero is nobody's figure."""
    targets = {cell: frozenset({cell}) for cell in truth}
    targets |= {(p, "*"): frozenset(c for c in truth if c[0] == p) for p in {cell[0] for cell in truth}}
    targets |= {("*", g): frozenset(c for c in truth if c[1] == g) for g in {cell[1] for cell in truth}}
    small = {name: cells for name, cells in targets.items() if 0 < sum(truth[cell] for cell in cells) < FEWEST}
    intervals = {name: bounds(known, truth, cells) for name, cells in small.items()}
    return [(name, (low, high)) for name, (low, high) in intervals.items() if high - low < FEWEST - 1e-6]


counts = st.one_of(st.integers(0, 25), st.sampled_from([0, 0, 1, 9, 10, 11, 100, 900]))


@st.composite
def truths(draw: st.DrawFn) -> dict[Cell, int]:
    homes = (*PLACES[: draw(st.integers(1, 4))], ELSEWHERE)
    truth = {(p, g): draw(counts) for p in homes for g in (*GROUPS, UNNAMED)}
    assume(sum(truth.values()) >= FEWEST)  # as every community has
    return truth


subsets = st.tuples(st.sets(st.sampled_from(GROUPS)), st.sets(st.sampled_from(PLACES)))


@settings(max_examples=150, deadline=None)
@given(truths(), st.lists(subsets, max_size=3))
def test_no_small_figure_comes_out_of_all_that_was_told(truth: dict[Cell, int], others: list[Any]) -> None:
    past: list[Event] = [founded]
    known: Known = []
    for groups, places in [(GROUPS, PLACES), *((sorted(g), sorted(p)) for g, p in others)]:
        events = spec(DECIDER).given(*past).when(record(truth, groups, places)).events()
        past += events
        for event in events:
            assert isinstance(event, LedgerRecorded)
            known += told(event, truth)
    assert exposed(known, truth) == []


@settings(max_examples=100, deadline=None)
@given(truths(), st.permutations([(GROUPS[:1], PLACES[:2]), (GROUPS[1:], PLACES[1:]), (GROUPS, PLACES)]))
def test_the_order_in_which_groupings_are_told_does_not_help(truth: dict[Cell, int], groupings: list[Any]) -> None:
    past: list[Event] = [founded]
    known: Known = []
    for groups, places in groupings:
        events = spec(DECIDER).given(*past).when(record(truth, groups, places)).events()
        past += events
        known += [each for event in events if isinstance(event, LedgerRecorded) for each in told(event, truth)]
    assert exposed(known, truth) == []


TOWN: dict[Cell, int] = {
    (PLACES[0], "汉族"): 380, (PLACES[0], "回族"): 20, (PLACES[0], UNNAMED): 12,
    (PLACES[1], "汉族"): 90, (PLACES[1], "回族"): 4, (PLACES[1], UNNAMED): 11,
    (PLACES[2], "汉族"): 5, (PLACES[2], "回族"): 0, (PLACES[2], UNNAMED): 1,
    (ELSEWHERE, "汉族"): 2800, (ELSEWHERE, "回族"): 270, (ELSEWHERE, UNNAMED): 99,
}  # fmt: skip


def one(command: RecordLedger, *past: Event) -> LedgerRecorded:
    event = spec(DECIDER).given(founded, *past).when(command).events()[0]
    assert isinstance(event, LedgerRecorded)
    return event


def test_the_attacker_finds_what_is_told_carelessly() -> None:
    ledger = one(record(TOWN))
    rows = [row.model_copy(update={"residents": _sum(TOWN, row.place, None), "groups": ()}) for row in ledger.places]
    careless = ledger.model_copy(update={"places": tuple(rows)})
    assert ((PLACES[2], "*"), (6, 6)) in exposed(told(careless, TOWN), TOWN)
    assert exposed(told(ledger, TOWN), TOWN) == []


def test_places_tell_only_groups_with_ten_people_in_each() -> None:
    ledger = one(record(TOWN))
    first, second, third = ledger.places
    assert {group.name: group.count for group in first.groups} == {"汉族": 380, "其他": 32}
    assert (second.residents, third.residents, third.groups) == (105, None, ())


def test_a_correction_tells_no_other_names_than_before() -> None:
    narrow = one(record(TOWN, GROUPS[:1], PLACES[:1]))
    other = one(record(TOWN, GROUPS[1:], PLACES[1:]), narrow)
    assert {group.name for group in other.groups} == {OTHERS}
    assert [row.residents for row in other.places] == [None, None]
    more = one(record(TOWN), narrow, other)
    assert {group.name for group in more.groups} == {"汉族", "回族", OTHERS}


def with_places(command: RecordLedger, *places: PlaceCount) -> RecordLedger:
    return command.model_copy(update={"places": places})


@pytest.mark.parametrize(
    ("places", "error"),
    [
        ((PlaceCount(place=PLACES[0], residents=4000),), PlacesDisagree),
        ((PlaceCount(place=PLACES[0], residents=10, organizations=901),), PlacesDisagree),
        ((PlaceCount(place=PLACES[0], residents=500, groups=(GroupCount(name="回族", count=295),)),), PlacesDisagree),
        ((PlaceCount(place=PLACES[0], residents=9, groups=(GroupCount(name="回族", count=10),)),), FiguresDisagree),
        ((PlaceCount(place=PLACES[0], residents=10),) * 2, Malformed),
    ],
)
def test_figures_that_cannot_be_are_refused(places: tuple[PlaceCount, ...], error: type[DomainError]) -> None:
    spec(DECIDER).given(founded).when(with_places(record(TOWN), *places)).refused(error)
