"""Persons, by opaque id: what the vault holds, never its values."""

from services.registry.events import (
    ContactRevealed,
    ExternalRef,
    PersonErased,
    PersonExported,
    PersonField,
    WordsRevealed,
)
from services.registry.events.guardian import GuardianNamed, GuardianReleased
from services.registry.events.plate import ParkingKnown, ParkingOver, PlateDropped, PlateGiven, PlateRevealed
from services.registry.projections.fold import take
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Consent, Day
from shared.eventsourcing.projection import Document, Projection, of_kind


class Person(Document):
    community: str
    account: bool = False
    consent: Consent = "self"
    consented_on: Day | None = None
    fields: tuple[PersonField, ...] = ()
    place: str | None = None
    plate: bool = False
    """Whether the vault holds a number plate."""
    erased: bool = False
    guardian: str | None = None
    """Who decides in the person's place; why, the vault knows."""
    guardian_wanted: bool = False
    external_ref: ExternalRef | None = None

    @property
    def owners(self) -> frozenset[str]:
        return frozenset() if self.guardian_wanted else frozenset({self.guardian or self.id})


def apply(document: Person | None, recorded: Recorded) -> Person:
    document = document or Person(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case PersonErased():
            known = take(document, erased=True, account=False, fields=(), place=None, plate=False)
            return take(known, guardian=None, guardian_wanted=False)
        case GuardianNamed(guardian=guardian):
            return take(document, guardian=guardian, guardian_wanted=False)
        case GuardianReleased(wanted=wanted):
            return take(document, guardian=None, guardian_wanted=wanted)
        case PlateGiven(plate=plate):
            return take(document, plate=plate is not None)
        case PlateDropped():
            return take(document, plate=False)
        case PlateRevealed() | ParkingKnown() | ParkingOver() | ContactRevealed() | WordsRevealed() | PersonExported():
            return document
        case event:
            return take(document, event)


PERSONS = Projection(
    name="persons",
    version=5,
    document=Person,
    apply=apply,
    keys=of_kind("person"),
    indexes=(
        [("community", 1), ("position", -1)],
        [("community", 1), ("guardian_wanted", 1), ("position", 1)],
        [("guardian", 1)],
    ),
)
