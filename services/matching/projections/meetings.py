"""The claiming meetings with their numbers; what became of the numbers stands in the requests."""

from typing import Annotated

from pydantic import Field

from services.matching.decider import MeetingState, evolve_meeting
from services.matching.events import MeetingClosed, MeetingEvent, MeetingOpened
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Instant
from shared.eventsourcing.projection import Document, Projection, of_kind


class MeetingDocument(Document):
    """A meeting, whole, and beside it what lists filter by."""

    community: str
    held_on: Day
    opened_at: Instant | None
    closed_at: Instant | None
    meeting: Annotated[MeetingState, Field(discriminator="state")]


def apply_meeting(document: MeetingDocument | None, recorded: Recorded) -> MeetingDocument:
    event = recorded.event
    assert isinstance(event, MeetingEvent)
    meeting = evolve_meeting(document.meeting if document else None, event)
    opened_at, closed_at = (document.opened_at, document.closed_at) if document else (None, None)
    return MeetingDocument(
        id=recorded.stream,
        community=meeting.community,
        held_on=meeting.held_on,
        opened_at=recorded.at if isinstance(event, MeetingOpened) else opened_at,
        closed_at=recorded.at if isinstance(event, MeetingClosed) else closed_at,
        meeting=meeting,
    )


MEETINGS = Projection(
    name="meetings",
    version=1,
    document=MeetingDocument,
    apply=apply_meeting,
    keys=of_kind("meeting"),
    indexes=([("community", 1), ("held_on", -1)],),
)
