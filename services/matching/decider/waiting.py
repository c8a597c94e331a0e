"""Decisions about a request that nobody takes on: found unclaimed, given more time, ended."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from services.matching.commands import EndUnclaimed, ExtendWaiting, MarkUnclaimed
from services.matching.decider.common import of, still_open, words_allowed
from services.matching.decider.errors import NothingToExtend, NotLater, TakenOn
from services.matching.decider.state import Open, State
from services.matching.events import RequestClosed, RequestUnclaimed, WaitingExtended
from shared.directory.limits import due_at
from shared.eventsourcing.model import Event


def mark_unclaimed(state: State, command: MarkUnclaimed) -> Sequence[Event]:
    """Its time has passed and nobody has it; nothing when somebody took it on, or it was given more time."""
    waiting = state.waiting
    if not isinstance(state, Open) or state.taken or waiting is None or state.unclaimed_until:
        return []
    if waiting.until > command.at:
        return []
    expires_at = due_at(command.at, waiting.grace, waiting.time_zone, waiting.calendar)
    return [RequestUnclaimed(**of(state), expires_at=expires_at)]


def end_unclaimed(state: State, command: EndUnclaimed) -> Sequence[Event]:
    """The grace has passed as well and nobody acted: it is closed."""
    if not isinstance(state, Open) or state.unclaimed_until is None or state.unclaimed_until > command.at:
        return []
    return [RequestClosed(**of(state), claims=(), reason="expired_unclaimed")]


def extend_waiting(state: State, command: ExtendWaiting) -> Sequence[Event]:
    """It may go unclaimed to the end of another day."""
    still_open(state)
    words_allowed(state, command.note)
    if state.taken:
        raise TakenOn
    waiting = state.waiting
    if waiting is None:
        raise NothingToExtend
    zone = waiting.time_zone
    until = due_at(datetime.combine(command.until, time.min, ZoneInfo(zone)), "P0D", zone)
    if until <= max(waiting.until, command.at):
        raise NotLater
    return [WaitingExtended(**of(state), until=until, reason=command.reason, note=command.note)]
