"""Who decides about a request in the place of a minor."""

from typing import ClassVar

from services.matching.events.request import RequestEvent
from shared.eventsourcing.model import Event


class GuardianChanged(RequestEvent):
    """`about` says who decides from now on."""

    type: ClassVar[str] = "guardian_changed"


EVENTS: tuple[type[Event], ...] = (GuardianChanged,)
