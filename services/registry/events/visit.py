"""What happened around a visit (走访) to an organization."""

from typing import ClassVar

from shared.eventsourcing.model import Day, Event


class VisitRecorded(Event):
    """Staff went there. `follow_up` is what is to be done about what they found, by a day."""

    type: ClassVar[str] = "visit_recorded"
    visit: str
    community: str
    organization: str
    occurred_on: Day
    findings: str
    follow_up: str | None
    follow_up_by: Day | None


class VisitFollowedUp(Event):
    """It was done, and what came of it."""

    type: ClassVar[str] = "visit_followed_up"
    organization: str
    occurred_on: Day
    outcome: str


EVENTS: tuple[type[Event], ...] = (VisitRecorded, VisitFollowedUp)
