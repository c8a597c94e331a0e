"""What stands in evaluation's log: facts and schemes, never points. Those are computed."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.base import Category
from shared.contracts.registry import WishKind
from shared.directory import events as directory
from shared.eventsourcing.model import Day, Event, Frozen
from shared.redaction.model import EVENTS as REDACTION_EVENTS

IndicatorCode = Literal["party_building", "safety_stability", "environment", "co_building", "public_welfare"]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=500)]
"""A text of a scheme; what may stand in it is checked once, at adoption."""

Hundredths = Annotated[int, Field(ge=1, le=1_000_000)]


class Fact(Frozen):
    """Something an organization did (or received), as far as a scheme may ask about it."""

    kind: Code
    organization: str
    community: str
    occurred_on: Day
    category: Category
    request_kind: Literal["wish", "need"]
    wish_kind: WishKind | None = None
    quantity: int
    of_quantity: int
    """How much the whole request asked for."""
    mark: int | None = None
    request: str
    claim: str | None = None
    origin: str

    @property
    def quarter(self) -> str:
        """As in `2024Q4`."""
        return f"{self.occurred_on.year}Q{(self.occurred_on.month + 2) // 3}"


class FactRecorded(Event):
    """A fact counts. `number` tells a stream's recordings apart; `cause` names the message behind it."""

    type: ClassVar[str] = "fact_recorded"
    community: str
    number: int
    fact: Fact
    cause: str


class FactReversed(Event):
    """A recorded fact counts no longer."""

    type: ClassVar[str] = "fact_reversed"
    community: str
    number: int
    organization: str
    quarter: str
    reason: str
    cause: str


class Indicator(Frozen):
    code: IndicatorCode
    zh: Words
    en: Words


class AtLeast(Frozen):
    min: int = Field(ge=0, le=1_000_000)


ConditionField = Literal["category", "request_kind", "wish_kind", "mark", "quantity", "of_quantity"]
Values = Annotated[tuple[Code, ...], Field(min_length=1, max_length=30)]


class Rule(Frozen):
    """Points for facts of one kind that meet all conditions.

    `per` fact: each fact counts whole; `per` unit: times the quantity; `per` share: the part of the points
    that the quantity is of what was asked for.
    """

    id: Code
    words_zh: Words
    words_en: Words
    fact: Code
    where: dict[ConditionField, Values | AtLeast] = Field(default_factory=dict)
    indicator: IndicatorCode
    points: Hundredths
    per: Literal["fact", "unit", "share"] = "fact"
    max_per_quarter: Hundredths | None = None


class Tier(Frozen):
    """What a period's score amounts to from `from_points` on, in hundredths."""

    id: Code
    zh: Words
    en: Words
    from_points: int = Field(ge=0, le=100_000_000)


class Benefit(Frozen):
    """What comes back to an organization of one of the named tiers; it is found for needs of its `category`."""

    id: Code
    zh: Words
    en: Words
    category: Category | None = None
    tiers: Annotated[tuple[Code, ...], Field(max_length=10)]


class Scheme(Frozen):
    """A whole set of scoring rules, tiers and benefits: data, not code."""

    title: Words
    indicators: Annotated[tuple[Indicator, ...], Field(max_length=5)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=100)]
    tiers: Annotated[tuple[Tier, ...], Field(max_length=10)] = ()
    benefits: Annotated[tuple[Benefit, ...], Field(max_length=20)] = ()


class SchemeAdopted(Event):
    """A node values facts from `valid_from` on by this scheme; `replaces` names the adoption it corrects."""

    type: ClassVar[str] = "scheme_adopted"
    community: str
    scheme: Scheme
    valid_from: Day
    replaces: str | None = None


EVENTS: tuple[type[Event], ...] = (FactRecorded, FactReversed, SchemeAdopted, *REDACTION_EVENTS, *directory.EVENTS)
