"""What may be asked of a person's record."""

from services.registry.commands.fields import CommunityId, DayGiven, PersonId, PlaceId, WishId
from services.registry.commands.reference import ExternalRefGiven
from services.registry.events import ErasureReason, PersonField, RevealPurpose
from shared.eventsourcing.model import Command


class RegisterPerson(Command):
    """Know somebody by an opaque id; the values named by `fields` are sealed already."""

    person: PersonId
    community: CommunityId
    account: bool
    fields: tuple[PersonField, ...]
    place: PlaceId | None = None
    external_ref: ExternalRefGiven | None = None
    consented_on: DayGiven | None = None


class PlacePerson(Command):
    """Say in which place the person lives; None when that is not known."""

    place: PlaceId | None


class ChangePersonAccount(Command):
    """Say whether the person reads notices online."""

    account: bool


class RevealPerson(Command):
    """See what is known, for a purpose."""

    purpose: RevealPurpose


class RevealWords(Command):
    """Read what the person said of a wish, for a purpose."""

    wish: WishId
    purpose: RevealPurpose


class ExportPerson(Command):
    """Hand out all that is held."""


class ErasePerson(Command):
    reason: ErasureReason
