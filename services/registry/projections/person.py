"""Persons, by opaque id: what the vault holds, never its values."""

from services.registry.events import (
    ContactRevealed,
    ExternalRef,
    PersonErased,
    PersonExported,
    PersonField,
    WordsRevealed,
)
from services.registry.events.plate import PlateGiven, PlateRevealed
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
    external_ref: ExternalRef | None = None

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.id})


def apply(document: Person | None, recorded: Recorded) -> Person:
    document = document or Person(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case PersonErased():
            return take(document, erased=True, account=False, fields=(), place=None, plate=False)
        case PlateGiven(plate=plate):
            return take(document, plate=plate is not None)
        case PlateRevealed() | ContactRevealed() | WordsRevealed() | PersonExported():
            return document
        case event:
            return take(document, event)


PERSONS = Projection(
    name="persons",
    version=4,
    document=Person,
    apply=apply,
    keys=of_kind("person"),
    indexes=([("community", 1), ("position", -1)],),
)
