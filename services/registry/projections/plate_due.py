"""Until when somebody's number plate is needed. Only here it is said when it is to be deleted: as soon as the last
booking of a parking place is over, or was cancelled; but one that no booking has followed yet waits for it."""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import Field

from services.registry.events import PersonErased
from services.registry.events.plate import ParkingKnown, ParkingOver, PlateDropped, PlateGiven
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Frozen, Instant

TOUCHING = PlateGiven | PlateDropped | ParkingKnown | ParkingOver | PersonErased
"""What changes it."""

FOR_NOTHING = timedelta(days=1)
"""A plate after which no parking place was booked for so long was entered for nothing."""


class Parking(Frozen):
    """The plate, since when it is known, whether something was `booked` since, and when the bookings end."""

    plate: str | None = None
    since: Instant | None = None
    booked: bool = False
    bookings: Mapping[str, Instant] = Field(default_factory=dict)

    def over(self) -> Instant | None:
        """When nothing of this is needed any more; None: there is nothing."""
        last = max(self.bookings.values(), default=None)
        if self.plate is None or self.since is None:
            return last
        waits = None if self.booked else self.since + FOR_NOTHING
        return max(filter(None, (last, waits)), default=self.since)


def parking_after(parking: Parking, recorded: Recorded) -> Parking:
    """What is known of it after an event."""
    others = {name: until for name, until in parking.bookings.items() if name != getattr(recorded.event, "booking", "")}
    match recorded.event:
        case PlateGiven(plate=plate):
            corrected = parking.plate is not None and bool(parking.bookings)
            return parking.model_copy(update={"plate": plate, "since": recorded.at, "booked": corrected})
        case PlateDropped():
            return parking.model_copy(update={"plate": None, "since": None})
        case ParkingKnown(booking=booking, until=until):
            return parking.model_copy(update={"booked": True, "bookings": {**others, booking: until}})
        case ParkingOver():
            return parking.model_copy(update={"bookings": others})
        case _:
            return Parking()
