"""Requests, providers and offers as columns of numbers: what depends on words is reckoned for all pairs at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, get_args

import numpy
from numpy.typing import NDArray

from services.matching.engine.places import PEOPLE
from services.matching.engine.pricing import (
    A_PART,
    DID_BEFORE,
    ELSEWHERE_FAR,
    ELSEWHERE_NEAR,
    OFFERS,
    ONLY_WORDS,
    STALE,
    WORD,
    WORDS_AT_MOST,
    Gift,
    Giver,
    Wanted,
)
from shared.contracts.base import Category

Column = NDArray[numpy.int64]
NEVER = 2**62
"""A way nobody takes; and as many as nobody wants."""

_CATEGORIES: Mapping[Category, int] = {category: number for number, category in enumerate(get_args(Category))}


class Ways:
    """What it costs by an offer, and by which, as one number, so that the least of many is found at once. Of what costs
    the same, the least is without an offer, and else by the offer whose name comes first."""

    _ABOVE = 10_000
    """More than any way saves: no way is less than nothing."""

    def __init__(self, offers: Iterable[str]) -> None:
        offers = list(offers)
        names = {name: number for number, name in enumerate(sorted(set(offers)), 1)}
        self._names = column(names[offer] for offer in offers)
        self._span = len(names) + 1

    def by_offers(self, numbers: Column, costs: Column) -> Column:
        """By the offers with these numbers."""
        return (costs + self._ABOVE) * self._span + self._names[numbers]

    def without(self, cost: int) -> int:
        """Without any offer."""
        return (cost + self._ABOVE) * self._span

    def cost(self, way: int) -> int:
        """What a way costs."""
        return way // self._span - self._ABOVE

    def costs(self, ways: Column) -> Column:
        """What ways cost."""
        return ways // self._span - self._ABOVE

    def has_offer(self, way: int) -> bool:
        """Whether a way is by an offer."""
        return way % self._span > 0


class Pairs(NamedTuple):
    """Requests, by number, each with a provider, and the least way by an offer that has a word in common with it."""

    request: Column
    giver: Column
    way: Column

    def where(self, those: NDArray[numpy.bool_]) -> "Pairs":
        """Those of them."""
        return Pairs(self.request[those], self.giver[those], self.way[those])


class _Numbers:
    """The same number for the same thing, whatever it is."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}

    def of(self, things: Iterable[object]) -> Column:
        return column(self._known.setdefault(thing, len(self._known)) for thing in things)


class Askers:
    """Requests, by number."""

    def __init__(self, wanted: Sequence[Wanted], nodes: _Numbers, owners: _Numbers) -> None:
        self.category = column(_CATEGORIES[each.category] for each in wanted)
        self.node = nodes.of(each.path[-1] for each in wanted)
        self.near = nodes.of(each.path[:-1] for each in wanted)
        self.owner = owners.of(each.owner for each in wanted)
        self.quantity = column(each.quantity for each in wanted)
        self.people = column(each.unit in PEOPLE for each in wanted).astype(bool)


class Helpers:
    """Providers and their offers, each by number; the offers of a provider follow each other."""

    def __init__(self, givers: Sequence[Giver], gifts: Sequence[tuple[int, Gift]], today: date) -> None:
        """`gifts`: each with the number of its provider."""
        self._nodes, self._owners = _Numbers(), _Numbers()
        self._node = self._nodes.of(giver.path[-1] for giver in givers)
        self._near = self._nodes.of(giver.path[:-1] for giver in givers)
        self._id = self._owners.of(giver.id for giver in givers)
        self._kept = _table([bool(giver.kept.get(category)) for giver in givers] for category in _CATEGORIES)
        self._refuses = _table(
            [giver.refuses.get(category, today) > today for giver in givers] for category in _CATEGORIES
        )
        self._giver = column(giver for giver, _ in gifts)
        self._seats = column(NEVER if gift.has.seats is None else gift.has.seats for _, gift in gifts)
        self._number = column(NEVER if gift.has.number is None else gift.has.number for _, gift in gifts)
        self._plain = _table([without_words(gift, category) for _, gift in gifts] for category in _CATEGORIES)
        self.ways = Ways(gift.offer for _, gift in gifts)

    def askers(self, wanted: Sequence[Wanted]) -> Askers:
        """The requests, so that they can be held against the providers."""
        return Askers(wanted, self._nodes, self._owners)

    def least(self, askers: Askers, found: Sequence[tuple[int, Column]]) -> Pairs:
        """The least ways by the offers `found`: for a request each time those that have one more word in common."""
        request, gift, words = _counted(found, len(self._giver))
        there = numpy.where(askers.people[request], self._seats[gift], self._number[gift])
        costs = self._plain[askers.category[request], gift] + WORD * numpy.minimum(words, WORDS_AT_MOST)
        costs += A_PART * (there < askers.quantity[request])
        giver = self._giver[gift]
        first = numpy.flatnonzero(_changes(request) | _changes(giver))
        least = numpy.minimum.reduceat(self.ways.by_offers(gift, costs), first) if len(first) else first
        return Pairs(request[first], giver[first], least)

    def may_be_asked(self, askers: Askers, pairs: Pairs) -> NDArray[numpy.bool_]:
        """Who is not `barred`."""
        refused = self._refuses[askers.category[pairs.request], pairs.giver]
        return numpy.equal(refused, 0) & numpy.not_equal(self._id[pairs.giver], askers.owner[pairs.request])

    def costs(self, askers: Askers, pairs: Pairs) -> Column:
        """What the ways cost, with what is said of the provider."""
        request, giver = pairs.request, pairs.giver
        far = numpy.where(self._near[giver] == askers.near[request], ELSEWHERE_NEAR, ELSEWHERE_FAR)
        elsewhere = numpy.where(self._node[giver] == askers.node[request], 0, far)
        return self.ways.costs(pairs.way) + elsewhere + DID_BEFORE * self._kept[askers.category[request], giver]


def column(values: Iterable[int]) -> Column:
    """A column of whole numbers."""
    return numpy.fromiter(values, dtype=numpy.int64)


def without_words(gift: Gift, category: Category) -> int:
    """What it costs by an offer, the words left aside."""
    return (OFFERS if gift.category == category else ONLY_WORDS) + (STALE if gift.stale else 0)


def _table(rows: Iterable[Sequence[int]]) -> Column:
    return numpy.array([[int(value) for value in row] for row in rows], dtype=numpy.int64)


def _counted(found: Sequence[tuple[int, Column]], offers: int) -> tuple[Column, Column, Column]:
    """Each request with each offer found for it, in their order, and how often."""
    times = column(len(numbers) for _, numbers in found)
    requests = numpy.repeat(column(request for request, _ in found), times)
    numbers = numpy.concatenate([numbers for _, numbers in found]) if found else times
    pairs, words = numpy.unique(requests * offers + numbers, return_counts=True)
    return pairs // max(1, offers), pairs % max(1, offers), words.astype(numpy.int64)


def _changes(values: Column) -> NDArray[numpy.bool_]:
    """Where it is another one than before; at the beginning it is."""
    return numpy.concatenate([numpy.ones(min(1, len(values)), dtype=bool), values[1:] != values[:-1]])
