"""What stands in notify's log: who was told what, and when he or she knew."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.base import Address
from shared.directory import events as directory
from shared.eventsourcing.model import Event
from shared.redaction.model import EVENTS as REDACTION_EVENTS

How = Literal["at_desk", "visit", "by_phone", "by_letter", "through_someone"]
"""How somebody was told in person."""

Params = dict[str, str | int]
"""What a notice is about: ids, codes, days and numbers only, never a text or a name."""


class NoticeSent(Event):
    """Somebody is told. `kind` is the type of the contract that says so."""

    type: ClassVar[str] = "notice_sent"
    community: str
    address: Address
    kind: str
    params: Params = Field(default_factory=dict)


class NoticeRecorded(Event):
    """It came so late that telling would only confuse: kept, but nobody is told."""

    type: ClassVar[str] = "notice_recorded"
    community: str
    address: Address
    kind: str
    params: Params = Field(default_factory=dict)


class NoticeHandedOver(Event):
    """The desk of `community`, where the addressee is at home, tells him or her in person."""

    type: ClassVar[str] = "notice_handed_over"
    community: str


class NoticeRead(Event):
    type: ClassVar[str] = "notice_read"
    community: str


class ToldInPerson(Event):
    """Staff told the addressee, who reads nothing online."""

    type: ClassVar[str] = "told_in_person"
    community: str
    how: How


EVENTS: tuple[type[Event], ...] = (
    NoticeSent,
    NoticeRecorded,
    NoticeHandedOver,
    NoticeRead,
    ToldInPerson,
    *REDACTION_EVENTS,
    *directory.EVENTS,
)
