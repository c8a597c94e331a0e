"""What registry tells about offers, each time with all that stands on the list from then on."""

from typing import ClassVar, Literal

from shared.contracts.base import Category, Contract, Value
from shared.contracts.registry import Audience, RegistryContract
from shared.eventsourcing.model import Day, Instant

Mode = Literal["bookable", "standing", "seasonal", "one_off"]
ReachLevel = Literal["subdistrict", "district"]
BookingUnit = Literal["slot", "day", "month"]
"""What is booked: one slot, a day, or a month that begins with one."""
PricePer = Literal["time", "hour", "day", "month", "person", "piece"]
PauseReason = Literal["holiday", "renovation", "own_use", "short_of_staff", "safety", "other"]


class Days(Value):
    """From the first day to the last, both included; without a last one, for good."""

    first: Day
    last: Day | None = None


class Rule(Days):
    """Slots that come again, by RFC 5545: `FREQ=WEEKLY;BYDAY=MO,WE`, counted from `first`.

    Each begins at `start`, as in `14:00` by the community's clock, and ends `minutes` later on the same day.
    """

    rrule: str
    start: str
    minutes: int


class ExtraSlot(Value):
    """One more slot, whatever the rules say."""

    day: Day
    start: str
    minutes: int


class Availability(Value):
    """When an offer can be booked: by rules, but not on the days `closed`, and in the extra slots in any case."""

    rules: tuple[Rule, ...] = ()
    closed: tuple[Day, ...] = ()
    extra: tuple[ExtraSlot, ...] = ()


class Season(Value):
    """The days of each year, as in `11-01` to `03-31`, both included; it may go over New Year."""

    first: str
    last: str


class Price(Value):
    """What is asked for it, in fen. Without a price it is free."""

    amount: int
    per: PricePer


class Pause(Days):
    """The days on which it is not to be had."""

    reason: PauseReason


class Reach(Value):
    """Opened to `node` and all below it, for `quota` uses a month from outside its community."""

    level: ReachLevel
    node: str
    quota: int


class OfferText(Value):
    """What stands on the list. Which of the fields from `availability` to `quantity` it has, its mode says."""

    title: str
    detail: str
    category: Category
    mode: Mode
    audience: Audience = "public"
    seats: int | None = None
    """How many people at once."""
    equipment: tuple[str, ...] = ()
    """What is there, in short words: 投影, 显示屏."""
    price: Price | None = None
    availability: Availability | None = None
    """bookable: when; without it, by arrangement."""
    parallel: int | None = None
    """bookable: how many may be booked for the same time; one, where it says nothing."""
    unit: BookingUnit | None = None
    """bookable: what is booked; a slot, where it says nothing."""
    lead_time: str | None = None
    """bookable: how long before it begins it has to be booked, as in `PT24H` or `P3D`."""
    partners: int | None = None
    """standing: with how many households or others at most."""
    season: Season | None = None
    """seasonal: when, each year."""
    available: Days | None = None
    """one_off: when."""
    quantity: int | None = None
    """All but bookable: how many there are to give in all."""


def left_over(there: int | None, taken: int) -> int | None:
    """What is left of a number of which so much is taken; None where there is no number."""
    return None if there is None else max(0, there - taken)


class OfferTerms(OfferText):
    """All that is known of an offer on the list."""

    confirmed_on: Day | None = None
    pause: Pause | None = None
    """The pause that is on or to come; one whose last day has passed is over."""
    reach: tuple[Reach, ...] = ()
    """To whom beyond its community it is open, the nearer first."""


class OfferContract(RegistryContract):
    offer: str
    organization: str
    terms: OfferTerms


class OfferListed(OfferContract):
    """Vetted by staff: it stands on the list."""

    type: ClassVar[str] = "offer_listed"


class OfferChanged(OfferContract):
    """What stands on the list was replaced."""

    type: ClassVar[str] = "offer_changed"


class OfferConfirmed(OfferContract):
    """Somebody made sure that it still holds."""

    type: ClassVar[str] = "offer_confirmed"
    confirmed_on: Day


class OfferTurningStale(RegistryContract):
    """Its organization is asked whether it holds: what is known of it counts until `due_at`."""

    type: ClassVar[str] = "offer_turning_stale"
    offer: str
    organization: str
    confirmed_on: Day
    due_at: Instant


class OfferPaused(OfferContract):
    """Not to be had on the days of `terms.pause`, which is over by itself after its last day."""

    type: ClassVar[str] = "offer_paused"
    reason: PauseReason


class OfferResumed(OfferContract):
    """To be had again before its pause was over."""

    type: ClassVar[str] = "offer_resumed"


class OfferReachChanged(OfferContract):
    """Opened to a level of the tree, with a quota, or closed to it, without one."""

    type: ClassVar[str] = "offer_reach_changed"
    level: ReachLevel
    quota: int | None


class OfferEnded(OfferContract):
    """It is over, whether it stood on the list or not."""

    type: ClassVar[str] = "offer_ended"
    reason: str


CONTRACTS: tuple[type[Contract], ...] = (
    OfferListed,
    OfferChanged,
    OfferConfirmed,
    OfferTurningStale,
    OfferPaused,
    OfferResumed,
    OfferReachChanged,
    OfferEnded,
)
