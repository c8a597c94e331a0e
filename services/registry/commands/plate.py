"""What may be asked of the number plate that somebody parks with."""

from services.registry.events.plate import PlatePurpose
from shared.eventsourcing.model import Command, Instant


class GivePlate(Command):
    """Park with another plate, sealed already under the name `plate`; or with none."""

    plate: str | None


class RevealPlate(Command):
    """See the plate, for a purpose."""

    purpose: PlatePurpose


class KnowParking(Command):
    """Matching told that a parking place is booked, or waited for, and when that is over; None: it is over."""

    booking: str
    until: Instant | None


class EndParking(Command):
    """What was booked is over by now; `plate` is the one that is needed no longer."""

    plate: str | None
