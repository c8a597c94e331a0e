"""Where a person parks, as matching tells it. When the number plate is needed no longer, its deadline tells."""

from collections.abc import Sequence

from services.registry.commands.plate import EndParking, KnowParking
from services.registry.decider.person_state import Registered
from services.registry.events.plate import ParkingKnown, ParkingOver, PlateDropped
from shared.eventsourcing.model import Event


def decide(state: Registered, command: KnowParking | EndParking) -> Sequence[Event]:
    """What is known of the parking places, and that the plate is needed no longer. A fact, and never refused."""
    if isinstance(command, KnowParking):
        until, booking = command.until, command.booking
        return [ParkingKnown(booking=booking, until=until) if until else ParkingOver(booking=booking)]
    over: list[Event] = [
        ParkingOver(booking=booking) for booking, until in state.parking.items() if until <= command.at
    ]
    needless = state.plate is not None and len(over) == len(state.parking)
    return [*over, PlateDropped()] if needless and state.plate == command.plate else over


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
