"""Decisions about claiming meetings: prepared, changed, opened, closed, and what organizations mean to claim."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.matching.commands import (
    AddNumbers,
    BeginClaiming,
    Candidate,
    ChangeMeeting,
    CloseMeeting,
    NoteIntention,
    OpenMeeting,
    PrepareMeeting,
    WithdrawIntention,
)
from services.matching.commands.meeting import MOST_NUMBERS
from services.matching.decider.meeting_errors import (
    MeetingEnded,
    MeetingNotOpen,
    NoSuchIntention,
    NumbersFixed,
    RepeatedWish,
    TooManyNumbers,
    UnknownWish,
    WishNotOpen,
)
from services.matching.decider.meeting_state import InSession, Intention, MeetingState, Over, Prepared
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
from shared.errors import NotFound
from shared.eventsourcing.model import Command


def decide_meeting(state: MeetingState | None, command: Command) -> Sequence[MeetingEvent]:
    """What follows from `command`. Raises NotFound for an unknown meeting, and what each decision refuses."""
    if isinstance(command, PrepareMeeting):
        return prepare(command)
    if state is None:
        raise NotFound
    return DECISIONS[type(command)](state, command)


def prepare(command: PrepareMeeting) -> Sequence[MeetingEvent]:
    """The wishes have numbers."""
    requests = _numbered(command.wishes, command.community)
    return [
        MeetingPrepared(community=command.community, title=command.title, held_on=command.held_on, requests=requests)
    ]


def change(state: MeetingState, command: ChangeMeeting) -> Sequence[MeetingEvent]:
    """All is as said now. Once a claim was made the numbers stay; what had a number before may have ended."""
    _not_over(state)
    requests = _numbered(command.wishes, state.community, listed=state.requests)
    if state.begun and requests != state.requests:
        raise NumbersFixed
    if (command.title, command.held_on, requests) == (state.title, state.held_on, state.requests):
        return []
    changed = MeetingChanged(community=state.community, title=command.title, held_on=command.held_on, requests=requests)
    return [changed]


def add(state: MeetingState, command: AddNumbers) -> Sequence[MeetingEvent]:
    """Further wishes come last."""
    _not_over(state)
    requests = _numbered(command.wishes, state.community, taken=state.requests)
    if len(state.requests) + len(requests) > MOST_NUMBERS:
        raise TooManyNumbers(most=MOST_NUMBERS)
    return [NumbersAdded(community=state.community, requests=requests)]


def _numbered(
    wishes: Sequence[Candidate], community: str, listed: Sequence[str] = (), taken: Sequence[str] = ()
) -> tuple[str, ...]:
    """The requests, each an open wish below `community` (those `listed` were), none twice, none `taken`."""
    seen = set(taken)
    for place, wish in enumerate(wishes):
        field = f"requests.{place}"
        if wish.request in seen:
            raise RepeatedWish(field=field)
        seen.add(wish.request)
        if wish.request in listed:
            continue
        if wish.kind != "wish" or community not in wish.path:
            raise UnknownWish(field=field)
        if not wish.open:
            raise WishNotOpen(field=field)
    return tuple(wish.request for wish in wishes)


def open_meeting(state: MeetingState, command: OpenMeeting) -> Sequence[MeetingEvent]:
    """Claims can be made; opening it twice is opening it once."""
    _not_over(state)
    return [MeetingOpened(community=state.community)] if isinstance(state, Prepared) else []


def begin(state: MeetingState, command: BeginClaiming) -> Sequence[MeetingEvent]:
    """The numbers are fixed, once."""
    if not isinstance(state, InSession):
        raise MeetingNotOpen
    return [] if state.begun else [ClaimingBegan(community=state.community)]


def close_meeting(state: MeetingState, command: CloseMeeting) -> Sequence[MeetingEvent]:
    """It is over, or was called off; closing it twice is closing it once."""
    return [] if isinstance(state, Over) else [MeetingClosed(community=state.community)]


def note(state: MeetingState, command: NoteIntention) -> Sequence[MeetingEvent]:
    """The intention is on the board; noting it twice is noting it once."""
    _not_over(state)
    intention = _intention(state, command)
    return [] if intention in state.intentions else [IntentionNoted(community=state.community, **dict(intention))]


def withdraw(state: MeetingState, command: WithdrawIntention) -> Sequence[MeetingEvent]:
    """The organization no longer means to."""
    _not_over(state)
    intention = _intention(state, command)
    if intention not in state.intentions:
        raise NoSuchIntention
    return [IntentionWithdrawn(community=state.community, **dict(intention))]


def _intention(state: MeetingState, command: NoteIntention | WithdrawIntention) -> Intention:
    return Intention(request=state.request(command.number), organization=command.organization)


def _not_over(state: MeetingState) -> None:
    if isinstance(state, Over):
        raise MeetingEnded


DECISIONS: Mapping[type[Command], Callable[[Any, Any], Sequence[MeetingEvent]]] = {
    ChangeMeeting: change,
    AddNumbers: add,
    OpenMeeting: open_meeting,
    BeginClaiming: begin,
    CloseMeeting: close_meeting,
    NoteIntention: note,
    WithdrawIntention: withdraw,
}
