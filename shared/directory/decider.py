"""Recording a foreign fact: it is never refused.

It is recorded even if it changes nothing, so that its command is remembered: told once more, after the fact that
followed it, it would else undo that.
"""

from collections.abc import Sequence

from shared.directory.events import (
    CalendarKnown,
    CommunityKnown,
    CommunitySettingsKnown,
    MembershipKnown,
    OrganizationActiveKnown,
    OrganizationKnown,
    OrganizationMergedKnown,
    PersonGone,
    PersonKnown,
    PlaceKnown,
    StewardKnown,
)
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Command, Event, Frozen

Fact = (
    CommunityKnown
    | CommunitySettingsKnown
    | PlaceKnown
    | StewardKnown
    | CalendarKnown
    | OrganizationKnown
    | OrganizationMergedKnown
    | OrganizationActiveKnown
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
    """The fact."""
    return [command.fact]


def evolve(state: Known | None, event: Fact) -> Known:
    """Remembers `event` as the last of its type."""
    last = state.last if state else {}
    return Known(community=event.community, last=last | {event.type: event})


DECIDER: Decider[Known] = Decider(decide, evolve)
