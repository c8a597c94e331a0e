"""What a client asks of MongoDB, written down as it goes out."""

from collections.abc import Mapping
from typing import Any

from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent


class Spy(CommandListener):
    """Remembers the commands of one client."""

    def __init__(self) -> None:
        self.heard: list[Mapping[str, Any]] = []

    def of(self, name: str, collection: str) -> list[Mapping[str, Any]]:
        """The commands called `name` on `collection`, oldest first."""
        return [command for command in self.heard if command.get(name) == collection]

    def started(self, event: CommandStartedEvent) -> None:
        self.heard.append(event.command)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass
