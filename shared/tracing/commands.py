"""The span of a commit: from the command to its record."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from shared.eventsourcing.decider import Commit, Envelope
from shared.eventsourcing.handle import Handler, Outcome, Result
from shared.tracing.ids import span_id
from shared.tracing.requests import current_request

if TYPE_CHECKING:
    from shared.tracing.spans import Spans


class TracedHandler(Handler):
    """A handler that notes a span for each commit it has made."""

    def __init__(self, spans: "Spans", *parts: Any) -> None:
        super().__init__(*parts)
        self._spans = spans

    async def handle_many(self, envelopes: Sequence[Envelope]) -> list[Result]:
        """As without traces."""
        began = time.time_ns()
        results = await super().handle_many(envelopes)
        for result in results:
            if isinstance(result, Outcome) and result.commit and not result.repeated:
                self._note(result.commit, began)
        return results

    def _note(self, commit: Commit, began: int) -> None:
        service = self._spans.service
        self._spans.note(
            "commit",
            f"commit {commit.events[0].type}",
            commit.correlation,
            span=span_id("commit", f"{service}/{commit.stream}/{commit.version}"),
            parent=cause_of(service, commit.causation),
            began=began,
            position=commit.position,
            events=[event.type for event in commit.events],
        )


def cause_of(service: str, causation: str) -> int:
    """The span that brought it about: a request, what was taken in from another service, or an own earlier commit."""
    if not causation:
        return current_request()
    event, _, _ = causation.rpartition("/")
    if event.count("/") == 1:
        return span_id("commit", f"{service}/{event}")
    return span_id("take", service, event)
