"""Evaluation's documents: facts that can be counted, schemes that can be read, and the directory."""

from collections.abc import Iterable
from typing import Any

from services.evaluation.events import Fact, FactRecorded, FactReversed, Scheme, SchemeAdopted
from shared.directory.projections import COMMUNITIES, ORGANIZATIONS, PERSONS
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Instant
from shared.eventsourcing.projection import Document, Projection, of_streams
from shared.redaction.projections import REDACTIONS


class RecordedFact(Fact, Document):
    """A fact, and whether it still counts."""

    recorded_at: Instant
    counts: bool = True
    reversed_at: Instant | None = None
    reason: str | None = None
    """Why it counts no longer."""


class AdoptedScheme(Document):
    """A scheme as it was adopted for `community` (a node of the tree) and all below."""

    community: str
    scheme: Scheme
    valid_from: Day
    replaces: str | None = None
    adopted_at: Instant
    adopted_by: str


def fact_keys(recorded: Recorded) -> Iterable[str]:
    """One document per recording: `fact_….<number>`."""
    event = recorded.event
    return (f"{recorded.stream}.{event.number}",) if isinstance(event, FactRecorded | FactReversed) else ()


def apply_fact(document: RecordedFact | None, recorded: Recorded) -> RecordedFact:
    """Takes a recording or its reversal in."""
    event = recorded.event
    if isinstance(event, FactRecorded):
        (key,) = fact_keys(recorded)
        return RecordedFact(id=key, recorded_at=recorded.at, **event.fact.model_dump())
    assert isinstance(event, FactReversed)
    assert document
    return document.model_copy(update={"counts": False, "reversed_at": recorded.at, "reason": event.reason})


def apply_scheme(document: AdoptedScheme | None, recorded: Recorded) -> AdoptedScheme:
    """A scheme is written once."""
    event = recorded.event
    assert isinstance(event, SchemeAdopted)
    return AdoptedScheme(
        id=recorded.stream,
        community=event.community,
        scheme=event.scheme,
        valid_from=event.valid_from,
        replaces=event.replaces,
        adopted_at=recorded.at,
        adopted_by=recorded.commit.actor.id,
    )


FACTS = Projection(
    name="facts",
    version=1,
    document=RecordedFact,
    apply=apply_fact,
    keys=fact_keys,
    indexes=([("organization", 1), ("occurred_on", 1)],),
)
SCHEMES = Projection(
    name="schemes",
    version=1,
    document=AdoptedScheme,
    apply=apply_scheme,
    keys=of_streams(SchemeAdopted),
    indexes=([("community", 1), ("valid_from", -1)],),
)

PROJECTIONS: tuple[Projection[Any], ...] = (FACTS, SCHEMES, COMMUNITIES, ORGANIZATIONS, PERSONS, REDACTIONS)
