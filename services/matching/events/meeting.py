"""What happens to a claiming meeting. Claims made in it are facts about their requests."""

from typing import ClassVar

from shared.eventsourcing.model import Day, Event


class MeetingEvent(Event):
    community: str


class MeetingPrepared(MeetingEvent):
    """The requests have the numbers 1 to n, in this order."""

    type: ClassVar[str] = "meeting_prepared"
    title: str
    held_on: Day
    requests: tuple[str, ...]


class MeetingChanged(MeetingEvent):
    """Replaces all that was prepared; intentions stay with their wishes."""

    type: ClassVar[str] = "meeting_changed"
    title: str
    held_on: Day
    requests: tuple[str, ...]


class NumbersAdded(MeetingEvent):
    """The numbers behind the last one, for further wishes."""

    type: ClassVar[str] = "numbers_added"
    requests: tuple[str, ...]


class MeetingOpened(MeetingEvent):
    type: ClassVar[str] = "meeting_opened"


class ClaimingBegan(MeetingEvent):
    """The first claim is coming: from now on each number stands for its wish."""

    type: ClassVar[str] = "claiming_began"


class MeetingClosed(MeetingEvent):
    type: ClassVar[str] = "meeting_closed"


class IntentionNoted(MeetingEvent):
    """An organization said beforehand that it means to claim this."""

    type: ClassVar[str] = "intention_noted"
    request: str
    organization: str


class IntentionWithdrawn(MeetingEvent):
    type: ClassVar[str] = "intention_withdrawn"
    request: str
    organization: str


EVENTS: tuple[type[Event], ...] = (
    MeetingPrepared,
    MeetingChanged,
    NumbersAdded,
    MeetingOpened,
    ClaimingBegan,
    MeetingClosed,
    IntentionNoted,
    IntentionWithdrawn,
)
