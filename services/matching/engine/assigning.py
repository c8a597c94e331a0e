"""The best whole assignment of requests to providers, by minimum-cost flow.

The network: a request sends one unit to a provider of its own options, or through its group to a provider of the
group's, or to nobody; a provider passes each further unit on at a higher price. Costs that grow with the load are
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


Assignment = Mapping[str, str]
"""Request → provider; a request that is not in it gets nobody."""


def assign(asking: Sequence[Asking], groups: Mapping[str, Costs], loads: Loads, nobody: int) -> Assignment:
    """The assignment that costs the least in all, `nobody` being what a request without a provider costs."""
    if not asking:
        return {}
    network = _Network(asking, groups, loads)
    flows = _cheapest(network.arcs(nobody), len(asking), network.size, network.sink)
    return network.read(flows)


def price(request: Asking, provider: str, promises: int, groups: Mapping[str, Costs], loads: Loads) -> int | None:
    """What it costs that `provider`, who has taken so many others, takes this one too; None where that can't be."""
    cost = request.own.get(provider, groups[request.group].get(provider))
    steps = loads.get(provider, ())
    return None if cost is None or promises >= len(steps) else cost + steps[promises]


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
    """Numbers for all who take part: the requests first, then the groups, the providers, and the sink."""

    def __init__(self, asking: Sequence[Asking], groups: Mapping[str, Costs], loads: Loads) -> None:
        self._asking = asking
        self._groups = groups
        self._loads = loads
        self._group = {name: len(asking) + number for number, name in enumerate(groups)}
        self._provider = {name: len(asking) + len(groups) + number for number, name in enumerate(loads)}
        self.sink = len(asking) + len(groups) + len(loads)
        self.size = self.sink + 1

    def arcs(self, nobody: int) -> _Arcs:
        arcs, provider = _Arcs(), self._provider
        for number, request in enumerate(self._asking):
            heads = [self.sink, self._group[request.group], *(provider[name] for name in request.own)]
            arcs.add(number, heads, [1] * len(heads), [nobody, 0, *request.own.values()])
        for group, costs in self._groups.items():
            heads = [provider[name] for name in costs]
            arcs.add(self._group[group], heads, [len(self._loads[name]) for name in costs], costs.values())
        for name, steps in self._loads.items():
            arcs.add(provider[name], [self.sink] * len(steps), [1] * len(steps), steps)
        return arcs

    def read(self, flows: Iterable[tuple[int, int, int]]) -> Assignment:
        """Who takes what, of the arcs with something on them (from, to, how much); within a group it is all one, so its
        providers take its requests as they come."""
        names = {number: name for name, number in self._provider.items()}
        taken: dict[str, str] = {}
        through: list[Asking] = []
        takers: defaultdict[int, list[str]] = defaultdict(list)
        for tail, head, flow in flows:
            if head == self.sink:
                continue
            if tail >= len(self._asking):
                takers[tail] += [names[head]] * flow
            elif head in names:
                taken[self._asking[tail].id] = names[head]
            else:
                through.append(self._asking[tail])
        for request in through:
            taken[request.id] = takers[self._group[request.group]].pop(0)
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
