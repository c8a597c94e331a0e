"""A plan: for each request the provider that, all requests together, costs the least, and why.

A cost is made of causes, each with a number of its own, so that every line explains itself and a changed one says what
it costs more. What the numbers are is a choice: words in common outweigh a category, the neighbourhood outweighs a
past, and three promises more outweigh a better fit elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import NamedTuple

from services.matching.engine.assigning import Asking, Assignment, Costs, Loads, assign, price
from services.matching.events import CauseCode
from shared.contracts.base import Category

OFFERS, ONLY_WORDS, ONLY_BEFORE = 60, 90, 80
WORD, WORDS_AT_MOST = -20, 3
DID_BEFORE, INTENDS = -10, -60
ELSEWHERE_NEAR, ELSEWHERE_FAR, STALE = 15, 30, 15
BUSY = 8
"""For each promise that the provider has already, in this plan or before it."""
NOBODY = 1_000
EACH_AT_LEAST, EACH_SHARE = 3, 1.5
"""A provider gets at most so many, or so much more than its share."""


class Why(NamedTuple):
    """A cause of a line's cost."""

    code: CauseCode
    cost: int
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gift:
    """An offer: in which nodes (and below) it may be asked for, and which words tell what it is."""

    offer: str
    category: Category
    words: frozenset[str]
    open_to: frozenset[str]
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Giver:
    """A provider; `path` runs down to its community, `kept` counts kept promises by category, `promises` are those that
    are under way, and things of a category in `refuses` it is not asked for before that day."""

    id: str
    path: tuple[str, ...]
    gifts: tuple[Gift, ...]
    kept: Mapping[Category, int] = field(default_factory=dict)
    refuses: Mapping[Category, date] = field(default_factory=dict)
    promises: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request; `owner` is the organization that must not be asked for its own need, `intends` who means to claim."""

    id: str
    path: tuple[str, ...]
    category: Category
    words: frozenset[str]
    owner: str | None = None
    intends: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to fulfil a request, with which offer, and why; nobody where nobody fits."""

    request: str
    provider: str | None
    offer: str | None
    whys: tuple[Why, ...]

    @property
    def cost(self) -> int:
        """What it costs in all."""
        return sum(why.cost for why in self.whys)


class Planning:
    """All that a plan is made of, and the answers drawn from it."""

    def __init__(self, wanted: Sequence[Wanted], givers: Sequence[Giver], today: date) -> None:
        self._wanted = {each.id: each for each in wanted}
        self._givers = {each.id: each for each in givers}
        self._today = today
        self._worded = _by_word(givers)
        self._asking = {each.id: self._ask(each) for each in wanted}
        self._groups = self._costs()
        self._loads = self._steps(len(wanted))

    def choices(self) -> list[Choice]:
        """The best whole assignment, in the order of the requests."""
        assigned = assign(list(self._asking.values()), self._groups, self._loads, NOBODY)
        before: Counter[str] = Counter()
        made = []
        for request in self._wanted:
            provider = assigned.get(request)
            made.append(self._choice(request, provider, before[provider] if provider else 0))
            before.update([provider] if provider else [])
        return made

    def others(self, request: str, assigned: Assignment) -> list[Choice]:
        """Who else could take `request` if all other lines stay as they are, the cheapest first."""
        taken = Counter(taker for other, taker in assigned.items() if other != request)
        found = [self._choice(request, giver, taken[giver]) for giver in self._fitting(request, taken)]
        return sorted(found, key=lambda choice: (choice.cost, choice.provider or ""))

    def nobody(self, request: str) -> Choice:
        """The line for `request` if it gets nobody."""
        return self._choice(request, None, 0)

    def _fitting(self, request: str, taken: Counter[str]) -> list[str]:
        asking = self._asking[request]
        able = {*asking.own, *self._groups[asking.group]}
        return [giver for giver in able if price(asking, giver, taken[giver], self._groups, self._loads) is not None]

    def _choice(self, request: str, provider: str | None, before: int) -> Choice:
        if provider is None:
            return Choice(request, None, None, (Why("nobody", NOBODY),))
        giver = self._givers[provider]
        fit = _fit(self._wanted[request], giver, self._today)
        assert fit is not None, "only who fits is chosen"
        offer, whys = fit
        promises = giver.promises + before
        busy = [Why("busy", BUSY * promises, (str(promises),))] if promises else []
        return Choice(request, provider, offer, (*whys, *busy))

    # --- the network

    def _ask(self, wanted: Wanted) -> Asking:
        able = {giver for word in wanted.words for giver in self._worded.get(word, ())} | wanted.intends
        own = {giver: cost for giver in able if (cost := self._cost(wanted, giver)) is not None}
        barred = "" if wanted.owner is None else f"/{wanted.owner}"
        return Asking(wanted.id, f"{wanted.category}/{wanted.path[-1]}{barred}", own)

    def _cost(self, wanted: Wanted, giver: str) -> int | None:
        fit = _fit(wanted, self._givers[giver], self._today) if giver in self._givers else None
        return None if fit is None else sum(why.cost for why in fit[1])

    def _costs(self) -> Mapping[str, Costs]:
        """What those of a group cost who have no word in common with it."""
        groups: dict[str, Costs] = {}
        for wanted in self._wanted.values():
            group = self._asking[wanted.id].group
            if group not in groups:
                plain = Wanted(group, wanted.path, wanted.category, frozenset(), wanted.owner)
                groups[group] = {
                    giver: cost for giver in self._givers if (cost := self._cost(plain, giver)) is not None
                }
        return groups

    def _steps(self, wanted: int) -> Loads:
        most = max(EACH_AT_LEAST, ceil(EACH_SHARE * wanted / max(1, len(self._givers))))
        return {name: [BUSY * (giver.promises + n) for n in range(most)] for name, giver in self._givers.items()}


def _fit(wanted: Wanted, giver: Giver, today: date) -> tuple[str | None, list[Why]] | None:
    """The offer with which `giver` fits best, and why; None if it does not fit or is not to be asked."""
    until = giver.refuses.get(wanted.category)
    if giver.id == wanted.owner or (until and until > today):
        return None
    ways: list[tuple[str | None, list[Why]]] = [
        (gift.offer, whys) for gift in giver.gifts if (whys := _by_gift(wanted, gift))
    ]
    kept, near = giver.kept.get(wanted.category, 0), giver.path[:-1] == wanted.path[:-1]
    if near and (kept or giver.id in wanted.intends):
        ways.append((None, [Why("did_before" if kept else "intends", ONLY_BEFORE, (str(kept),) if kept else ())]))
    if not ways:
        return None
    offer, whys = min(ways, key=lambda way: (sum(why.cost for why in way[1]), way[0] or ""))
    return offer, [*whys, *_of_giver(wanted, giver, offer)]


def _by_gift(wanted: Wanted, gift: Gift) -> list[Why]:
    """Why this offer fits; empty if it does not."""
    if gift.open_to.isdisjoint(wanted.path):
        return []
    common = sorted(gift.words & wanted.words)[:WORDS_AT_MOST]
    if gift.category == wanted.category:
        whys = [Why("offers", OFFERS, (gift.offer,))]
    elif common:
        whys = [Why("offers", ONLY_WORDS, (gift.offer,))]
    else:
        return []
    if common:
        whys.append(Why("words", WORD * len(common), tuple(common)))
    if gift.stale:
        whys.append(Why("stale", STALE))
    return whys


def _of_giver(wanted: Wanted, giver: Giver, offer: str | None) -> Iterator[Why]:
    if giver.path[-1] != wanted.path[-1]:
        near = giver.path[:-1] == wanted.path[:-1]
        yield Why("elsewhere_near", ELSEWHERE_NEAR) if near else Why("elsewhere_far", ELSEWHERE_FAR)
    if offer and (kept := giver.kept.get(wanted.category)):
        yield Why("did_before", DID_BEFORE, (str(kept),))
    if giver.id in wanted.intends:
        yield Why("intends", INTENDS)


def _by_word(givers: Iterable[Giver]) -> Mapping[str, set[str]]:
    """Who offers something that a word tells of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for giver in givers:
        for gift in giver.gifts:
            for word in gift.words:
                found[word].add(giver.id)
    return found
