"""What requests cost providers, for all pairs at once: the sums of `pricing.fit`, looked up instead of tried.

Whoever offers nothing that a request asks for is never looked at; what words have nothing to do with is reckoned once
for all requests of a group, and what words do for all requests together, so ten thousand requests and five hundred
providers are priced in less than a second.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import TypeVar

import numpy

from services.matching.engine.assigning import Costs
from services.matching.engine.columns import NEVER, Column, Helpers, Pairs, column, without_words
from services.matching.engine.places import PEOPLE
from services.matching.engine.pricing import (
    A_PART,
    DID_BEFORE,
    ELSEWHERE_FAR,
    ELSEWHERE_NEAR,
    ONLY_BEFORE,
    Gift,
    Giver,
    Wanted,
    barred,
    fit,
    is_near,
)

Node = TypeVar("Node")
Key = TypeVar("Key")
Entry = TypeVar("Entry")


class Tariff:
    """What requests cost `givers`."""

    def __init__(self, givers: Iterable[Giver], today: date) -> None:
        self._givers = list(givers)
        self._today = today
        self._stands = _index(((giver.id, None), giver) for giver in self._givers)
        self._gifts = [(number, gift) for number, giver in enumerate(self._givers) for gift in giver.gifts]
        self._helpers = Helpers(self._givers, self._gifts, today)
        numbered = [(number, gift) for number, (_, gift) in enumerate(self._gifts)]
        self._not_for_all = {n: gift for n, gift in numbered if _not_for_all(gift)}
        self._seats = sorted({gift.has.seats for _, gift in numbered if gift.has.seats})
        self._numbers = sorted({gift.has.number for _, gift in numbered if gift.has.number})
        self._worded = _index(((node, word), n) for n, gift in numbered for node in gift.open_to for word in gift.words)
        self._alike = _index(((node, gift.category), n) for n, gift in numbered for node in gift.open_to)
        self._kept = _index(
            ((giver.path[:-1], category), number)
            for number, giver in enumerate(self._givers)
            if giver.stand is None
            for category, count in giver.kept.items()
            if count
        )

    def group_of(self, wanted: Wanted) -> str:
        """Requests with the same one cost each provider the same, but for their words and who means to claim them: no
        offer has enough for one of them and not for another."""
        amounts = self._seats if wanted.unit in PEOPLE else self._numbers
        return f"{wanted.group}/{bisect_left(amounts, wanted.quantity)}{'p' if amounts is self._seats else ''}"

    def group(self, wanted: Wanted) -> Costs:
        """What any request of the same group costs whoever fits it whatever its words are."""
        ways = [(self._givers[number], way) for number, way in self._without_words(wanted).items()]
        return {
            giver.name: self._cost(wanted, giver, way) for giver, way in ways if not barred(wanted, giver, self._today)
        }

    def own(self, requests: Sequence[Wanted]) -> Sequence[Costs]:
        """What each request costs those who fit it better than any of its group, or only it."""
        askers = self._helpers.askers(requests)
        pairs = self._helpers.least(askers, list(self._with_words(requests)))
        pairs = pairs.where(self._helpers.may_be_asked(askers, pairs) & (pairs.way < self._plain(requests, pairs)))
        by_words = self._named(len(requests), pairs, self._helpers.costs(askers, pairs))
        return [{**costs, **self._meant(wanted)} for wanted, costs in zip(requests, by_words, strict=True)]

    def _with_words(self, requests: Sequence[Wanted]) -> Iterator[tuple[int, Column]]:
        """For each word of each request the offers that have it too, and may be had."""
        known: dict[tuple[str, bool, str], Column] = {}
        for number, wanted in enumerate(requests):
            for word in wanted.words:
                key = (wanted.path[-1], wanted.member, word)
                if key not in known:
                    known[key] = column(self._open_to(wanted, self._worded, word))
                yield number, known[key]

    def _plain(self, requests: Sequence[Wanted], pairs: Pairs) -> Column:
        """The least ways there are whatever the words are; `NEVER` where there is none."""
        groups = [self.group_of(wanted) for wanted in requests]
        one_each = dict(zip(groups, requests, strict=True))
        number, count = {group: n for n, group in enumerate(one_each)}, len(self._givers)
        ways = {
            number[group] * count + giver: way
            for group, wanted in one_each.items()
            for giver, way in self._without_words(wanted).items()
        }
        keys = numpy.array(sorted(ways), dtype=numpy.int64)
        least = column(ways[key] for key in keys.tolist())
        sought = column(number[group] for group in groups)[pairs.request] * count + pairs.giver
        return _found(keys, least, sought)

    def _without_words(self, wanted: Wanted) -> Mapping[int, int]:
        """The least way by which each provider can be had whatever the words are."""
        alike = self._open_to(wanted, self._alike, wanted.category)
        costs = [self._alone(self._gifts[number][1], wanted) for number in alike]
        found = self._helpers.ways.by_offers(column(alike), column(costs)).tolist()
        ways = [(self._gifts[number][0], way) for number, way in zip(alike, found, strict=True)]
        before = self._helpers.ways.without(ONLY_BEFORE)
        ways += [(giver, before) for giver in self._kept.get((wanted.path[:-1], wanted.category), ())]
        least: dict[int, int] = {}
        for giver, way in ways:
            least[giver] = min(way, least.get(giver, NEVER))
        return least

    @staticmethod
    def _alone(gift: Gift, wanted: Wanted) -> int:
        return without_words(gift, wanted.category) + (0 if gift.short_of(wanted) is None else A_PART)

    def _cost(self, wanted: Wanted, giver: Giver, way: int) -> int:
        away = ELSEWHERE_NEAR if is_near(wanted, giver) else ELSEWHERE_FAR
        kept = self._helpers.ways.has_offer(way) and giver.kept.get(wanted.category)
        here = giver.path[-1] == wanted.path[-1]
        return self._helpers.ways.cost(way) + (0 if here else away) + (DID_BEFORE if kept else 0)

    def _named(self, requests: int, pairs: Pairs, costs: Column) -> Iterator[Costs]:
        """The costs of each request, by the names of the providers."""
        known = [giver.name for giver in self._givers]
        names = [known[number] for number in pairs.giver.tolist()]
        prices = costs.tolist()
        ends = numpy.searchsorted(pairs.request, numpy.arange(requests + 1)).tolist()
        return (dict(zip(names[a:b], prices[a:b], strict=True)) for a, b in pairwise(ends))

    def _meant(self, wanted: Wanted) -> Costs:
        """What it costs who means to claim it."""
        able = chain.from_iterable(self._stands.get((each, None), ()) for each in wanted.intends)
        found = {giver.name: fit(wanted, giver, self._today) for giver in able}
        return {name: sum(why.cost for why in fitting[1]) for name, fitting in found.items() if fitting}

    def _open_to(self, wanted: Wanted, index: Mapping[tuple[str, Key], list[int]], key: Key) -> Sequence[int]:
        """What is open to one node of its path or several, each once."""
        found = dict.fromkeys(chain.from_iterable(index.get((node, key), ()) for node in wanted.path))
        asked = self._not_for_all.keys() & found.keys()
        return [n for n in found if n not in asked or self._not_for_all[n].is_to_be_had(wanted)]


def _found(keys: Column, values: Column, sought: Column) -> Column:
    """The values of the keys that are `sought`, `NEVER` where there is no such key; `keys` are in order."""
    if not len(keys):
        return numpy.full(len(sought), NEVER)
    at = numpy.minimum(numpy.searchsorted(keys, sought), len(keys) - 1)
    return numpy.where(keys[at] == sought, values[at], NEVER)


def _not_for_all(gift: Gift) -> bool:
    return gift.members_only or gift.way is not None or gift.has.left == 0 or 0 in gift.left.values()


def _index(entries: Iterable[tuple[tuple[Node, Key], Entry]]) -> Mapping[tuple[Node, Key], list[Entry]]:
    found: defaultdict[tuple[Node, Key], list[Entry]] = defaultdict(list)
    for key, entry in entries:
        found[key].append(entry)
    return found
