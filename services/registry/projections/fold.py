"""Folding the events of a stream into its document."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from services.registry.decider.following import Following, Progress, follow
from services.registry.events import Followed, OutcomeKnown, TextKnown
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Event, Instant
from shared.eventsourcing.projection import D, Document
from shared.words import keys_of


def take(document: D, event: Event | None = None, **fields: object) -> D:
    """`document` with the fields it has in common with `event`, and `fields`."""
    common = {name: value for name, value in event or () if name in type(document).model_fields}
    return document.model_copy(update={**common, **fields})


class Findable(Document):
    """A document that lists find by the words of its texts."""

    found_by: tuple[str, ...] = ()


Found = TypeVar("Found", bound=Findable)
Apply = Callable[[Found | None, Recorded], Found]


def findable(apply: Apply[Found], *texts: str) -> Apply[Found]:
    """`apply`, and what it is found by: made anew only when one of these `texts` says something else."""

    def applied(document: Found | None, recorded: Recorded) -> Found:
        after = apply(document, recorded)
        said = _said(after, texts)
        if document and said == _said(document, texts):
            return after
        return after.model_copy(update={"found_by": keys_of(*said)})

    return applied


def _said(document: Document, texts: Sequence[str]) -> tuple[str, ...]:
    values = (getattr(document, name) or "" for name in texts)
    return tuple(value if isinstance(value, str) else " ".join(value) for value in values)


class Followable(Document):
    """A document with a request in matching; `progress` is None until matching has opened it.

    `claimed_at` is since when somebody has claimed it, `done_on` the day on which it was fulfilled or resolved.
    """

    text: str | None = None
    posted_at: Instant | None = None
    published_at: Instant | None = None
    claimed_at: Instant | None = None
    done_on: Day | None = None
    owed_since: Instant | None = None
    """Since when who asked waits for a reply: from the first day, as long as nobody stands to it."""
    request_id: str | None = None
    progress: Progress | None = None
    following: Following = Following()


F = TypeVar("F", bound=Followable)


def take_followed(document: F, event: Followed, at: datetime) -> F:
    """`document` with what matching told, which came `at` that time."""
    if isinstance(event, TextKnown):
        return take(document, text=event.text)
    following = follow(document.following, event)
    claimed = document.claimed_at or at if following.live else None
    return take(
        document,
        following=following,
        request_id=following.request,
        progress=following.progress,
        claimed_at=document.claimed_at if following.outcome else claimed,
        done_on=_done_on(document, following, event),
        owed_since=document.posted_at if following.unanswered else None,
    )


def _done_on(document: Followable, following: Following, event: Followed) -> Day | None:
    if isinstance(event, OutcomeKnown):
        return event.occurred_on
    return document.done_on if following.outcome else None
