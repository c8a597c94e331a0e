"""What happened to a person's record. Never a value of it: those are in the vault."""

from typing import ClassVar, Literal

from services.registry.events.reference import ExternalRef
from shared.eventsourcing.model import Consent, Day, Event

PersonField = Literal["name", "phone", "address"]
RevealPurpose = Literal[
    "review", "arrange_delivery", "confirm_by_call", "tell_in_person", "emergency", "data_subject_request"
]
ErasureReason = Literal["asked_by_person", "moved_away", "died", "entered_by_mistake", "no_longer_needed"]


class PersonRegistered(Event):
    """Somebody is known by an opaque id; `fields` says what the vault holds."""

    type: ClassVar[str] = "person_registered"
    person: str
    community: str
    account: bool
    consent: Consent
    fields: tuple[PersonField, ...]
    place: str | None = None
    external_ref: ExternalRef | None = None
    consented_on: Day | None = None
    """When the person agreed, where that is not the day of the entry."""


class PersonPlaced(Event):
    """In which place of the community somebody lives; None when that is not known."""

    type: ClassVar[str] = "person_placed"
    place: str | None


class PersonAccountChanged(Event):
    """Whether he or she reads notices online from now on."""

    type: ClassVar[str] = "person_account_changed"
    person: str
    account: bool


class ContactRevealed(Event):
    """Somebody (the commit's actor) saw these fields, for this purpose."""

    type: ClassVar[str] = "contact_revealed"
    purpose: RevealPurpose
    fields: tuple[PersonField, ...]


class WordsRevealed(Event):
    """Somebody (the commit's actor) read what the person had said of this wish, for this purpose."""

    type: ClassVar[str] = "words_revealed"
    wish: str
    purpose: RevealPurpose


class PersonExported(Event):
    """All that is held about a person was handed out, at the person's request."""

    type: ClassVar[str] = "person_exported"


class PersonErased(Event):
    """From here on nothing is sealed or shown; the worker destroys the record and its key."""

    type: ClassVar[str] = "person_erased"
    reason: ErasureReason


EVENTS: tuple[type[Event], ...] = (
    PersonRegistered,
    PersonPlaced,
    PersonAccountChanged,
    ContactRevealed,
    WordsRevealed,
    PersonExported,
    PersonErased,
)
