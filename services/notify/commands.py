"""What may be asked of notify."""

from pydantic import Field

from services.notify.events import How, Params
from shared.contracts.base import Address
from shared.eventsourcing.model import Command


class Tell(Command):
    """Let `address` know; `silent` only keeps a record."""

    community: str
    address: Address
    kind: str
    params: Params = Field(default_factory=dict)
    silent: bool = False


class HandOver(Command):
    """The addressee is at home in the community `desk`: its desk tells him or her in person."""

    desk: str


class MarkRead(Command):
    """The addressee has read it."""


class MarkToldInPerson(Command):
    """Staff have told the addressee."""

    how: How
