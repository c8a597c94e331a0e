"""What the routes have in common."""

from typing import Any, Protocol, TypeVar

from fastapi import Response
from pydantic import BaseModel

from services.registry.commands import ExternalRefGiven, referred_id
from services.registry.commands.fields import PersonId
from services.registry.decider.organization_state import Organization, check_there
from services.registry.decider.person import Erased, Registered
from services.registry.decider.reference import ReferenceElsewhere
from services.registry.queries.freshness import Freshness
from services.registry.queries.views import History
from shared.errors import Gone, NotFound, Refused
from shared.http.dependencies import Body, Read, Write
from shared.http.policy import Caller, Role, Subject, Where, any_of, at_home, in_node, own
from shared.privacy.vault import Vault
from shared.runtime.service import Service

ROOT = "/api/registry/v1"

AT_HOME: dict[Role, Where] = {
    "staff": in_node,
    "contact": at_home,
    "resident": at_home,
    "service": in_node,
}
AT_HOME_OR_OWN: dict[Role, Where] = {**AT_HOME, "contact": any_of(own, at_home)}
INTAKE: dict[Role, Where] = {"intake": in_node}
"""Other systems that hand in what they know."""

STAFF: dict[Role, Where] = {"staff": in_node}


def held_by_receipt(caller: Caller, subject: Subject) -> bool:
    """It is the wish whose request the caller's pass opens: the two have the same letters."""
    wish = subject.thing or ""
    return caller.holds is not None and caller.holds == f"req_{wish.removeprefix('wish_')}"


STAFF_OR_ITS_ORGANIZATION: dict[Role, Where] = {"staff": in_node, "contact": own}
STAFF_OR_OWNER: dict[Role, Where] = {"staff": in_node, "contact": own, "resident": own}


class Owned(Protocol):
    """A document with a community and owners."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def community(self) -> str: ...
    @property
    def owners(self) -> frozenset[str]: ...


async def there(write: Write, organization: str, acting: str | None = None) -> Organization:
    """The organization, of which something new is to come. Raises OrganizationWasMerged, OrganizationInactive."""
    state: Organization = await write.load(organization, acting=acting)
    await check_still_there(write, state)
    return state


async def check_still_there(write: Write, organization: Organization) -> None:
    """Raises OrganizationWasMerged, OrganizationInactive, unless this very request was taken while it was there: then
    it is answered as it was."""
    try:
        check_there(organization)
    except Refused:
        if await write.service.log.find(write.command_id) is None:
            raise


O = TypeVar("O", bound=Owned)  # noqa: E741


def given(write: Write, body: Body, whose: str | None = None, only: type[BaseModel] | None = None) -> dict[str, Any]:
    """What a command is made of: when, who (for `whose` thing, unless the body says for whom), and what it says
    (the fields of `only`, where the body says more)."""
    actor = write.actor(body.model_copy(update={"on_behalf_of": body.on_behalf_of or whose}))
    said = set(only.model_fields) if only else None
    return {"at": write.at, "actor": actor, **body.model_dump(include=said, exclude={"on_behalf_of", "consent"})}


async def stream_for(write: Write, kind: str, community: str, ref: ExternalRefGiven | None) -> str:
    """The id of what is to be begun: by the other system's reference where it has one, else by the command's id.

    Raises ReferenceElsewhere before anything is done or compared where the reference is another community's.
    """
    if ref is None:
        return write.new_id(kind)
    stream = referred_id(kind, ref)
    known = await write.service.handler.state(stream)
    if known is not None and known.community != community:
        raise ReferenceElsewhere
    return stream


async def allowed(read: Read, document: O | None, response: Response) -> O:
    """The document, judged, with its version in the ETag. Raises NotFound."""
    if document is None:
        raise NotFound
    await read.allow(community=document.community, owners=document.owners)
    response.headers["ETag"] = f'"{document.version}"'
    return document


async def freshness_in(read: Read, community: str) -> Freshness:
    """What counts as fresh in `community` now."""
    return Freshness.at(read.now, await read.service.tree.limits(community))


async def history_for(read: Read, document: Owned) -> History:
    """Who did what to it when, for staff and owners."""
    if read.caller.role == "staff" or not read.caller.parties.isdisjoint(document.owners):
        return await read.history(document.id)
    return None


async def living(service: Service, person: PersonId, community: str) -> Registered:
    """A person of the community, as the log knows him or her now. Raises NotFound, Gone after erasure."""
    state = await service.handler.state(person)
    if state is None or state.community != community:
        raise NotFound
    if isinstance(state, Erased):
        raise Gone
    assert isinstance(state, Registered)
    return state


async def decided_by(service: Service, person: str | None) -> dict[str, Any]:
    """Who decides for the person, as the log knows it now: what a wish of his or hers is posted with."""
    state = await service.handler.state(person) if person else None
    if not isinstance(state, Registered):
        return {}
    return {"guardian": state.guardian, "guardian_wanted": state.guardian_wanted}


def vault_of(service: Service) -> Vault:
    """The vault, which registry keeps."""
    assert service.vault, "registry keeps the vault"
    return service.vault
