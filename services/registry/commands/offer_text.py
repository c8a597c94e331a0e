"""What may be said of an offer: strict where somebody sends it, while what is stored stays readable for ever."""

from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from services.registry.commands.fields import DayGiven, Quantity
from services.registry.commands.recurrence import RRule
from shared.contracts.limits import Span
from shared.contracts.offers import Availability, Days, ExtraSlot, OfferText, Price, Rule, Season
from shared.privacy.text import PublicText, Title, names_nobody, one_line, plain

STRICT = ConfigDict(frozen=True, extra="forbid")

Start = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day by the community's clock: 14:00."""
Minutes = Annotated[int, Field(ge=5, le=1440)]
YearDay = Annotated[
    str,
    Field(
        pattern=r"^(0[13578]-(0[1-9]|[12]\d|3[01])|1[02]-(0[1-9]|[12]\d|3[01])|"
        r"(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2\d))$"
    ),
]
"""A day of each year: 11-01."""
Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20),
    AfterValidator(plain),
    AfterValidator(one_line),
    AfterValidator(names_nobody),
]


def _ends_the_same_day(start: str, minutes: int) -> None:
    hours, _, rest = start.partition(":")
    if int(hours) * 60 + int(rest) + minutes > 24 * 60:
        raise PydanticCustomError("over_midnight", "it has to end on the same day")


def in_order(days: Days) -> None:
    """Refuses a last day before the first."""
    if days.last and days.last < days.first:
        raise PydanticCustomError("days_backwards", "the last day lies before the first")


class DaysGiven(Days):
    """The first day and the last."""

    model_config = STRICT
    first: DayGiven
    last: DayGiven | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        in_order(self)
        return self


class RuleGiven(Rule):
    """Slots that come again."""

    model_config = STRICT
    first: DayGiven
    last: DayGiven | None = None
    rrule: RRule
    start: Start
    minutes: Minutes

    @model_validator(mode="after")
    def _fits(self) -> Self:
        in_order(self)
        _ends_the_same_day(self.start, self.minutes)
        return self


class ExtraSlotGiven(ExtraSlot):
    """One more slot."""

    model_config = STRICT
    day: DayGiven
    start: Start
    minutes: Minutes

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _ends_the_same_day(self.start, self.minutes)
        return self


class AvailabilityGiven(Availability):
    """When it can be booked."""

    model_config = STRICT
    rules: Annotated[tuple[RuleGiven, ...], Field(max_length=20)] = ()
    closed: Annotated[tuple[DayGiven, ...], Field(max_length=400)] = ()
    extra: Annotated[tuple[ExtraSlotGiven, ...], Field(max_length=100)] = ()


class SeasonGiven(Season):
    """The same days each year."""

    model_config = STRICT
    first: YearDay
    last: YearDay


class PriceGiven(Price):
    """What is asked for it, in fen."""

    model_config = STRICT
    amount: Annotated[int, Field(ge=1, le=100_000_000)]


class OfferTextGiven(OfferText):
    """What stands on the list, as somebody writes it."""

    model_config = STRICT
    title: Title
    detail: PublicText
    seats: Quantity | None = None
    equipment: Annotated[tuple[Word, ...], Field(max_length=20)] = ()
    price: PriceGiven | None = None
    availability: AvailabilityGiven | None = None
    parallel: Quantity | None = None
    lead_time: Span | None = None
    partners: Quantity | None = None
    season: SeasonGiven | None = None
    available: DaysGiven | None = None
    quantity: Quantity | None = None
