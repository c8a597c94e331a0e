"""Collection campaigns, and in each what became of every offer that was asked about."""

from typing import Literal

from services.registry.decider.offer_state import pending
from services.registry.events import OfferEndReason
from services.registry.events.campaign import (
    Answer,
    CampaignClosed,
    CampaignOpened,
    OfferAnswered,
    OfferAnswerReviewed,
    OfferAsked,
    Way,
)
from services.registry.projections.fold import take
from shared.contracts.offers import OfferText, Pause
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Frozen
from shared.eventsourcing.projection import Document, OfParts, Projection, of_kind


class Campaign(Document):
    """A campaign and the offers it asks about."""

    community: str
    title: str = ""
    first: Day | None = None
    last: Day | None = None
    offers: tuple[str, ...] = ()
    state: Literal["open", "closed"] = "open"

    @property
    def owners(self) -> frozenset[str]:
        return frozenset()


def apply_campaign(document: Campaign | None, recorded: Recorded) -> Campaign:
    document = document or Campaign(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case CampaignOpened() as event:
            return take(document, event)
        case CampaignClosed():
            return take(document, state="closed")
        case _:
            return document


class Ask(Frozen):
    """How it was asked, whom (None: the office), when, and by whom."""

    way: Way
    contact: str | None
    occurred_on: Day
    actor: str


class Inquiry(Document):
    """What became of one offer in one campaign: how often it was asked about, the last answer, and whether that waits
    for staff (`to_review`) or was taken over, as what was said by a link is at once."""

    community: str
    campaign: str
    offer: str
    organization: str = ""
    asked: tuple[Ask, ...] = ()
    answer: Answer | None = None
    way: Way | None = None
    contact: str | None = None
    occurred_on: Day | None = None
    actor: str | None = None
    text: OfferText | None = None
    reason: OfferEndReason | None = None
    note: str = ""
    pause: Pause | None = None
    to_review: bool = False
    accepted: bool | None = None


Step = OfferAsked | OfferAnswered | OfferAnswerReviewed


def inquiry_of(offer: str, campaign: str) -> str:
    """The id of what became of an offer in a campaign."""
    return f"{offer}.{campaign}"


def named(recorded: Recorded) -> str | None:
    """The inquiry that an event is about."""
    event = recorded.event
    return inquiry_of(recorded.stream, event.campaign) if isinstance(event, Step) else None


def apply_inquiry(document: Inquiry | None, recorded: Recorded) -> Inquiry:
    event, actor = recorded.event, recorded.commit.actor.id
    assert isinstance(event, Step)
    document = document or Inquiry(
        id=inquiry_of(recorded.stream, event.campaign),
        community=recorded.commit.community,
        campaign=event.campaign,
        offer=recorded.stream,
        organization=event.organization,
    )
    match event:
        case OfferAsked(way=way, contact=contact, occurred_on=day):
            return take(document, asked=(*document.asked, Ask(way=way, contact=contact, occurred_on=day, actor=actor)))
        case OfferAnswered():
            waits = pending(event) is not None
            taken = True if event.settled and event.answer != "holds" else None
            return take(document, event, actor=actor, to_review=waits, accepted=taken)
        case OfferAnswerReviewed(accepted=accepted):
            return take(document, to_review=False, accepted=accepted)


CAMPAIGNS = Projection(
    name="campaigns",
    version=1,
    document=Campaign,
    apply=apply_campaign,
    keys=of_kind("campaign"),
    indexes=([("community", 1), ("position", -1)],),
)
INQUIRIES = Projection(
    name="inquiries",
    version=2,
    document=Inquiry,
    apply=apply_inquiry,
    keys=OfParts(named, prefix="offer_"),
    indexes=([("campaign", 1), ("position", -1)],),
)
