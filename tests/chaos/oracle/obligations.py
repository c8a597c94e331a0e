"""What agreements promise, by plain arithmetic: the ticks are all that was confirmed and not taken back, up to what
was promised; counted from both logs without the decider."""

from collections import Counter, defaultdict
from typing import Any

from tests.chaos.oracle.books import Book, Books
from tests.chaos.oracle.verdict import Verdict

Kind = tuple[str, str, str]
"""The organization's letters, category and unit."""


def check_obligations(books: Books, verdict: Verdict) -> None:
    """Each organization's, as far as its agreements promise something of the kind."""
    given = _given(books["matching"])
    promised, ticked = _kept(books["registry"])
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


def _kept(registry: Book) -> tuple[Counter[Kind], Counter[Kind]]:
    """What is promised, and what of it is ticked."""
    promised, ticked = Counter[Kind](), Counter[Kind]()
    for stream, commits in registry.streams.items():
        if not stream.startswith("agreement_"):
            continue
        clauses: dict[tuple[str, str], Kind] = {}
        for event in (event for commit in commits for event in commit.events):
            one: Any = event
            if event.type == "agreement_signed":
                for number, clause in enumerate(one.clauses, 1):
                    kind = (stream.removeprefix("agreement_"), clause.category, clause.unit)
                    clauses[one.agreement, f"{one.term}.{number}"] = kind
                    promised[kind] += clause.quantity
            elif event.type in ("obligation_ticked", "obligation_unticked"):
                sign = 1 if event.type == "obligation_ticked" else -1
                ticked[clauses[one.agreement, one.clause]] += sign * one.quantity
    return promised, ticked
