"""What may be asked of a collection campaign, and of an offer within it."""

from typing import Annotated

from pydantic import Field

from services.registry.commands.fields import CampaignId, CommunityId, DayGiven, OfferId, PersonId
from services.registry.commands.offer_text import OfferTextGiven
from services.registry.events import OfferEndReason
from services.registry.events.campaign import Holding, Way
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, Title

MOST = 2000
"""Offers in a campaign."""


class CampaignText(Frozen):
    """What it is called, and its first and last day."""

    title: Title
    first: DayGiven
    last: DayGiven


class OpenCampaign(Command, CampaignText):
    """Begin to ask about `offers`."""

    campaign: CampaignId
    community: CommunityId
    offers: Annotated[tuple[OfferId, ...], Field(max_length=MOST)]


class CloseCampaign(Command):
    """Nobody is asked any more."""

    note: Note = ""


class Asking(Frozen):
    """How the organization was asked, whom, and when; today where it is left out."""

    way: Way
    contact: PersonId | None = None
    occurred_on: DayGiven | None = None


class AskOffer(Command, Asking):
    """Record that the organization was asked."""

    campaign: CampaignId


class Answer(Asking):
    """What it said: the offer `holds`, it has `changed` (to `text`), or it has `ended` (for a `reason`)."""

    answer: Holding
    text: OfferTextGiven | None = None
    reason: OfferEndReason | None = None
    note: Note = ""


class AnswerOffer(Command, Answer):
    """Record what the organization said."""

    campaign: CampaignId


class AnswerReview(Frozen):
    """Whether the offer becomes what was answered."""

    accept: bool
    note: Note = ""


class ReviewAnswer(Command, AnswerReview):
    """Judge what was answered."""

    campaign: CampaignId
