"""Folding the events of a stream into its document."""

from typing import TypeVar

from services.registry.decider.following import Following, Progress, follow
from services.registry.events import Followed, TextKnown
from shared.eventsourcing.model import Event
from shared.eventsourcing.projection import D, Document


def take(document: D, event: Event | None = None, **fields: object) -> D:
    """`document` with the fields it has in common with `event`, and `fields`."""
    common = {name: value for name, value in event or () if name in type(document).model_fields}
    return document.model_copy(update={**common, **fields})


class Followable(Document):
    """A document with a request in matching; `progress` is None until matching has opened it."""

    text: str | None = None
    request_id: str | None = None
    progress: Progress | None = None
    following: Following = Following()


F = TypeVar("F", bound=Followable)


def take_followed(document: F, event: Followed) -> F:
    """`document` with what matching told."""
    if isinstance(event, TextKnown):
        return take(document, text=event.text)
    following = follow(document.following, event)
    return take(document, following=following, request_id=following.request, progress=following.progress)
