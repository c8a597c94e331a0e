"""The best whole assignment of requests to providers, by minimum-cost flow.

The network: a request sends one unit to a provider of its own options, or through its group to a provider of the
group's, or to nobody; a provider passes each further unit on at a higher price. Where something of a provider is to be
had only so often, it is a node before him that passes on no more than that. Costs that grow with the load are
convex, so a cheapest flow is the best assignment (Ahuja, Magnanti, Orlin: Network Flows, 1993, chapters 9 and 14).
Groups keep the network small: requests that cost every provider the same share the arcs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Costs = Mapping[str, int]
"""What it costs that this provider takes a request."""

Loads = Mapping[str, Sequence[int]]
"""What the first, second, … promise costs a provider besides, never falling; no more than there are entries."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request that wants one provider: one of its group's, or of its `own`, which cost it as much as stands here."""

    id: str
    group: str
    own: Costs


Limits = Mapping[str, tuple[str, int]]
"""What is to be had only so often, by its name: to whom it leads, a provider or another of these, and how often."""

Assignment = Mapping[str, str]
"""Request → the provider, or what of his is to be had only so often; a request that is not in it gets nobody."""


def assign(
    asking: Sequence[Asking], groups: Mapping[str, Costs], loads: Loads, limits: Limits, nobody: int
) -> Assignment:
    """The assignment that costs the least in all, `nobody` being what a request without a provider costs. Of those that
    cost the same whoever takes them, the first get somebody."""
    if not asking:
        return {}
    network = _Network(asking, groups, loads, limits)
    flows = _cheapest(network.arcs(nobody), len(asking), network.size, network.sink)
    return network.read(flows)


class _Arcs:
    """Columns of arcs: where each comes from and leads to, how much it takes, and what a unit costs on it."""

    def __init__(self) -> None:
        self.tails: list[int] = []
        self.heads: list[int] = []
        self.capacities: list[int] = []
        self.costs: list[int] = []

    def add(self, tail: int, heads: Sequence[int], capacities: Sequence[int], costs: Iterable[int]) -> None:
        """Arcs from one node to several."""
        self.tails += [tail] * len(heads)
        self.heads += heads
        self.capacities += capacities
        self.costs += costs


class _Network:
    """Numbers for all who take part: the requests first, then the groups, the takers, and the sink. Takers are the
    providers, and what of theirs is to be had only so often."""

    def __init__(self, asking: Sequence[Asking], groups: Mapping[str, Costs], loads: Loads, limits: Limits) -> None:
        self._asking = asking
        self._groups = groups
        self._loads = loads
        self._limits = limits
        self._group = {name: len(asking) + number for number, name in enumerate(groups)}
        self._first_taker = len(asking) + len(groups)
        self._taker = {name: self._first_taker + number for number, name in enumerate((*loads, *limits))}
        self.sink = self._first_taker + len(self._taker)
        self.size = self.sink + 1

    def arcs(self, nobody: int) -> _Arcs:
        arcs, taker = _Arcs(), self._taker
        for number, request in enumerate(self._asking):
            heads = [self.sink, self._group[request.group], *(taker[name] for name in request.own)]
            arcs.add(number, heads, [1] * len(heads), [nobody, 0, *request.own.values()])
        for group, costs in self._groups.items():
            heads = [taker[name] for name in costs]
            arcs.add(self._group[group], heads, [self._most(name) for name in costs], costs.values())
        for name, (leads_to, most) in self._limits.items():
            arcs.add(taker[name], [taker[leads_to]], [most], [0])
        for name, steps in self._loads.items():
            arcs.add(taker[name], [self.sink] * len(steps), [1] * len(steps), steps)
        return arcs

    def _most(self, taker: str) -> int:
        return self._limits[taker][1] if taker in self._limits else len(self._loads[taker])

    def read(self, flows: Iterable[tuple[int, int, int]]) -> Assignment:
        """Who takes what, of the arcs with something on them (from, to, how much); within a group it is all one, so its
        takers take its requests as they come, and the last ones get nobody."""
        names = {number: name for name, number in self._taker.items()}
        taken: dict[str, str] = {}
        takers: defaultdict[int, list[str]] = defaultdict(list)
        for tail, head, flow in flows:
            if tail < len(self._asking) and head in names:
                taken[self._asking[tail].id] = names[head]
            elif len(self._asking) <= tail < self._first_taker:
                takers[tail] += [names[head]] * flow
        for request in self._asking:
            through = takers[self._group[request.group]]
            if through and request.id not in taken:
                taken[request.id] = through.pop(0)
        return taken


def _cheapest(arcs: _Arcs, units: int, size: int, sink: int) -> Iterable[tuple[int, int, int]]:
    """The arcs with a flow on them that bring one unit of each of the first `units` nodes to the sink at the least
    cost: from where to where, and how much."""
    import numpy
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    solver = SimpleMinCostFlow()
    columns = [numpy.array(column) for column in (arcs.tails, arcs.heads, arcs.capacities, arcs.costs)]
    solver.add_arcs_with_capacity_and_unit_cost(*columns)
    supplies = numpy.zeros(size, dtype=numpy.int64)
    supplies[:units], supplies[sink] = 1, -units
    solver.set_nodes_supplies(numpy.arange(size), supplies)
    status = solver.solve()
    assert status == solver.OPTIMAL, "every request may go to nobody, so there is a flow"
    flows = solver.flows(numpy.arange(len(arcs.tails)))
    used = numpy.flatnonzero(flows)
    return zip(*(column[used].tolist() for column in (columns[0], columns[1], flows)), strict=True)
