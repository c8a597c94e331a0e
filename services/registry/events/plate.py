"""What happened to the number plate that somebody parks with. Never the plate itself: that is in the vault."""

from typing import ClassVar, Literal

from shared.eventsourcing.model import Consent, Event

PlatePurpose = Literal["parking", "emergency", "data_subject_request"]


class PlateGiven(Event):
    """The record of the vault that holds the plate from now on, which takes the place of any before; None: there is
    none any more. What no longer counts is deleted from the vault within two days."""

    type: ClassVar[str] = "plate_given"
    plate: str | None
    consent: Consent


class PlateRevealed(Event):
    """Somebody (the commit's actor) saw the plate, for this purpose."""

    type: ClassVar[str] = "plate_revealed"
    purpose: PlatePurpose


EVENTS: tuple[type[Event], ...] = (PlateGiven, PlateRevealed)
