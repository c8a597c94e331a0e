"""What happened in a collection campaign: which offers it asks about, and what each of those was answered.

The asking and answering stand in the offer's own stream, because what is accepted changes the offer.
"""

from typing import ClassVar, Literal

from services.registry.events.offer import OfferEndReason
from shared.contracts.offers import OfferText, Pause
from shared.eventsourcing.model import Day, Event

Way = Literal["link", "call", "visit", "letter", "page"]
"""How it was asked or answered: `page` is the organization itself, on its own page."""

Holding = Literal["holds", "changed", "ended"]
"""What an organization says of its offer: 仍有效, 有变化, 不再提供."""

Answer = Literal[Holding, "paused"]
"""What an answer comes to: by a link it may also be 暂停提供."""


class CampaignOpened(Event):
    type: ClassVar[str] = "campaign_opened"
    campaign: str
    community: str
    title: str
    first: Day
    last: Day
    offers: tuple[str, ...]


class CampaignClosed(Event):
    type: ClassVar[str] = "campaign_closed"
    note: str


class OfferAsked(Event):
    """The organization was asked whether its offer holds; `contact` is whom, or None for the office."""

    type: ClassVar[str] = "offer_asked"
    organization: str
    campaign: str
    way: Way
    contact: str | None
    occurred_on: Day


class OfferAnswered(Event):
    """What it said. A `text` or a `reason` to end waits for staff; what holds is confirmed by an event of its own.

    By a link the organization speaks for itself: what it said is `settled` by the event beside this, and waits for
    nobody.
    """

    type: ClassVar[str] = "offer_answered"
    organization: str
    campaign: str
    way: Way
    contact: str | None
    occurred_on: Day
    answer: Answer
    text: OfferText | None
    reason: OfferEndReason | None
    note: str
    pause: Pause | None = None
    settled: bool = False


class OfferAnswerReviewed(Event):
    """Staff took over what was answered, by further events, or left the offer as it was."""

    type: ClassVar[str] = "offer_answer_reviewed"
    organization: str
    campaign: str
    accepted: bool
    note: str


EVENTS: tuple[type[Event], ...] = (CampaignOpened, CampaignClosed, OfferAsked, OfferAnswered, OfferAnswerReviewed)
