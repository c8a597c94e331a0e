"""Bugs in what is decided: bookings, suggestions, obligations; and in taking a name out of history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.matching.decider import booking, calendar, suggesting
from services.matching.decider.calendar_state import Calendar
from services.registry.decider import obligation
from shared.eventsourcing.log import Log
from shared.redaction import rewriting
from shared.redaction.marks import INSTEAD, texts_in
from tests.chaos.plants.plant import plant, put


@plant("booked-twice", "kill an api")
def booked_twice() -> None:
    """A slot is given to whoever asks for it."""

    def enough_left(state: Any, reserved: Any, at: Any, limits: Any, but: Any = None) -> None: ...

    put(booking, "enough_left", enough_left)


@plant("waiting-list-jumped", "slow a link to RabbitMQ")
def waiting_list_jumped() -> None:
    """Who came last to the waiting list is asked first."""
    plain = calendar._asked

    def asked(state: Calendar, at: datetime) -> Sequence[Any]:
        return plain(state.model_copy(update={"bookings": state.bookings[::-1]}), at)

    put(calendar, "_asked", asked)


@plant("waiting-list-forgotten", "kill an api")
def waiting_list_forgotten() -> None:
    """Nobody is told that what he waits for is free."""

    def asked(state: Calendar, at: datetime) -> Sequence[Any]:
        return []

    put(calendar, "_asked", asked)


@plant("suggestion-answered-twice", "slow a link to RabbitMQ")
def suggestion_answered_twice() -> None:
    """A suggestion that was answered can be answered again."""

    def waiting(state: Any, number: int, party: str | None) -> Any:
        return state.suggestions[number - 1]

    put(suggesting, "waiting", waiting)


@plant("ticked-for-ever", "slow a link to RabbitMQ")
def ticked_for_ever() -> None:
    """What was ticked off stays ticked off, also when the delivery was not really one."""

    def sorted_out(state: Any, promised: Any, gone: Any) -> tuple[Sequence[Any], Sequence[Any]]:
        return state.ticks, []

    put(obligation, "_sorted_out", sorted_out)


@plant("redaction-of-the-log-only", "kill an api")
def redaction_of_the_log_only() -> None:
    """A name is taken out of the log, and not out of the documents made of it."""

    async def have_built(self: Any) -> None: ...

    put(rewriting._Rewriting, "_have_built", have_built)


@plant("redaction-of-too-much", "kill an api")
def redaction_of_too_much() -> None:
    """With a name, all else that stands in a commit is taken out."""
    plain = Log.rewrite

    async def rewrite(self: Log, events: Mapping[int, tuple[list[Any], list[Any]]]) -> int:
        emptied = {position: (read, [_emptied(event) for event in some]) for position, (read, some) in events.items()}
        return await plain(self, emptied)

    put(Log, "rewrite", rewrite)


def _emptied(event: Any) -> Any:
    long = [text for text in texts_in(event) if len(text) > len(INSTEAD)]
    data = {name: INSTEAD if value in long else value for name, value in event["data"].items()}
    return {**event, "data": data}
