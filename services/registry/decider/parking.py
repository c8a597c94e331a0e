"""Where a person parks, as matching tells it: the number plate is kept as long as that lasts."""

from collections.abc import Sequence

from services.registry.commands.plate import EndParking, KnowParking
from services.registry.decider.person_state import Registered
from services.registry.events.plate import ParkingKnown, ParkingOver, PlateDropped
from shared.eventsourcing.model import Event


def decide(state: Registered, command: KnowParking | EndParking) -> Sequence[Event]:
    """What is known of the parking places, and that the plate is needed no longer. A fact, and never refused."""
    lasting = {booking for booking, until in state.parking.items() if until > command.at}
    if isinstance(command, EndParking):
        over: list[Event] = [ParkingOver(booking=booking) for booking in state.parking if booking not in lasting]
        return [*over, PlateDropped()] if _needless(state, lasting) and state.plate == command.plate else over
    if command.until:
        return [ParkingKnown(booking=command.booking, until=command.until)]
    needless = _needless(state, lasting - {command.booking})
    return [ParkingOver(booking=command.booking), *([PlateDropped()] if needless else ())]


def _needless(state: Registered, lasting: set[str]) -> bool:
    return state.plate is not None and not lasting


def evolve(state: Registered, event: PlateDropped | ParkingKnown | ParkingOver) -> Registered:
    """The person after `event`."""
    match event:
        case PlateDropped():
            return state.model_copy(update={"plate": None})
        case ParkingKnown(booking=booking, until=until):
            return state.model_copy(update={"parking": {**state.parking, booking: until}})
        case ParkingOver():
            left = {each: until for each, until in state.parking.items() if each != event.booking}
            return state.model_copy(update={"parking": left})
