"""What happened to a need until it was published."""

from typing import ClassVar, Literal

from services.registry.events.reference import ExternalRef
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.model import Day, Event

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


class NeedWithdrawn(Event):
    type: ClassVar[str] = "need_withdrawn"
    organization: str
    reason: NeedWithdrawalReason
    note: str
