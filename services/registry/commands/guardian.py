"""What may be asked about who decides for a minor."""

from typing import Annotated

from pydantic import Field

from services.registry.commands.fields import PersonId
from services.registry.events.guardian import ReleaseReason
from shared.eventsourcing.model import Command


class NameGuardian(Command):
    """Let `guardian` decide for the person; why is sealed under `grounds`."""

    guardian: PersonId
    grounds: Annotated[str, Field(max_length=120)]


class ReleaseGuardian(Command):
    """Let nobody decide for the person any more, or somebody else from now on; with a `guardian`, only while it is that
    one who decides."""

    reason: ReleaseReason
    guardian: PersonId | None = None


class ChangeWishGuardian(Command):
    """Let `guardian` decide about a wish; `wanted`: nobody is known who may."""

    guardian: PersonId | None
    wanted: bool


GuardianCommand = NameGuardian | ReleaseGuardian
