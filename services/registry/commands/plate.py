"""What may be asked of the number plate that somebody parks with."""

from services.registry.events.plate import PlatePurpose
from shared.eventsourcing.model import Command


class GivePlate(Command):
    """Park with another plate, sealed already under the name `plate`; or with none."""

    plate: str | None


class RevealPlate(Command):
    """See the plate, for a purpose."""

    purpose: PlatePurpose
