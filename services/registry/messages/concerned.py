"""Whom an event concerns, by the addresses of notices."""

from collections.abc import Callable

from shared.eventsourcing.decider import Recorded

Concerned = Callable[[Recorded], tuple[str, ...]]


def nobody(recorded: Recorded) -> tuple[str, ...]:
    """Kept by the other services, told to no one."""
    return ()


def staff(recorded: Recorded) -> tuple[str, ...]:
    """The desk of the community."""
    return (f"staff:{recorded.commit.community}",)


def parties(recorded: Recorded) -> tuple[str, ...]:
    """The person, who entered it for that person, and the organization that an event names; for a minor the guardian,
    or the desk while one is wanted."""
    named = dict(recorded.event)
    guardian = named.get("guardian")
    persons = [guardian] if guardian else [named.get("person"), named.get("entered_by")]
    told = [f"person:{person}" for person in persons if person and person.startswith("person_")]
    if named.get("guardian_wanted"):
        told = [*staff(recorded)]
    if organization := named.get("organization"):
        told.append(f"organization:{organization}")
    return tuple(dict.fromkeys(told))


def parties_and_staff(recorded: Recorded) -> tuple[str, ...]:
    """The parties, and the desk of the community."""
    return (*parties(recorded), *staff(recorded))


def guardian_or_staff(recorded: Recorded) -> tuple[str, ...]:
    """Who decides from now on; the desk of the community where nobody is known."""
    named = dict(recorded.event)
    return staff(recorded) if named["wanted"] else (f"person:{named['guardian'] or named['person']}",)


def parties_and_staff_by_link(recorded: Recorded) -> tuple[str, ...]:
    """The parties, and the desk of what was said by a link: nobody there has seen it."""
    return parties_and_staff(recorded) if recorded.commit.actor.role == "link" else parties(recorded)


def parties_left(recorded: Recorded) -> tuple[str, ...]:
    """The parties, unless the person was erased."""
    erased = getattr(recorded.event, "reason", None) == "person_erased"
    return () if erased else parties(recorded)


def parties_and_thanked(recorded: Recorded) -> tuple[str, ...]:
    """The parties left, and who fulfilled the wish."""
    thanked = [party.address for party in getattr(recorded.event, "providers", ())]
    return tuple(dict.fromkeys((*parties_left(recorded), *thanked)))
