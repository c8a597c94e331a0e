"""Between events and their stored form. Every path that reads or writes the log goes through here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shared.eventsourcing.model import Event

Stored = dict[str, Any]
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class Codec:
    """Knows every event of a service by `type` and `v`; `upcasters[(type, v)]` turns the data of `v` into `v + 1`."""

    def __init__(
        self, events: Iterable[type[Event]], upcasters: Mapping[tuple[str, int], Upcaster] | None = None
    ) -> None:
        self.events: dict[str, type[Event]] = {}
        self._upcasters = dict(upcasters or {})
        for event in events:
            if event.type in self.events:
                raise ValueError(f"two events are called {event.type}")
            self.events[event.type] = event

    def encode(self, event: Event) -> Stored:
        """The stored form of `event`. Raises KeyError for one that is not registered."""
        if self.events[event.type] is not type(event):
            raise KeyError(event.type)
        return {"type": event.type, "v": event.v, "data": event.model_dump(mode="json")}

    def decode(self, stored: Stored) -> Event:
        """The event behind `stored`, brought up to its present version."""
        kind, version, data = stored["type"], stored["v"], stored["data"]
        event = self.events[kind]
        while version < event.v:
            data = self._upcasters[kind, version](data)
            version += 1
        return event.model_validate(data)
