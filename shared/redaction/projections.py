"""Redactions as documents: what was ordered, never what was taken out."""

from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Actor, Instant
from shared.eventsourcing.projection import Document, Projection, of_streams
from shared.redaction.model import HistoryRedacted, RedactionReason


class RedactionDocument(Document):
    """A redaction; `service` is where it was ordered, and only there `actor` is who ordered it."""

    community: str
    service: str
    thing: str
    texts: int
    reason: RedactionReason
    at: Instant
    actor: Actor


def apply_redaction(_: RedactionDocument | None, recorded: Recorded) -> RedactionDocument:
    """A redaction is ordered once."""
    event = recorded.event
    assert isinstance(event, HistoryRedacted)
    said = event.model_dump(exclude={"replacements"})
    texts, actor = len(event.replacements), recorded.commit.actor
    return RedactionDocument(id=recorded.stream, texts=texts, at=recorded.at, actor=actor, **said)


REDACTIONS = Projection(
    name="redactions",
    version=1,
    document=RedactionDocument,
    apply=apply_redaction,
    keys=of_streams(HistoryRedacted, prefix="redaction_"),
    indexes=([("community", 1), ("at", -1)],),
)
