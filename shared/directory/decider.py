"""Recording a foreign fact: it is never refused, and the same one twice is the same thing."""

from collections.abc import Sequence

from shared.directory.events import (
    CalendarKnown,
    CommunityKnown,
    CommunitySettingsKnown,
    MembershipKnown,
    OrganizationKnown,
    OrganizationMergedKnown,
    PersonGone,
    PersonKnown,
    PlaceKnown,
)
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Command, Event, Frozen

Fact = (
    CommunityKnown
    | CommunitySettingsKnown
    | PlaceKnown
    | CalendarKnown
    | OrganizationKnown
    | OrganizationMergedKnown
    | MembershipKnown
    | PersonKnown
    | PersonGone
)


class Record(Command):
    """Take a foreign fact into this log."""

    fact: Fact


class Known(Frozen):
    """The last fact of each type about one community, place, organization or person."""

    community: str
    last: dict[str, Fact]


def decide(state: Known | None, command: Record) -> Sequence[Event]:
    """The fact, unless it is what is known already."""
    fact = command.fact
    known = state.last.get(fact.type) if state else None
    return [] if known == fact else [fact]


def evolve(state: Known | None, event: Fact) -> Known:
    """Remembers `event` as the last of its type."""
    last = state.last if state else {}
    return Known(community=event.community, last=last | {event.type: event})


DECIDER: Decider[Known] = Decider(decide, evolve)
