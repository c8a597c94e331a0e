"""What happened to a need until it was published."""

from typing import ClassVar, Literal

from services.registry.events.reference import ExternalRef
from shared.contracts.base import Category
from shared.contracts.registry import Audience, NeedKind, Part
from shared.eventsourcing.model import Day, Event, Instant

NeedWithdrawalReason = Literal[
    "no_longer_needed", "met_elsewhere", "replaced", "not_suitable", "entered_by_mistake", "other"
]


class NeedPosted(Event):
    type: ClassVar[str] = "need_posted"
    need: str
    community: str
    organization: str
    title: str
    detail: str
    category: Category
    quantity: int
    unit: str
    audience: Audience
    external_ref: ExternalRef | None = None
    kind: NeedKind = "help"
    parts: tuple[Part, ...] = ()
    posted_at: Instant | None = None


class NeedRevised(Event):
    """Said differently, before it was published."""

    type: ClassVar[str] = "need_revised"
    title: str
    detail: str
    category: Category
    quantity: int
    unit: str
    audience: Audience
    kind: NeedKind
    parts: tuple[Part, ...]


class NeedPublished(Event):
    """Staff put it on the list; from here matching has the say."""

    type: ClassVar[str] = "need_published"
    organization: str
    title: str
    text: str
    category: Category
    quantity: int
    unit: str
    audience: Audience
    confirmed_on: Day
    kind: NeedKind = "help"
    parts: tuple[Part, ...] = ()
    posted_at: Instant | None = None


class NeedConfirmed(Event):
    """It is wanted still."""

    type: ClassVar[str] = "need_confirmed"
    organization: str
    confirmed_on: Day


class NeedWithdrawn(Event):
    type: ClassVar[str] = "need_withdrawn"
    organization: str
    reason: NeedWithdrawalReason
    note: str


EVENTS: tuple[type[Event], ...] = (
    NeedPosted,
    NeedRevised,
    NeedPublished,
    NeedConfirmed,
    NeedWithdrawn,
)
