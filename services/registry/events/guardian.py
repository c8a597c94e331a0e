"""Who decides for whom. Why (somebody is a minor, until when, who is who's parent) is in the vault alone."""

from typing import ClassVar, Literal

from shared.eventsourcing.model import Consent, Event

ReleaseReason = Literal[
    "came_of_age", "replaced", "no_longer_guardian", "entered_by_mistake", "guardian_erased", "has_a_guardian"
]


class GuardianNamed(Event):
    """`guardian`, who consented, decides for the person; `grounds` names the vault's record of why, in place of any
    before."""

    type: ClassVar[str] = "guardian_named"
    guardian: str
    grounds: str
    consent: Consent


class GuardianReleased(Event):
    """No more. `wanted`: another one has to decide for the person; else the `grounds` are kept no longer. `guardian` is
    None where nobody decided already."""

    type: ClassVar[str] = "guardian_released"
    guardian: str | None
    grounds: str
    reason: ReleaseReason
    wanted: bool


class WishGuardianChanged(Event):
    """Who decides about a wish in the place of its person; `wanted`: nobody is known who may."""

    type: ClassVar[str] = "wish_guardian_changed"
    person: str
    guardian: str | None
    wanted: bool
    published: bool
    """Whether matching has a request that follows."""


EVENTS: tuple[type[Event], ...] = (GuardianNamed, GuardianReleased, WishGuardianChanged)
