"""Who speaks for an organization's things, as the log has it."""

from services.registry.decider.organization_state import Organization
from shared.http.dependencies import Read, Write


async def speaker_of(visit: Read | Write, organization: str) -> Organization:
    """What the organization was merged into, also by way of others; else itself."""
    passed = {organization}
    owner = await known_organization(visit, organization)
    while owner.merged_into and owner.merged_into not in passed:
        passed.add(owner.merged_into)
        owner = await known_organization(visit, owner.merged_into)
    return owner


async def known_organization(visit: Read | Write, organization: str) -> Organization:
    """The organization, which something names that is in the log."""
    state = await visit.service.handler.state(organization)
    assert isinstance(state, Organization)
    return state
