"""What a request costs a provider, and why.

A cost is made of causes, each with a number of its own, so that every line explains itself and a changed one says what
it costs more. What the numbers are is a choice: words in common outweigh a category, the neighbourhood outweighs a
past, and three promises more outweigh a better fit elsewhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from services.matching.engine.places import PEOPLE
from services.matching.events import CauseCode
from shared.contracts.base import Category

OFFERS, ONLY_WORDS, ONLY_BEFORE = 60, 90, 80
WORD, WORDS_AT_MOST = -20, 3
DID_BEFORE, INTENDS = -10, -60
ELSEWHERE_NEAR, ELSEWHERE_FAR, STALE = 15, 30, 15
A_PART = 25
"""When the offer has fewer than are wanted: then somebody has to be found for the rest."""
BUSY = 8
"""For each promise that the provider has already, in this plan or before it."""
NOBODY = 1_000


class Why(NamedTuple):
    """A cause of a line's cost."""

    code: CauseCode
    cost: int
    about: tuple[str, ...] = ()


AT_HOME = ""
"""By no opening; and what a use takes of the offer itself."""


@dataclass(frozen=True, slots=True)
class Has:
    """What there is of an offer: `seats` for people at once, a `number` of what is wanted at once, and so many
    `left` to give in all. Those are things, of which a request takes as many as it wants, or places, of which it takes
    one."""

    seats: int | None = None
    number: int | None = None
    left: int | None = None
    by_number: bool = False

    def less(self, taken: int) -> "Has":
        """What there is after so many were taken."""
        if self.left is None or not taken:
            return self
        left = max(0, self.left - taken)
        return replace(self, left=left, number=left if self.by_number else self.number)


@dataclass(frozen=True, slots=True)
class Gift:
    """An offer: in which nodes (and below) it may be asked for, perhaps by members only, and which words tell what it
    is. `left` is by node of its openings, the nearest first, how often it may still be asked for from there; at home
    there is no limit. `way`, if any, is the only opening by which it is looked at, or `AT_HOME`."""

    offer: str
    category: Category
    words: frozenset[str]
    open_to: frozenset[str]
    stale: bool = False
    left: Mapping[str, int] = field(default_factory=dict)
    members_only: bool = False
    has: Has = Has()
    way: str | None = None

    def opening(self, path: tuple[str, ...]) -> str | None:
        """By which opening a request at the end of `path` has it: the nearest, though it be used up. None at home."""
        if not self.left or any(node in path for node in self.open_to - self.left.keys()):
            return None
        return next((node for node in self.left if node in path), None)

    def is_to_be_had(self, wanted: "Wanted") -> bool:
        """Whether a request may ask for it, and something is left."""
        if self.open_to.isdisjoint(wanted.path) or (self.members_only and not wanted.member):
            return False
        opening = self.opening(wanted.path)
        if self.has.left == 0 or self.way not in (None, opening or AT_HOME):
            return False
        return opening is None or self.left[opening] > 0

    def short_of(self, wanted: "Wanted") -> int | None:
        """How many it has, where that is less than what is wanted."""
        has = self.has.seats if wanted.unit in PEOPLE else self.has.number
        return has if has is not None and has < wanted.quantity else None

    def takes(self, wanted: "Wanted") -> Mapping[str, int]:
        """What a request would use up of it: a time by its opening, and of what is left as many as it wants, or all;
        one where people come to seats, and nothing for what was promised meanwhile, which is counted already."""
        if not wanted.quantity:
            return {}
        opening, left = self.opening(wanted.path), self.has.left
        uses = {opening: 1} if opening else {}
        seated = self.has.seats is not None and wanted.unit in PEOPLE
        count = wanted.quantity if self.has.by_number and not seated else 1
        return uses if left is None else uses | {AT_HOME: min(left, count)}

    def used(self, times: Mapping[str, int]) -> "Gift":
        """The offer after so much of it was taken, as `takes` says."""
        left = {node: max(0, left - times.get(node, 0)) for node, left in self.left.items()}
        return replace(self, left=left, has=self.has.less(times.get(AT_HOME, 0)))


@dataclass(frozen=True, slots=True)
class Giver:
    """A provider; `path` runs down to its community, `kept` counts kept promises by category, `promises` are those that
    are under way, and things of a category in `refuses` it is not asked for before that day. With a name of its own,
    the `stand`, it is only what of a provider is to be had so many times."""

    id: str
    path: tuple[str, ...]
    gifts: tuple[Gift, ...]
    kept: Mapping[Category, int] = field(default_factory=dict)
    refuses: Mapping[Category, date] = field(default_factory=dict)
    promises: int = 0
    stand: str | None = None

    @property
    def name(self) -> str:
        """By which it is told apart from the rest of the same provider."""
        return self.stand or self.id


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request; `owner` is the organization that must not be asked for its own need, a `member` of the alliance or
    not, `intends` who means to claim."""

    id: str
    path: tuple[str, ...]
    category: Category
    words: frozenset[str]
    owner: str | None = None
    intends: frozenset[str] = frozenset()
    member: bool = True
    quantity: int = 1
    unit: str = ""

    @property
    def group(self) -> str:
        """Requests with the same one cost each provider the same, but for their words, who means to claim them, and how
        many are wanted."""
        barred = "" if self.owner is None else f"/{self.owner}"
        return f"{self.category}/{self.path[-1]}{barred}" + ("" if self.member else "/no member")


def fit(wanted: Wanted, giver: Giver, today: date) -> tuple[str | None, list[Why]] | None:
    """The offer with which `giver` fits best, and why; None if it does not fit or is not to be asked."""
    if barred(wanted, giver, today):
        return None
    ways: list[tuple[str | None, list[Why]]] = [
        (gift.offer, whys) for gift in giver.gifts if (whys := _by_gift(wanted, gift))
    ]
    kept = giver.kept.get(wanted.category, 0)
    if giver.stand is None and is_near(wanted, giver) and (kept or giver.id in wanted.intends):
        ways.append((None, [Why("did_before" if kept else "intends", ONLY_BEFORE, (str(kept),) if kept else ())]))
    if not ways:
        return None
    offer, whys = min(ways, key=lambda way: (sum(why.cost for why in way[1]), way[0] or ""))
    return offer, [*whys, *_of_giver(wanted, giver, offer)]


def barred(wanted: Wanted, giver: Giver, today: date) -> bool:
    """Whether it is not to be asked: for its own need, or because it has refused such things."""
    until = giver.refuses.get(wanted.category)
    return giver.id == wanted.owner or bool(until and until > today)


def is_near(wanted: Wanted, giver: Giver) -> bool:
    """Whether it is of the same subdistrict."""
    return giver.path[:-1] == wanted.path[:-1]


def _by_gift(wanted: Wanted, gift: Gift) -> list[Why]:
    """Why this offer fits; empty if it does not."""
    if not gift.is_to_be_had(wanted):
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
    if (has := gift.short_of(wanted)) is not None:
        whys.append(Why("a_part", A_PART, (str(has), str(wanted.quantity))))
    return whys


def _of_giver(wanted: Wanted, giver: Giver, offer: str | None) -> Iterator[Why]:
    if giver.path[-1] != wanted.path[-1]:
        near = is_near(wanted, giver)
        yield Why("elsewhere_near", ELSEWHERE_NEAR) if near else Why("elsewhere_far", ELSEWHERE_FAR)
    if offer and (kept := giver.kept.get(wanted.category)):
        yield Why("did_before", DID_BEFORE, (str(kept),))
    if giver.id in wanted.intends:
        yield Why("intends", INTENDS)
