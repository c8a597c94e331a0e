"""The best whole assignment of requests to providers, by minimum-cost flow.

The network: a request sends one unit to a provider of its own options, or through its group to a provider of the
group's, or to nobody; a provider passes each further unit on at a higher price. Costs that grow with the load are
convex, so a cheapest flow is the best assignment (Ahuja, Magnanti, Orlin: Network Flows, 1993, chapters 9 and 14).
Groups keep the network small: requests that cost every provider the same share the arcs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class _Arc:
    tail: int
    head: int
    capacity: int
    cost: int


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
        self._arcs: list[_Arc] = []

    def arcs(self, nobody: int) -> Sequence[_Arc]:
        self._arcs = [*self._of_requests(nobody), *self._of_groups(), *self._of_loads()]
        return self._arcs

    def _of_requests(self, nobody: int) -> Iterator[_Arc]:
        for number, request in enumerate(self._asking):
            yield _Arc(number, self.sink, 1, nobody)
            yield _Arc(number, self._group[request.group], 1, 0)
            for provider, cost in request.own.items():
                yield _Arc(number, self._provider[provider], 1, cost)

    def _of_groups(self) -> Iterator[_Arc]:
        for group, costs in self._groups.items():
            for provider, cost in costs.items():
                yield _Arc(self._group[group], self._provider[provider], len(self._loads[provider]), cost)

    def _of_loads(self) -> Iterator[_Arc]:
        for provider, steps in self._loads.items():
            for cost in steps:
                yield _Arc(self._provider[provider], self.sink, 1, cost)

    def read(self, flows: Sequence[int]) -> Assignment:
        """Who takes what; within a group it is all one, so its providers take its requests as they come."""
        names = {number: name for name, number in self._provider.items()}
        taken: dict[str, str] = {}
        through: list[Asking] = []
        takers: defaultdict[int, list[str]] = defaultdict(list)
        for arc, flow in zip(self._arcs, flows, strict=True):
            if not flow or arc.head == self.sink:
                continue
            if arc.tail >= len(self._asking):
                takers[arc.tail] += [names[arc.head]] * flow
            elif arc.head in names:
                taken[self._asking[arc.tail].id] = names[arc.head]
            else:
                through.append(self._asking[arc.tail])
        for request in through:
            taken[request.id] = takers[self._group[request.group]].pop(0)
        return taken


def _cheapest(arcs: Sequence[_Arc], units: int, size: int, sink: int) -> Sequence[int]:
    """The flow on each arc that brings one unit of each of the first `units` nodes to the sink at the least cost."""
    import numpy
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    solver = SimpleMinCostFlow()
    columns = [numpy.array([getattr(arc, name) for arc in arcs]) for name in ("tail", "head", "capacity", "cost")]
    solver.add_arcs_with_capacity_and_unit_cost(*columns)
    supplies = numpy.zeros(size, dtype=numpy.int64)
    supplies[:units], supplies[sink] = 1, -units
    solver.set_nodes_supplies(numpy.arange(size), supplies)
    status = solver.solve()
    assert status == solver.OPTIMAL, "every request may go to nobody, so there is a flow"
    flows: list[int] = solver.flows(numpy.arange(len(arcs))).tolist()
    return flows
