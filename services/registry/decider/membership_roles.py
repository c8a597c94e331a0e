"""What a member does in the alliance: in the council, or in the chair that goes round."""

from collections.abc import Sequence
from datetime import timedelta

from services.registry.commands.membership import EndAllianceRole, GiveAllianceRole
from services.registry.decider.membership_refusals import NoSuchRole, RoleTaken, RoleWhileSuspended
from services.registry.decider.organization_state import Membership, Organization
from services.registry.events import membership as events
from shared.errors import Malformed
from shared.eventsourcing.model import Day, Event


def give(state: Organization, command: GiveAllianceRole) -> Event:
    """A role for a time."""
    since, until = command.since, command.until
    check_not_before(state.membership, since, "since")
    if until is None and command.role == "chair":
        raise Malformed(field="until", reason_zh="轮值须有止期。", reason_en="a chair that goes round has a last day.")
    if until and until < since:
        raise Malformed(field="until", reason_zh="不能早于开始的日期。", reason_en="it can't be before it begins.")
    held = state.membership.roles.get(command.role)
    if held and (held.until is None or held.until >= since):
        raise RoleTaken
    begun = state.membership.suspended
    if begun and (until is None or until >= begun):
        raise RoleWhileSuspended(since=begun)
    return events.AllianceRoleGiven(organization=state.organization, role=command.role, since=since, until=until)


def take(state: Organization, command: EndAllianceRole) -> Event:
    """Its end, before its time."""
    held = state.membership.roles.get(command.role)
    if held is None or (held.until and held.until <= command.until):
        raise NoSuchRole
    if command.until < held.since - timedelta(days=1):
        raise Malformed(field="until", reason_zh="不能早于开始的日期。", reason_en="it can't be before it began.")
    return events.AllianceRoleEnded(organization=state.organization, role=command.role, until=command.until)


def end_roles(state: Organization, until: Day) -> Sequence[Event]:
    """The end of those that would go on after `until`."""
    return [
        events.AllianceRoleEnded(organization=state.organization, role=role, until=until)
        for role, held in state.membership.roles.items()
        if held.until is None or held.until > until
    ]


def check_not_before(membership: Membership, since: Day, field: str) -> None:
    """Raises Malformed naming `field`, unless it was a member, and took part, on `since`."""
    earliest = max(filter(None, (membership.since, membership.resumed and membership.resumed + timedelta(days=1))))
    if since < earliest:
        raise Malformed(
            field=field,
            reason_zh=f"不能早于 {earliest}（加入或上次恢复之后）。",
            reason_en=f"not before {earliest}, when it joined or took part again.",
        )
