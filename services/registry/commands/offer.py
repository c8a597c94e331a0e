"""What may be asked of an offer."""

from services.registry.commands.fields import CommunityId, DayGiven, OfferId, OrganizationId, Quantity
from services.registry.commands.reference import ExternalRefGiven
from services.registry.events import CallOutcome, Mode, OfferEndReason
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, PublicText, Title


class OfferText(Frozen):
    """What stands on the list."""

    title: Title
    detail: PublicText
    category: Category
    mode: Mode
    capacity: Quantity | None = None
    """How many people or cars at once."""
    quantity: Quantity | None = None
    """How many there are to give in all."""
    audience: Audience = "public"


class SubmitOffer(Command, OfferText):
    """Propose an offer for the list; `confirmed_on` is when the organization last said that it holds."""

    offer: OfferId
    community: CommunityId
    organization: OrganizationId
    confirmed_on: DayGiven | None = None
    external_ref: ExternalRefGiven | None = None


class ListOffer(Command):
    """Put a submitted offer on the list."""


class ConfirmOffer(Command):
    """Say that the offer still holds; without a day, today."""

    confirmed_on: DayGiven | None = None


class CallOffer(Command):
    """Record a call about the offer, made today unless it says when; `call_again_on` is the day agreed on."""

    outcome: CallOutcome
    occurred_on: DayGiven | None = None
    call_again_on: DayGiven | None = None


class ChangeOffer(Command, OfferText):
    """Replace what stands on the list."""


class EndOffer(Command):
    reason: OfferEndReason
    note: Note = ""
