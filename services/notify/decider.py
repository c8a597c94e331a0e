"""A notice: sent once, read or told in person once."""

from collections.abc import Sequence
from typing import Any

from services.notify.commands import HandOver, MarkRead, MarkToldInPerson, Tell
from services.notify.events import NoticeHandedOver, NoticeRead, NoticeRecorded, NoticeSent, ToldInPerson
from shared.directory.decider import DECIDER as DIRECTORY
from shared.errors import NotFound, Refused
from shared.eventsourcing.decider import Decider, Deciders
from shared.eventsourcing.model import Event, Frozen
from shared.redaction.model import REDACTION


class ReadOnline(Refused):
    """Staff read their notices themselves."""

    zh = "这是发给工作人员的通知，请直接标为已读，不需要当面告知。"
    en = "This notice is for staff. Mark it as read; nobody has to be told in person."


class Notice(Frozen):
    """What became of a notice; `community` is whose desk has it."""

    community: str
    address: str
    silent: bool = False
    read: bool = False
    told: bool = False

    @property
    def owners(self) -> frozenset[str]:
        """The person or organization that is told; nobody in particular for staff."""
        audience, _, recipient = self.address.partition(":")
        return frozenset() if audience == "staff" else frozenset({recipient})


def decide(state: Notice | None, command: Tell | HandOver | MarkRead | MarkToldInPerson) -> Sequence[Event]:
    """Tells once, marks once. Raises NotFound for a notice nobody was sent, ReadOnline for one to staff."""
    if isinstance(command, Tell):
        return [] if state else [_told(command)]
    if state is None or state.silent:
        raise NotFound()
    if isinstance(command, HandOver):
        done = state.read or state.told or state.community == command.desk
        return [] if done else [NoticeHandedOver(community=command.desk)]
    if isinstance(command, MarkRead):
        return [] if state.read else [NoticeRead(community=state.community)]
    if not state.owners:
        raise ReadOnline()
    return [] if state.told else [ToldInPerson(community=state.community, how=command.how)]


def _told(command: Tell) -> NoticeSent | NoticeRecorded:
    event = NoticeRecorded if command.silent else NoticeSent
    return event(community=command.community, address=command.address, kind=command.kind, params=command.params)


def evolve(state: Notice | None, event: Any) -> Notice:
    """Takes one event in."""
    if isinstance(event, NoticeSent | NoticeRecorded):
        silent = isinstance(event, NoticeRecorded)
        return Notice(community=event.community, address=event.address, silent=silent)
    assert state
    if isinstance(event, NoticeHandedOver):
        return state.model_copy(update={"community": event.community})
    return state.model_copy(update={"read": True} if isinstance(event, NoticeRead) else {"told": True})


NOTICE: Decider[Notice] = Decider(decide, evolve)
DECIDERS: Deciders = {
    "notice": NOTICE,
    "community": DIRECTORY,
    "org": DIRECTORY,
    "person": DIRECTORY,
    "place": DIRECTORY,
    "redaction": REDACTION,
}
