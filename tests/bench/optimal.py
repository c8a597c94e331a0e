"""Whether an assignment is the cheapest there is: proved from its costs alone, whoever has found it.

It is unless some requests can be passed on in a chain, or round in a circle, so that all together costs less: then the
graph of all such exchanges has a cycle that costs less than nothing (Klein 1967).
"""

from collections.abc import Sequence
from typing import Any

import numpy

Costs = Any
"""A row for each request, a column for each provider, and one more for nobody."""


def cost_of(costs: Costs, assigned: Sequence[int], busy: int) -> int:
    """What it costs in all; each further promise of a provider costs `busy` more than the one before."""
    loads = numpy.bincount(assigned, minlength=costs.shape[1])[:-1]
    return int(costs[numpy.arange(len(assigned)), assigned].sum() + busy * (loads * (loads - 1) // 2).sum())


def is_cheapest(costs: Costs, assigned: Sequence[int], busy: int, most: int) -> bool:
    """Whether nothing that is possible costs less, no provider getting more than `most`."""
    takers = costs.shape[1]
    loads = numpy.bincount(assigned, minlength=takers)
    exchange = numpy.full((takers + 1, takers + 1), numpy.inf)
    for giver in range(takers):
        theirs = costs[numpy.flatnonzero(numpy.asarray(assigned) == giver)]
        if len(theirs):
            exchange[giver, :-1] = (theirs - theirs[:, [giver]]).min(axis=0)
    price = busy * numpy.arange(int(loads.max()) + 1)
    relieved, burdened = -price[numpy.maximum(loads - 1, 0)].astype(float), price[loads].astype(float)
    burdened[loads >= most] = numpy.inf
    relieved[-1] = burdened[-1] = 0
    exchange[-1, :-1], exchange[:-1, -1] = relieved, burdened
    numpy.fill_diagonal(exchange, 0)
    for through in range(takers + 1):
        numpy.minimum(exchange, exchange[:, [through]] + exchange[[through], :], out=exchange)
        if (exchange.diagonal() < 0).any():
            return False
    return True
