"""What requests cost providers, for all pairs at once: the sums of `pricing.fit`, looked up instead of tried.

Whoever offers nothing that a request asks for is never looked at, so ten thousand requests and five hundred providers
are priced in a second; what words have nothing to do with is reckoned once for all requests of a group.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple, TypeVar, get_args

from services.matching.engine.assigning import Costs
from services.matching.engine.places import PEOPLE
from services.matching.engine.pricing import (
    A_PART,
    DID_BEFORE,
    ELSEWHERE_FAR,
    ELSEWHERE_NEAR,
    OFFERS,
    ONLY_BEFORE,
    ONLY_WORDS,
    STALE,
    WORD,
    WORDS_AT_MOST,
    Gift,
    Giver,
    Wanted,
    barred,
    fit,
    is_near,
)
from shared.contracts.base import Category

Node = TypeVar("Node")
Key = TypeVar("Key")
Entry = TypeVar("Entry")
_MANY_WORDS = WORD * WORDS_AT_MOST
_Way = tuple[int, str]
"""What it costs by an offer, and which one; by the empty one, without any. The least way is taken."""


class _Standing(NamedTuple):
    """How a provider stands to all requests of a group: the least way there is without words, what comes on top of
    every way, and what of every way by an offer."""

    plain: _Way | None
    away: int
    before: int


_Group = dict[str, _Standing | None]
"""The standing of each provider looked at so far; None for who is not to be asked."""


class Tariff:
    """What requests cost `givers`."""

    def __init__(self, givers: Iterable[Giver], today: date) -> None:
        self._givers = {giver.name: giver for giver in givers}
        self._today = today
        self._stands = _index(((giver.id, None), name) for name, giver in self._givers.items())
        gifts = [(giver.name, gift) for giver in self._givers.values() for gift in giver.gifts]
        numbered = [(number, gift) for number, (_, gift) in enumerate(gifts)]
        self._gifts = [(giver, gift.offer) for giver, gift in gifts]
        self._not_for_all = {n: gift for n, gift in numbered if _not_for_all(gift)}
        self._counted = {n: gift for n, gift in numbered if gift.has.seats or gift.has.number}
        self._seats = sorted({gift.has.seats for gift in self._counted.values() if gift.has.seats})
        self._numbers = sorted({gift.has.number for gift in self._counted.values() if gift.has.number})
        self._worded = _index(((node, word), n) for n, gift in numbered for node in gift.open_to for word in gift.words)
        self._alike = _index(((node, gift.category), n) for n, gift in numbered for node in gift.open_to)
        self._kept = _index(
            ((giver.path[:-1], category), name)
            for name, giver in self._givers.items()
            if giver.stand is None
            for category in giver.kept
        )
        self._plain = {
            category: [_without_words(gift, category) for _, gift in gifts] for category in get_args(Category)
        }
        self._found: defaultdict[tuple[str, bool], dict[str, tuple[int, ...]]] = defaultdict(dict)
        self._groups: defaultdict[str, _Group] = defaultdict(dict)

    def group_of(self, wanted: Wanted) -> str:
        """Requests with the same one cost each provider the same, but for their words and who means to claim them: no
        offer has enough for one of them and not for another."""
        amounts = self._seats if wanted.unit in PEOPLE else self._numbers
        return f"{wanted.group}/{bisect_left(amounts, wanted.quantity)}{'p' if amounts is self._seats else ''}"

    def group(self, wanted: Wanted) -> Costs:
        """What any request of the same group costs whoever fits it whatever its words are."""
        alike = self._open_to(wanted, self._alike, wanted.category)
        able = {self._gifts[number][0] for number in alike} | {*self._kept.get((wanted.path[:-1], wanted.category), ())}
        group = self._groups[self.group_of(wanted)]
        standings = {giver: self._standing(wanted, group, giver) for giver in able}
        return {giver: _cost(has.plain, has) for giver, has in standings.items() if has and has.plain}

    def own(self, wanted: Wanted) -> Costs:
        """What the request costs those who fit it better than any of its group, or only it."""
        group = self._groups[self.group_of(wanted)]
        costs: dict[str, int] = {}
        for giver, way in self._by_words(wanted).items():
            has = group[giver] if giver in group else self._standing(wanted, group, giver)
            if has is None:
                continue
            least, away, before = has
            if least is None or way < least:
                costs[giver] = way[0] + away + before
        for giver in chain.from_iterable(self._stands.get((each, None), ()) for each in wanted.intends):
            if found := fit(wanted, self._givers[giver], self._today):
                costs[giver] = sum(why.cost for why in found[1])
        return costs

    def _by_words(self, wanted: Wanted) -> Mapping[str, _Way]:
        """The least way by an offer that has a word in common with the request."""
        found = self._found[wanted.path[-1], wanted.member]
        for word in wanted.words - found.keys():
            found[word] = self._open_to(wanted, self._worded, word)
        common = Counter(chain.from_iterable(map(found.__getitem__, wanted.words)))
        plain, gifts, counted = self._plain[wanted.category], self._gifts, self._counted
        ways: dict[str, _Way] = {}
        for number, count in common.items():
            giver, offer = gifts[number]
            cost = plain[number] + (WORD * count if count < WORDS_AT_MOST else _MANY_WORDS)
            if number in counted:
                cost += _short(counted[number], wanted)
            known = ways.get(giver)
            if known is None or (cost, offer) < known:
                ways[giver] = (cost, offer)
        return ways

    def _open_to(self, wanted: Wanted, index: Mapping[tuple[str, Key], list[int]], key: Key) -> tuple[int, ...]:
        """What is open to one node of its path or several, each once."""
        found = dict.fromkeys(chain.from_iterable(index.get((node, key), ()) for node in wanted.path))
        asked = self._not_for_all.keys() & found.keys()
        return (
            tuple(n for n in found if n not in asked or self._not_for_all[n].is_to_be_had(wanted))
            if asked
            else tuple(found)
        )

    def _standing(self, wanted: Wanted, group: _Group, giver: str) -> _Standing | None:
        if giver not in group:
            group[giver] = self._stand(wanted, self._givers[giver])
        return group[giver]

    def _stand(self, wanted: Wanted, giver: Giver) -> _Standing | None:
        if barred(wanted, giver, self._today):
            return None
        kept, near = giver.kept.get(wanted.category, 0), is_near(wanted, giver)
        ways = [
            (_without_words(gift, wanted.category) + _short(gift, wanted), gift.offer)
            for gift in giver.gifts
            if gift.category == wanted.category and gift.is_to_be_had(wanted)
        ]
        if kept and near and giver.stand is None:
            ways.append((ONLY_BEFORE, ""))
        away = 0 if giver.path[-1] == wanted.path[-1] else ELSEWHERE_NEAR if near else ELSEWHERE_FAR
        return _Standing(min(ways, default=None), away, DID_BEFORE if kept else 0)


def _cost(way: _Way, has: _Standing) -> int:
    return way[0] + has.away + (has.before if way[1] else 0)


def _without_words(gift: Gift, category: Category) -> int:
    """What it costs by an offer, the words left aside."""
    return (OFFERS if gift.category == category else ONLY_WORDS) + (STALE if gift.stale else 0)


def _short(gift: Gift, wanted: Wanted) -> int:
    return 0 if gift.short_of(wanted) is None else A_PART


def _not_for_all(gift: Gift) -> bool:
    return gift.members_only or gift.way is not None or gift.has.left == 0 or 0 in gift.left.values()


def _index(entries: Iterable[tuple[tuple[Node, Key], Entry]]) -> Mapping[tuple[Node, Key], list[Entry]]:
    found: defaultdict[tuple[Node, Key], list[Entry]] = defaultdict(list)
    for key, entry in entries:
        found[key].append(entry)
    return found
