"""What agreements promise, by plain arithmetic: the ticks are all that was confirmed or counted by hand and not taken
back, up to what was promised; counted from both logs without the decider."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from tests.chaos.oracle.books import Book, Books
from tests.chaos.oracle.verdict import Verdict

Kind = tuple[str, str, str]
"""The organization's letters, category and unit."""
SIGNED = ("agreement_signed", "agreement_renewed", "agreement_corrected")


def check_obligations(books: Books, verdict: Verdict) -> None:
    """Each organization's, as far as its agreements promise something of the kind."""
    given, promised, ticked = _given(books["matching"]), Counter[Kind](), Counter[Kind]()
    for stream, commits in books["registry"].streams.items():
        if not stream.startswith("agreement_"):
            continue
        kept = Kept(stream.removeprefix("agreement_"))
        for commit in commits:
            for event in commit.events:
                kept.take(event)
            verdict.doubled += [f"registry:{commit.position} {stream}: {said}" for said in kept.wrong()]
        promised += kept.promised
        ticked += kept.ticked
        given += kept.by_hand
    for kind, quantity in sorted(promised.items()):
        verdict.count("obligations")
        verdict.count("ticked", ticked[kind])
        wanted = min(quantity, given[kind])
        said = f"registry: agreement_{kind[0]} has {ticked[kind]} {kind[1]} ticked, {wanted} of {quantity} were given"
        if ticked[kind] < wanted:
            verdict.lost.append(said)
        elif ticked[kind] > wanted:
            verdict.doubled.append(said)


def _given(matching: Book) -> Counter[Kind]:
    """What was confirmed of organizations' claims and still counts."""
    confirmed: defaultdict[str, int] = defaultdict(int)
    kinds: dict[str, Kind] = {}
    for commit in matching.commits:
        for event in commit.events:
            for claim in _taken_back(event):
                confirmed.pop(claim, None)
            if event.type == "delivery_confirmed":
                one: Any = event
                if one.claimant.kind == "organization":
                    letters = one.claimant.id.removeprefix("org_")
                    kinds[one.claim] = (letters, one.about.category, one.about.unit)
                    confirmed[one.claim] += one.quantity
    given = Counter[Kind]()
    for claim, quantity in confirmed.items():
        given[kinds[claim]] += quantity
    return given


def _taken_back(event: Any) -> list[str]:
    if event.type == "request_reopened":
        return [entry.claim for entry in event.claims]
    return [event.claim] if event.type == "claim_voided" else []


class Kept:
    """What the agreements of one organization promise, and what of it is ticked: takes the events of their stream."""

    def __init__(self, letters: str) -> None:
        self._letters = letters
        self._clauses: dict[tuple[str, str], tuple[Kind, int]] = {}
        self._ticks: dict[int, tuple[tuple[str, str], int, bool]] = {}
        """By number: for which clause, how much, and whether somebody counted it by hand."""
        self._wrong: list[str] = []

    @property
    def promised(self) -> Counter[Kind]:
        """By kind."""
        return self._sum(self._clauses.values())

    @property
    def ticked(self) -> Counter[Kind]:
        """By kind."""
        return self._sum(self._ticked())

    @property
    def by_hand(self) -> Counter[Kind]:
        """What no delivery stands behind."""
        return self._sum(self._ticked(only_by_hand=True))

    def take(self, event: Any) -> None:
        """One event."""
        if event.type in SIGNED:
            self._sign(event)
        elif event.type == "obligation_ticked":
            if event.tick in self._ticks:
                self._wrong.append(f"tick {event.tick} was made twice")
            self._ticks[event.tick] = (event.agreement, event.clause), event.quantity, event.delivery is None
        elif event.type == "obligation_unticked" and self._ticks.pop(event.tick, None) is None:
            self._wrong.append(f"tick {event.tick} was taken back, and did not stand")

    def wrong(self) -> Iterator[str]:
        """What is wrong since it was last asked, and which clause has more ticked than it promises."""
        yield from self._wrong
        self._wrong = []
        done = Counter[tuple[str, str]]()
        for place, quantity, _ in self._ticks.values():
            done[place] += quantity
        for place, quantity in done.items():
            most = self._clauses[place][1] if place in self._clauses else 0
            if quantity > most:
                yield f"{quantity} of {most} are ticked of {place}"

    def _sign(self, event: Any) -> None:
        """Another term; a correction says the latest one anew."""
        term = f"{event.term}."
        for place in [each for each in self._clauses if each[0] == event.agreement and each[1].startswith(term)]:
            del self._clauses[place]
        for number, clause in enumerate(event.clauses, 1):
            if clause.kind == "countable":
                kind = (self._letters, clause.category, clause.unit)
                self._clauses[event.agreement, f"{term}{number}"] = kind, clause.quantity

    def _ticked(self, only_by_hand: bool = False) -> Iterator[tuple[Kind, int]]:
        for place, quantity, by_hand in self._ticks.values():
            if place in self._clauses and (by_hand or not only_by_hand):
                yield self._clauses[place][0], quantity

    @staticmethod
    def _sum(quantities: Iterable[tuple[Kind, int]]) -> Counter[Kind]:
        found = Counter[Kind]()
        for kind, quantity in quantities:
            found[kind] += quantity
        return found
