"""What happened to the number plate that somebody parks with. Never the plate itself: that is in the vault."""

from typing import ClassVar, Literal

from shared.eventsourcing.model import Consent, Event, Instant

PlatePurpose = Literal["parking", "emergency", "data_subject_request"]


class PlateGiven(Event):
    """The record of the vault that holds the plate from now on, which takes the place of any before; None: there is
    none any more. What no longer counts is deleted from the vault."""

    type: ClassVar[str] = "plate_given"
    plate: str | None
    consent: Consent


class PlateRevealed(Event):
    """Somebody (the commit's actor) saw the plate, for this purpose."""

    type: ClassVar[str] = "plate_revealed"
    purpose: PlatePurpose


class ParkingKnown(Event):
    """A parking place is the person's, or waited for, until then; a later word takes the place of an earlier one."""

    type: ClassVar[str] = "parking_known"
    booking: str
    until: Instant


class ParkingOver(Event):
    """The booking of a parking place has ended, or was given up."""

    type: ClassVar[str] = "parking_over"
    booking: str


class PlateDropped(Event):
    """The person parks nowhere any more: the plate is deleted from the vault."""

    type: ClassVar[str] = "plate_dropped"


EVENTS: tuple[type[Event], ...] = (PlateGiven, PlateRevealed, ParkingKnown, ParkingOver, PlateDropped)
