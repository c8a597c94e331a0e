"""What is known of an organization."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from services.registry.events import Duty, OrganizationChanged, OrganizationRegistered, Phone
from services.registry.events.membership import AllianceRole
from shared.errors import Refused
from shared.eventsourcing.model import Day, Frozen

Stage = Literal["none", "prospect", "invited", "applied", "declined", "member", "suspended", "left", "ended"]
"""How far a membership has come."""
MEMBERS: tuple[Stage, ...] = ("member", "suspended")
"""A suspended member is a member still."""


class OrganizationInactive(Refused):
    zh = "这个单位已停用；请先恢复。"
    en = "This organization is deactivated. Reactivate it first."


class OrganizationWasMerged(Refused):
    """`link` leads to where it went."""

    zh = "这个单位已并入 {into}，请到那里办理；若合并有误，请先撤销合并。"
    en = "This organization was merged into {into}. Go there, or undo the merger first."


class RoleHeld(Frozen):
    """Since when it has a role; `until` is the last day where that is known."""

    since: Day
    until: Day | None


class Membership(Frozen):
    """How it stands with the alliance. `until` is the last day of the last membership."""

    stage: Stage = "none"
    came: Day | None = None
    """The day on which it came so far, as long as it is no member."""
    since: Day | None = None
    until: Day | None = None
    suspended: Day | None = None
    resumed: Day | None = None
    roles: Mapping[AllianceRole, RoleHeld] = Field(default_factory=dict)
    confirmed: frozenset[int] = frozenset()

    @property
    def lasts(self) -> bool:
        """Whether it is a member now."""
        return self.stage in MEMBERS


class Organization(Frozen):
    """A registered organization; `facts` is what it is now."""

    organization: str
    community: str
    first: OrganizationRegistered | None
    facts: OrganizationChanged
    active: bool = True
    merged_into: str | None = None
    phones: tuple[Phone, ...] = ()
    contacts: Mapping[str, Duty] = Field(default_factory=dict)
    membership: Membership = Membership()

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})


def check_there(state: Organization) -> None:
    """Raises OrganizationWasMerged, OrganizationInactive where nothing more can happen to it."""
    if state.merged_into:
        raise OrganizationWasMerged(into=state.merged_into, link=f"/api/registry/v1/organizations/{state.merged_into}")
    if not state.active:
        raise OrganizationInactive
