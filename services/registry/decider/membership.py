"""How an organization comes into the alliance, what it does there, and how it goes.

A suspended member stays a member: it takes no part, and is scored as before, by its membership on the day of a fact.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from services.registry.commands.membership import (
    AdmitToAlliance,
    ApplyForAlliance,
    ConfirmMembership,
    DeclineApplication,
    EndAllianceRole,
    GiveAllianceRole,
    InviteToAlliance,
    LeaveAlliance,
    NoteProspect,
    ResumeMembership,
    SuspendMembership,
)
from services.registry.decider.days import day_of, not_after
from services.registry.decider.membership_refusals import (
    AlreadyMember,
    AlreadySuspended,
    NotAMember,
    NotApplied,
    NotSuspended,
)
from services.registry.decider.membership_roles import check_not_before, end_roles, give, take
from services.registry.decider.organization_state import Membership, Organization, RoleHeld, Stage
from services.registry.events import LeavingReason
from services.registry.events import membership as events
from shared.errors import Malformed
from shared.eventsourcing.model import Day, Event

Early = NoteProspect | InviteToAlliance | ApplyForAlliance
Command = (
    Early
    | DeclineApplication
    | AdmitToAlliance
    | SuspendMembership
    | ResumeMembership
    | LeaveAlliance
    | ConfirmMembership
    | GiveAllianceRole
    | EndAllianceRole
)
Fact = (
    events.ProspectNoted
    | events.MembershipInvited
    | events.MembershipApplied
    | events.MembershipDeclined
    | events.MembershipStarted
    | events.MembershipSuspended
    | events.MembershipResumed
    | events.MembershipEnded
    | events.MembershipConfirmed
    | events.AllianceRoleGiven
    | events.AllianceRoleEnded
)
_LEFT: frozenset[LeavingReason] = frozenset({"own_wish", "moved_away"})
"""Reasons of the organization's own; for all others a membership is ended."""


def decide(state: Organization, command: Command) -> Sequence[Event]:
    """What follows for the membership of `state`. Raises the refusals above, Malformed for days that can't be."""
    match command:
        case NoteProspect() | InviteToAlliance() | ApplyForAlliance():
            return _approach(state, command)
        case DeclineApplication():
            return [_decline(state, command)]
        case AdmitToAlliance():
            return [_admit(state, command)]
    if not state.membership.lasts:
        raise NotAMember
    match command:
        case SuspendMembership():
            return _suspend(state, command)
        case ResumeMembership():
            return [_resume(state, command)]
        case LeaveAlliance():
            until = not_after(command.at, command.until, "until")
            return [end(state, until, command.reason, command.note)]
        case ConfirmMembership(year=year):
            return _confirm(state, year, day_of(command.at))
        case GiveAllianceRole():
            return [give(state, command)]
        case EndAllianceRole():
            return [take(state, command)]


def evolve(state: Membership, event: Fact) -> Membership:
    """`state` with one more fact."""
    stage = {"stage": stage_after(state.stage, event)}
    match event:
        case events.MembershipStarted(since=since):
            return Membership(stage="member", since=since, confirmed=state.confirmed)
        case events.MembershipEnded(until=until):
            return state.model_copy(update={**stage, "until": until, "roles": {}, "suspended": None})
        case events.MembershipSuspended(since=since):
            return state.model_copy(update={**stage, "suspended": since})
        case events.MembershipResumed(until=until):
            return state.model_copy(update={**stage, "suspended": None, "resumed": until})
        case events.MembershipConfirmed(year=year):
            return state.model_copy(update={"confirmed": state.confirmed | {year}})
        case events.AllianceRoleGiven(role=role, since=since, until=until):
            return state.model_copy(update={"roles": {**state.roles, role: RoleHeld(since=since, until=until)}})
        case events.AllianceRoleEnded(role=role, until=until):
            held = RoleHeld(since=state.roles[role].since, until=until)
            return state.model_copy(update={"roles": {**state.roles, role: held}})
        case _:
            return state.model_copy(update={**stage, "came": event.on})


def stage_after(stage: Stage, event: Fact) -> Stage:
    """How far a membership has come that had come to `stage` before."""
    match event:
        case events.ProspectNoted():
            return "prospect"
        case events.MembershipInvited():
            return "invited"
        case events.MembershipApplied():
            return "applied"
        case events.MembershipDeclined():
            return "declined"
        case events.MembershipStarted() | events.MembershipResumed():
            return "member"
        case events.MembershipSuspended():
            return "suspended"
        case events.MembershipEnded(reason=reason):
            return "left" if reason in _LEFT else "ended"
        case _:
            return stage


def end(state: Organization, until: Day, reason: LeavingReason, note: str) -> Event:
    """The membership's end. Raises Malformed when it had not begun by then."""
    begun = state.membership.suspended or state.membership.since
    if begun and until < begun:
        raise Malformed(
            field="until",
            reason_zh="不能早于加入（或暂停）的日期。",
            reason_en="it can't be earlier than the admission or the suspension.",
        )
    return events.MembershipEnded(organization=state.organization, until=until, reason=reason, note=note)


def _approach(state: Organization, command: Early) -> Sequence[Event]:
    if state.membership.lasts:
        raise AlreadyMember
    stage, event = _EARLY[type(command)]
    on = not_after(command.at, command.on, "on")
    if (stage, on) == (state.membership.stage, state.membership.came):
        return []
    return [event(organization=state.organization, on=on)]


_EARLY = {
    NoteProspect: ("prospect", events.ProspectNoted),
    InviteToAlliance: ("invited", events.MembershipInvited),
    ApplyForAlliance: ("applied", events.MembershipApplied),
}


def _decline(state: Organization, command: DeclineApplication) -> Event:
    if state.membership.stage != "applied":
        raise NotApplied
    on = not_after(command.at, command.on, "on")
    if state.membership.came and on < state.membership.came:
        raise Malformed(field="on", reason_zh="不能早于申请的日期。", reason_en="it can't be before the application.")
    said = command.model_dump(include={"reason", "note"})
    return events.MembershipDeclined(organization=state.organization, on=on, **said)


def _admit(state: Organization, command: AdmitToAlliance) -> Event:
    if state.membership.lasts:
        raise AlreadyMember
    since = not_after(command.at, command.since, "since")
    if state.membership.until and since <= state.membership.until:
        raise Malformed(
            field="since",
            reason_zh="须晚于上次退出的日期。",
            reason_en="it must be later than the day the last membership ended.",
        )
    return events.MembershipStarted(organization=state.organization, since=since)


def _suspend(state: Organization, command: SuspendMembership) -> Sequence[Event]:
    """The pause, and the end of the roles: who takes no part has none."""
    if begun := state.membership.suspended:
        raise AlreadySuspended(since=begun)
    since = not_after(command.at, command.since, "since")
    check_not_before(state.membership, since, "since")
    said = command.model_dump(include={"reason", "note"})
    paused = events.MembershipSuspended(organization=state.organization, since=since, **said)
    return [paused, *end_roles(state, since - timedelta(days=1))]


def _resume(state: Organization, command: ResumeMembership) -> Event:
    begun = state.membership.suspended
    if begun is None:
        raise NotSuspended
    until = not_after(command.at, command.until, "until")
    if until < begun:
        raise Malformed(
            field="until", reason_zh="不能早于暂停的日期。", reason_en="it can't be earlier than the suspension."
        )
    return events.MembershipResumed(organization=state.organization, until=until)


def _confirm(state: Organization, year: int, today: date) -> Sequence[Event]:
    if year in state.membership.confirmed:
        return []
    since = state.membership.since
    if year > today.year or (since and year < since.year):
        raise Malformed(
            field="year",
            reason_zh="只能确认已加入以后、今年为止的年份。",
            reason_en="it has to be a year of the membership, this one at the latest.",
        )
    return [events.MembershipConfirmed(organization=state.organization, year=year)]
