"""Who holds a 统一社会信用代码 in a community: one stream for each code, so that of two at once one wins."""

from typing import ClassVar

from shared.eventsourcing.model import Event, Instant


class CreditCodeTaken(Event):
    type: ClassVar[str] = "credit_code_taken"
    community: str
    code: str
    organization: str
    at: Instant


class CreditCodeFreed(Event):
    type: ClassVar[str] = "credit_code_freed"
    organization: str


EVENTS: tuple[type[Event], ...] = (CreditCodeTaken, CreditCodeFreed)
