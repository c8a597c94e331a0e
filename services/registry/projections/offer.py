"""Offers, as they stand on the list."""

from datetime import date
from typing import Literal

from services.registry.decider.days import day_of
from services.registry.decider.offer_state import Pending, is_over, waiting, with_step
from services.registry.events import (
    CallOutcome,
    ExternalRef,
    OfferCalled,
    OfferChanged,
    OfferConfirmed,
    OfferContactNamed,
    OfferEnded,
    OfferEndReason,
    OfferListed,
    OfferPaused,
    OfferReachChanged,
    OfferResumed,
    OfferSubmitted,
)
from services.registry.events.campaign import OfferAnswered, OfferAnswerReviewed, OfferAsked
from services.registry.events.offer import OfferTurningStale
from services.registry.projections.fold import Findable, findable, take
from shared.contracts.base import Category
from shared.contracts.offers import Availability, BookingUnit, Days, Mode, Pause, Price, Reach, Season
from shared.contracts.registry import Audience
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Frozen, Instant
from shared.eventsourcing.projection import Projection, of_kind
from shared.links.model import LinkIssued, LinkRevoked, LinkUsed


class LastCall(Frozen):
    """How the latest call about an offer went, and to whom; `tries` are those in a row that nobody answered. `call` is
    the one that counts for `again_on`: what was agreed on stands until somebody is reached or agrees on another day."""

    call: str
    outcome: CallOutcome
    contact: str | None
    on: Day
    again_on: Day | None
    tries: int


class Offer(Findable):
    community: str
    organization: str = ""
    state: Literal["submitted", "listed", "ended"] = "submitted"
    submitted_at: Instant | None = None
    title: str = ""
    detail: str = ""
    category: Category = "other"
    mode: Mode = "standing"
    audience: Audience = "public"
    seats: int | None = None
    equipment: tuple[str, ...] = ()
    price: Price | None = None
    availability: Availability | None = None
    parallel: int | None = None
    unit: BookingUnit | None = None
    lead_time: str | None = None
    partners: int | None = None
    season: Season | None = None
    available: Days | None = None
    quantity: int | None = None
    partners_taken: int = 0
    quantity_taken: int = 0
    confirmed_on: Day | None = None
    pause: Pause | None = None
    reach: tuple[Reach, ...] = ()
    person: str | None = None
    phone: str | None = None
    reason: OfferEndReason | None = None
    note: str = ""
    last_call: LastCall | None = None
    external_ref: ExternalRef | None = None
    campaign: str | None = None
    asked_in: str | None = None
    answer: Pending | None = None
    minded_on: Day | None = None
    """When its organization was asked online, since somebody last confirmed it."""
    link_until: Instant | None = None
    """Until when its organization may say by a link whether it holds."""

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})

    def pauses_on(self, day: date) -> bool:
        """Whether it is not to be had on `day`."""
        return self.pause is not None and self.pause.first <= day and not is_over(self.pause, day)


def apply(document: Offer | None, recorded: Recorded) -> Offer:
    document = document or Offer(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case OfferSubmitted(text=text) as event:
            return take(document, event, **dict(text), submitted_at=recorded.at)
        case OfferListed() as event:
            return take(document, event, state="listed")
        case OfferConfirmed() as event:
            return take(document, event, minded_on=None)
        case OfferTurningStale():
            return take(document, minded_on=day_of(recorded.at))
        case OfferChanged(text=text):
            return take(document, **dict(text))
        case OfferPaused() as event:
            return take(document, pause=Pause(first=event.first, last=event.last, reason=event.reason))
        case OfferResumed():
            return take(document, pause=None)
        case OfferReachChanged() as event:
            return take(document, reach=with_step(document.reach, event))
        case OfferEnded() as event:
            return take(document, event, state="ended")
        case OfferCalled() as event:
            return take(document, last_call=_call(document.last_call, event, recorded.name))
        case OfferAnswered() as event:
            return take(document, asked_in=None, answer=waiting(document.answer, event))
        case OfferAnswerReviewed():
            return take(document, answer=None)
        case OfferContactNamed(person=person, phone=phone):
            return take(document, person=person, phone=phone)
        case OfferAsked(campaign=campaign):
            return take(document, asked_in=campaign)
        case LinkIssued(until=until):
            return take(document, link_until=until)
        case LinkRevoked() | LinkUsed():
            return take(document, link_until=None)
        case event:
            return take(document, event)


def _call(before: LastCall | None, event: OfferCalled, name: str) -> LastCall:
    missed = event.outcome == "not_reached"
    agreed = before if before and missed and event.again_on is None else None
    return LastCall(
        call=agreed.call if agreed and agreed.again_on else name,
        outcome=event.outcome,
        contact=event.contact,
        on=event.occurred_on,
        again_on=agreed.again_on if agreed else event.again_on,
        tries=1 + (before.tries if before else 0) if missed else 0,
    )


OFFERS = Projection(
    name="offers",
    version=9,
    document=Offer,
    apply=findable(apply, "title", "detail", "equipment"),
    keys=of_kind("offer"),
    indexes=(
        [("community", 1), ("confirmed_on", -1), ("position", -1)],
        [("community", 1), ("position", -1)],
        [("community", 1), ("state", 1), ("confirmed_on", 1)],
        [("community", 1), ("last_call.again_on", 1)],
        [("organization", 1), ("position", -1)],
        [("campaign", 1)],
        [("community", 1), ("found_by", 1)],
        [("reach.node", 1), ("confirmed_on", -1), ("position", -1)],
    ),
)
