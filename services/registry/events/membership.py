"""What happened to an organization's membership of the alliance."""

from typing import ClassVar, Literal

from services.registry.events.organization import LeavingReason
from shared.eventsourcing.model import Day, Event

AllianceRole = Literal["council", "chair"]
"""理事, and 轮值: the chair goes round."""
SuspensionReason = Literal["inactive", "own_wish", "moving", "under_review", "other"]


DeclineReason = Literal["not_eligible", "incomplete", "not_now", "other"]


class ProspectNoted(Event):
    """Somebody thought of asking it."""

    type: ClassVar[str] = "prospect_noted"
    organization: str
    on: Day


class MembershipInvited(Event):
    type: ClassVar[str] = "membership_invited"
    organization: str
    on: Day


class MembershipApplied(Event):
    type: ClassVar[str] = "membership_applied"
    organization: str
    on: Day


class MembershipDeclined(Event):
    """Its application was declined; it may apply again."""

    type: ClassVar[str] = "membership_declined"
    organization: str
    on: Day
    reason: DeclineReason
    note: str


class MembershipStarted(Event):
    """Admitted to the alliance; `since` may lie before the system."""

    type: ClassVar[str] = "membership_started"
    organization: str
    since: Day


class MembershipSuspended(Event):
    """It stays a member, but takes no part for a while."""

    type: ClassVar[str] = "membership_suspended"
    organization: str
    since: Day
    reason: SuspensionReason
    note: str


class MembershipResumed(Event):
    """It takes part again; `until` was the last day of the pause."""

    type: ClassVar[str] = "membership_resumed"
    organization: str
    until: Day


class MembershipEnded(Event):
    """Left the alliance; `until` is the last day."""

    type: ClassVar[str] = "membership_ended"
    organization: str
    until: Day
    reason: LeavingReason
    note: str


class MembershipConfirmed(Event):
    """It said that it stays, for a year."""

    type: ClassVar[str] = "membership_confirmed"
    organization: str
    year: int


class AllianceRoleGiven(Event):
    """What it does in the alliance, from `since`; `until` is the last day where that is known."""

    type: ClassVar[str] = "alliance_role_given"
    organization: str
    role: AllianceRole
    since: Day
    until: Day | None


class AllianceRoleEnded(Event):
    type: ClassVar[str] = "alliance_role_ended"
    organization: str
    role: AllianceRole
    until: Day


EVENTS: tuple[type[Event], ...] = (
    ProspectNoted,
    MembershipInvited,
    MembershipApplied,
    MembershipDeclined,
    MembershipStarted,
    MembershipSuspended,
    MembershipResumed,
    MembershipEnded,
    MembershipConfirmed,
    AllianceRoleGiven,
    AllianceRoleEnded,
)
