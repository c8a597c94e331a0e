"""Scores computed from evaluation's documents against scores from the facts in matching's log."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from services.evaluation.messages import fact_stream, receive
from services.evaluation.projections import FACTS, SCHEMES, AdoptedScheme, RecordedFact
from services.evaluation.scoring import score
from services.registry.events import CommunityFounded
from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.documents import from_stored
from shared.eventsourcing.model import Actor
from shared.messaging.envelope import time_of
from shared.messaging.translation import Arrival
from tests.chaos.oracle.books import Book, Books
from tests.chaos.oracle.facts import facts_of
from tests.chaos.oracle.verdict import Verdict

Totals = Mapping[tuple[str, str], int]
"""Hundredths by organization and quarter."""


def check_scores(books: Books, verdict: Verdict) -> None:
    """Every organization in every quarter."""
    evaluation = books["evaluation"]
    schemes = [from_stored(AdoptedScheme, one) for one in evaluation.documents.get(SCHEMES.row, {}).values()]
    stored = [from_stored(RecordedFact, one) for one in evaluation.documents.get(FACTS.row, {}).values()]
    paths = {one["_id"]: tuple(one["path"]) for one in evaluation.documents.get(COMMUNITIES.row, {}).values()}
    founded = {
        recorded.stream: recorded.event.path
        for commit in books["registry"].commits
        for recorded in commit
        if isinstance(recorded.event, CommunityFounded)
    }
    expected = _totals(_counting(books["matching"]), schemes, founded)
    shown = _totals(stored, schemes, paths)
    verdict.count("scores", len(expected))
    for key in sorted(expected.keys() | shown.keys()):
        right, there = expected.get(key, 0), shown.get(key, 0)
        if right != there:
            kind = verdict.lost if there < right else verdict.doubled
            kind.append(f"evaluation: {key[0]} has {there} points in {key[1]}, the facts in matching give {right}")


def _totals(facts: Iterable[RecordedFact], schemes: list[AdoptedScheme], paths: Any) -> Totals:
    grouped: defaultdict[tuple[str, str], list[RecordedFact]] = defaultdict(list)
    for fact in facts:
        grouped[fact.organization, fact.quarter].append(fact)
    return {key: sum(point.points for point in score(found, schemes, paths)) for key, found in grouped.items()}


def _counting(matching: Book) -> list[RecordedFact]:
    """What counts, straight from what matching tells: recorded in order, taken back by a reversal."""
    counting: dict[str, list[RecordedFact]] = {}
    numbers: defaultdict[str, int] = defaultdict(int)
    for fact in facts_of(matching):
        at = time_of(fact.event)
        for send in receive(fact.contract, Arrival(fact.event["id"], at, at, Actor(id="system:matching"))):
            subject, command = send.target, send.command
            if not hasattr(command, "fact"):
                counting.pop(subject, None)
                continue
            numbers[subject] += 1
            key = f"{fact_stream(subject)}.{numbers[subject]}"
            recorded = RecordedFact(id=key, recorded_at=at, **command.fact.model_dump())
            counting.setdefault(subject, []).append(recorded)
    return [one for found in counting.values() for one in found]
