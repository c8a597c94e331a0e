"""The first node of an installation, for which no route exists: everything else hangs below it."""

from services.catalogue import SERVICES
from services.registry.commands import FoundCommunity
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor
from shared.runtime.installation import Installation
from shared.runtime.service import utc_now

FOUND_ROOT = "found-root"
"""The correlation of that commit, unless something else founds it."""


async def found(installation: Installation, name: str, level: str, correlation: str = FOUND_ROOT) -> str:
    """Founds the first node, whose id follows from its name; gives the id."""
    service = await installation.service(SERVICES["registry"])
    command_id = f"{FOUND_ROOT}/{name}"
    root = derived_id("community", command_id)
    command = FoundCommunity(at=utc_now(), actor=Actor(id=f"system:{FOUND_ROOT}"), name=name, level=level, path=(root,))
    await service.handler.handle(Envelope(root, command, id=command_id, creates=True, correlation=correlation))
    return root
