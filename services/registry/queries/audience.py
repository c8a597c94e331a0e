"""Who may see what that is not for everybody."""

from collections.abc import Iterable
from typing import Any, Protocol

from services.registry.decider.organization_state import MEMBERS
from services.registry.events import Phone
from services.registry.projections import ORGANIZATIONS
from shared.contracts.registry import Audience
from shared.eventsourcing.documents import Reads
from shared.http.policy import Caller

WHOLE_NODE = ("staff", "service")
"""Roles that see all there is in their node."""


async def audiences(caller: Caller, reads: Reads) -> frozenset[Audience]:
    """Which audiences the caller belongs to, at home."""
    if caller.role in WHOLE_NODE:
        return frozenset({"public", "community", "members"})
    if caller.organization:
        organization = await reads(ORGANIZATIONS).get(caller.organization)
        if organization and organization.membership in MEMBERS:
            return frozenset({"public", "community", "members"})
    return frozenset({"public", "community"})


def visible(caller: Caller, audience: Iterable[Audience], state: str) -> dict[str, Any]:
    """The offers or needs that the caller may see: those on the list for such as him, and his own."""
    if caller.role in WHOLE_NODE:
        return {}
    listed = {"state": state, "audience": {"$in": sorted(audience)}}
    return {"$or": [listed, {"organization": {"$in": sorted(caller.parties)}}]}


class Listed(Protocol):
    """An offer or a need."""

    @property
    def audience(self) -> Audience: ...
    @property
    def state(self) -> str: ...
    @property
    def owners(self) -> frozenset[str]: ...


def sees(caller: Caller, audience: Iterable[Audience], document: Listed, state: str) -> bool:
    """Whether `document` is among those."""
    if caller.role in WHOLE_NODE or not caller.parties.isdisjoint(document.owners):
        return True
    return document.state == state and document.audience in audience


def own_wishes(caller: Caller) -> dict[str, Any]:
    """The wishes that the caller may see: all, or those of his own."""
    if caller.role in WHOLE_NODE:
        return {}
    mine = {"$in": sorted(caller.parties)}
    nobody_else_decides = {"guardian": None, "guardian_wanted": False}
    theirs = [{"person": mine} | nobody_else_decides, {"entered_by": mine} | nobody_else_decides]
    return {"$or": [*theirs, {"guardian": mine}, {"organization": mine}]}


def shown_to(audience: frozenset[Audience]) -> frozenset[str]:
    """Whom the numbers are for that such an audience sees."""
    return audience | {"wall"}


def phones_for(phones: Iterable[Phone], audience: frozenset[Audience]) -> tuple[Phone, ...]:
    """The numbers that an organization shows to such an audience."""
    return tuple(phone for phone in phones if phone.shown_to in shown_to(audience))
