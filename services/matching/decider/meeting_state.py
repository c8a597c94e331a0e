"""What a claiming meeting can be: prepared, open or closed, with the wishes behind its numbers."""

from typing import Any, Literal, TypeVar

from services.matching.decider.meeting_errors import UnknownNumber
from services.matching.events import (
    ClaimingBegan,
    IntentionNoted,
    IntentionWithdrawn,
    MeetingChanged,
    MeetingClosed,
    MeetingEvent,
    MeetingOpened,
    MeetingPrepared,
    NumbersAdded,
)
from shared.eventsourcing.model import Day, Frozen


class Intention(Frozen):
    """An organization means to claim a request."""

    request: str
    organization: str


class Meeting(Frozen):
    """What every shape of a meeting has; `begun` once a claim was on its way."""

    community: str
    title: str
    held_on: Day
    requests: tuple[str, ...]
    intentions: tuple[Intention, ...] = ()
    begun: bool = False

    def request(self, number: int) -> str:
        """The request with this number. Raises UnknownNumber."""
        if number > len(self.requests):
            raise UnknownNumber(field="number", last=len(self.requests))
        return self.requests[number - 1]


class Prepared(Meeting):
    state: Literal["prepared"] = "prepared"


class InSession(Meeting):
    state: Literal["open"] = "open"


class Over(Meeting):
    state: Literal["closed"] = "closed"


MeetingState = Prepared | InSession | Over
Shape = TypeVar("Shape", Prepared, InSession, Over)


def evolve_meeting(state: MeetingState | None, event: MeetingEvent) -> MeetingState:
    """The meeting after `event`."""
    if isinstance(event, MeetingPrepared):
        return Prepared(**dict(event))
    assert state is not None, "a meeting begins with its preparation"
    match event:
        case MeetingOpened():
            return _become(InSession, state)
        case MeetingClosed():
            return _become(Over, state)
        case _:
            return state.model_copy(update=_changes(state, event))


def _changes(state: MeetingState, event: MeetingEvent) -> dict[str, Any]:
    match event:
        case MeetingChanged(title=title, held_on=day, requests=requests):
            kept = tuple(intention for intention in state.intentions if intention.request in requests)
            return {"title": title, "held_on": day, "requests": requests, "intentions": kept}
        case NumbersAdded(requests=requests):
            return {"requests": (*state.requests, *requests)}
        case ClaimingBegan():
            return {"begun": True}
        case IntentionNoted(request=request, organization=organization):
            return {"intentions": (*state.intentions, Intention(request=request, organization=organization))}
        case IntentionWithdrawn(request=request, organization=organization):
            gone = Intention(request=request, organization=organization)
            return {"intentions": tuple(intention for intention in state.intentions if intention != gone)}
        case _:
            raise AssertionError(f"no meeting knows {event.type}")


def _become(shape: type[Shape], state: MeetingState) -> Shape:
    return shape(**{name: value for name, value in state if name != "state"})
