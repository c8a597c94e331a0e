"""What an offer is: submitted, listed once staff vetted it, ended; and how its past makes it so."""

from datetime import date
from typing import Any

from services.registry.decider.reference import if_referred
from services.registry.events import (
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
from services.registry.events.offer import OfferPromisedKnown, OfferTurningStale
from shared.contracts.offers import OfferTerms, OfferText, Pause, Reach
from shared.eventsourcing.model import Day, Frozen
from shared.links.model import LinkEvent, LinkIssued, LinkRevoked, Links, LinkUsed, take_link

Fact = (
    OfferSubmitted
    | OfferListed
    | OfferConfirmed
    | OfferTurningStale
    | OfferCalled
    | OfferChanged
    | OfferPaused
    | OfferResumed
    | OfferReachChanged
    | OfferContactNamed
    | OfferAsked
    | OfferAnswered
    | OfferAnswerReviewed
    | OfferEnded
    | OfferPromisedKnown
    | LinkEvent
)


class Pending(Frozen):
    """An answer that waits for staff: a new text, or why it is to end."""

    campaign: str
    occurred_on: Day
    text: OfferText | None
    reason: OfferEndReason | None
    note: str


class Offered(Frozen):
    """An offer, in whichever state."""

    offer: str
    community: str
    organization: str
    text: OfferText
    confirmed_on: Day | None
    pause: Pause | None = None
    reach: tuple[Reach, ...] = ()
    person: str | None = None
    phone: str | None = None
    answer: Pending | None = None
    minded_for: Day | None = None
    """The day it was confirmed on when its organization was last asked online."""
    links: Links = ()
    origin: OfferSubmitted | None = None
    """As it was submitted, where another system has a name for it."""

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})

    def terms(self, **changed: Any) -> OfferTerms:
        """What the others have to know of it, once the fields `changed` have been."""
        now = {"confirmed_on": self.confirmed_on, "pause": self.pause, "reach": self.reach} | changed
        return OfferTerms(**dict(now.pop("text", self.text)), **now)


class Submitted(Offered):
    """It waits for staff."""


class Listed(Offered):
    """It stands on the list."""

    def paused(self, day: date) -> Pause | None:
        """The pause that is on or to come on `day`."""
        return None if self.pause is None or is_over(self.pause, day) else self.pause


class Ended(Offered):
    """It is over."""


Offer = Submitted | Listed | Ended


def is_over(pause: Pause, day: date) -> bool:
    """Whether a pause has ended by itself before `day`."""
    return pause.last is not None and pause.last < day


def with_step(reach: tuple[Reach, ...], event: OfferReachChanged) -> tuple[Reach, ...]:
    """To whom it is open after that step, the nearer first."""
    others = [step for step in reach if step.level != event.level]
    if event.quota is not None:
        others.append(Reach(level=event.level, node=event.node, quota=event.quota))
    return tuple(sorted(others, key=lambda step: step.level, reverse=True))


def pending(event: OfferAnswered) -> Pending | None:
    """What of an answer waits for staff."""
    if event.answer == "holds" or event.settled:
        return None
    return Pending(**{name: getattr(event, name) for name in Pending.model_fields})


def waiting(before: Pending | None, event: OfferAnswered) -> Pending | None:
    """What waits for staff after an answer: what was said in another campaign does still, unless this waits itself."""
    other = before if before and before.campaign != event.campaign else None
    return pending(event) or other


def evolve(state: Offer | None, event: Fact) -> Offer:
    if isinstance(event, OfferSubmitted):
        return Submitted(
            offer=event.offer,
            community=event.community,
            organization=event.organization,
            text=event.text,
            confirmed_on=event.confirmed_on,
            origin=if_referred(event),
        )
    assert state
    match event:
        case OfferListed(confirmed_on=day):
            return Listed(**dict(state) | {"confirmed_on": day})
        case OfferEnded():
            return Ended(**dict(state))
        case _:
            return state.model_copy(update=_changes(state, event))


def _changes(state: Offer, event: Fact) -> dict[str, Any]:
    match event:
        case OfferConfirmed(confirmed_on=day):
            return {"confirmed_on": day}
        case OfferTurningStale(confirmed_on=day):
            return {"minded_for": day}
        case OfferChanged(text=text):
            return {"text": text}
        case OfferPaused(first=first, last=last, reason=reason):
            return {"pause": Pause(first=first, last=last, reason=reason)}
        case OfferResumed():
            return {"pause": None}
        case OfferReachChanged():
            return {"reach": with_step(state.reach, event)}
        case OfferAnswered():
            return {"answer": waiting(state.answer, event)}
        case OfferAnswerReviewed():
            return {"answer": None}
        case LinkIssued() | LinkRevoked() | LinkUsed():
            return {"links": take_link(state.links, event)}
        case OfferContactNamed(person=person, phone=phone):
            return {"person": person, "phone": phone}
        case _:
            return {}
