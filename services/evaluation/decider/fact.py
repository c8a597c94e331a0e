"""Facts about one claim (or one resolved need): recorded, reversed, recorded again."""

from collections.abc import Sequence

from services.evaluation.commands import RecordFact, ReverseFact
from services.evaluation.events import FactRecorded, FactReversed
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen


class Facts(Frozen):
    """What counts in this stream; `causes` are the messages already taken in.

    Parts of one claim may be confirmed one after the other, so several recordings may count at a time.
    """

    community: str
    counting: tuple[FactRecorded, ...] = ()
    recordings: int = 0
    causes: frozenset[str] = frozenset()


def decide(state: Facts | None, command: RecordFact | ReverseFact) -> Sequence[Event]:
    """What follows from a foreign fact: never a refusal, and nothing when it or a later one was taken in before."""
    if state and _is_late(command.cause, state.causes):
        return []
    if isinstance(command, ReverseFact):
        return [_reversed(recorded, command) for recorded in state.counting] if state else []
    number = state.recordings + 1 if state else 1
    fact = command.fact
    return [FactRecorded(community=fact.community, number=number, fact=fact, cause=command.cause)]


def _is_late(cause: str, known: frozenset[str]) -> bool:
    """Whether that, or something later of its stream, was taken in: what changed nothing then must not do so now."""
    stream, *at = _place(cause)
    return any(at <= their_place for their_stream, *their_place in map(_place, known) if their_stream == stream)


def _place(cause: str) -> tuple[str, int, int]:
    """Stream, version and index of `<source>/<stream>/<version>/<index>`."""
    stream, version, index = cause.rsplit("/", 2)
    return stream, int(version), int(index)


def _reversed(recorded: FactRecorded, command: ReverseFact) -> FactReversed:
    return FactReversed(
        community=recorded.community,
        number=recorded.number,
        organization=recorded.fact.organization,
        quarter=recorded.fact.quarter,
        reason=command.reason,
        cause=command.cause,
    )


def evolve(state: Facts | None, event: FactRecorded | FactReversed) -> Facts:
    """Adds or removes a recording."""
    state = state or Facts(community=event.community)
    causes = state.causes | {event.cause}
    if isinstance(event, FactReversed):
        counting = tuple(recorded for recorded in state.counting if recorded.number != event.number)
        return state.model_copy(update={"counting": counting, "causes": causes})
    return state.model_copy(update={"counting": (*state.counting, event), "recordings": event.number, "causes": causes})


FACT: Decider[Facts] = Decider(decide, evolve)
