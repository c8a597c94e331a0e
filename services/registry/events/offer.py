"""What happened to an offer.

`terms` is what the other services have to know from then on. Without them they are told nothing: it is not on the
list yet, or it was recorded before offers had terms.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from services.registry.events.reference import ExternalRef
from shared.contracts.offers import OfferTerms, OfferText, PauseReason, ReachLevel
from shared.eventsourcing.codec import Upcaster
from shared.eventsourcing.model import Day, Event, Instant

CallOutcome = Literal["reached", "not_reached", "agreed"]
"""通 (it still holds), 未接, 约定 (to call again on a day)."""
OfferEndReason = Literal[
    "no_longer_available", "used_up", "moved_away", "replaced", "not_suitable", "entered_by_mistake", "other"
]
DecidedBy = Literal["organization", "community", "subdistrict", "district"]


class OfferSubmitted(Event):
    type: ClassVar[str] = "offer_submitted"
    v: ClassVar[int] = 2
    offer: str
    community: str
    organization: str
    text: OfferText
    confirmed_on: Day | None
    external_ref: ExternalRef | None = None
    campaign: str | None = None
    """The collection campaign in which it was proposed."""


class OfferListed(Event):
    """Vetted by staff: it stands on the list."""

    type: ClassVar[str] = "offer_listed"
    v: ClassVar[int] = 2
    organization: str
    confirmed_on: Day
    terms: OfferTerms | None


class OfferConfirmed(Event):
    """Somebody made sure that it still holds."""

    type: ClassVar[str] = "offer_confirmed"
    v: ClassVar[int] = 2
    organization: str
    confirmed_on: Day
    terms: OfferTerms | None


class OfferTurningStale(Event):
    """Its organization reads notices online and is asked whether it holds: it was `confirmed_on` that day, and that
    counts until `due_at`."""

    type: ClassVar[str] = "offer_turning_stale"
    organization: str
    confirmed_on: Day
    due_at: Instant


class OfferCalled(Event):
    """Staff rang up about an offer; what was reached is confirmed by an event of its own.

    `contact` is whom they rang; None is the office phone.
    """

    type: ClassVar[str] = "offer_called"
    v: ClassVar[int] = 2
    organization: str
    contact: str | None
    outcome: CallOutcome
    occurred_on: Day
    again_on: Day | None


class OfferChanged(Event):
    """The text was replaced."""

    type: ClassVar[str] = "offer_changed"
    v: ClassVar[int] = 2
    organization: str
    text: OfferText
    terms: OfferTerms | None


class OfferPaused(Event):
    """Not to be had from the first day to the last; without a last one, until it is resumed."""

    type: ClassVar[str] = "offer_paused"
    organization: str
    first: Day
    last: Day | None
    reason: PauseReason
    note: str
    terms: OfferTerms


class OfferResumed(Event):
    """To be had again before its pause was over."""

    type: ClassVar[str] = "offer_resumed"
    organization: str
    terms: OfferTerms


class OfferReachChanged(Event):
    """Opened to a level of the tree for `quota` uses a month, or closed to it (None)."""

    type: ClassVar[str] = "offer_reach_changed"
    organization: str
    level: ReachLevel
    node: str
    quota: int | None
    decided_by: DecidedBy
    decided_on: Day
    note: str
    terms: OfferTerms


class OfferContactNamed(Event):
    """Whom to ask about this offer: one of the organization's contacts or office phones, or neither in particular."""

    type: ClassVar[str] = "offer_contact_named"
    organization: str
    person: str | None
    phone: str | None


class OfferEnded(Event):
    type: ClassVar[str] = "offer_ended"
    v: ClassVar[int] = 2
    organization: str
    reason: OfferEndReason
    note: str
    terms: OfferTerms | None


_TEXT = {"title", "detail", "category", "mode", "quantity", "audience"}


def _text_of(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in _TEXT} | {"seats": data["capacity"]}


def _submitted(data: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("offer", "community", "organization", "confirmed_on")
    ref = {"external_ref": data.get("external_ref")}
    return {name: data[name] for name in kept} | ref | {"text": _text_of(data)}


def _listed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"organization": data["organization"], "confirmed_on": data["confirmed_on"], "terms": None}


OFFER_UPCASTERS: Mapping[tuple[str, int], Upcaster] = {
    ("offer_submitted", 1): _submitted,
    ("offer_listed", 1): _listed,
    ("offer_confirmed", 1): lambda data: data | {"terms": None},
    ("offer_called", 1): lambda data: data | {"contact": None},
    ("offer_changed", 1): lambda data: {"organization": "", "text": _text_of(data), "terms": None},
    ("offer_ended", 1): lambda data: data | {"terms": None},
}


class OfferPromisedKnown(Event):
    """Matching told what running claims take of its number."""

    type: ClassVar[str] = "offer_promised_known"
    partners_taken: int
    quantity_taken: int


EVENTS: tuple[type[Event], ...] = (
    OfferSubmitted,
    OfferListed,
    OfferConfirmed,
    OfferTurningStale,
    OfferCalled,
    OfferChanged,
    OfferPaused,
    OfferResumed,
    OfferReachChanged,
    OfferContactNamed,
    OfferEnded,
    OfferPromisedKnown,
)
