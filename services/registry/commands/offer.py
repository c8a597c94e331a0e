"""What may be asked of an offer."""

from typing import Annotated

from pydantic import Field

from services.registry.events import Mode, OfferEndReason
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.model import Command, Day, Frozen
from shared.privacy.text import Id, Note, PublicText, Title

Amount = Annotated[int, Field(ge=1, le=1_000_000)]


class OfferText(Frozen):
    """What stands on the list."""

    title: Title
    detail: PublicText
    category: Category
    mode: Mode
    capacity: Amount | None = None
    """How many people or cars at once."""
    quantity: Amount | None = None
    """How many there are to give in all."""
    audience: Audience = "public"


class SubmitOffer(Command, OfferText):
    """Propose an offer for the list; `confirmed_on` is when the organization last said that it holds."""

    offer: Id
    community: str
    organization: Id
    confirmed_on: Day | None = None


class ListOffer(Command):
    """Put a submitted offer on the list."""


class ConfirmOffer(Command):
    """Say that the offer still holds; without a day, today."""

    confirmed_on: Day | None = None


class ChangeOffer(Command, OfferText):
    """Replace what stands on the list."""


class EndOffer(Command):
    reason: OfferEndReason
    note: Note = ""
