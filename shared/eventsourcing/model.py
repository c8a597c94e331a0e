"""Events and commands: frozen values that know their stored name."""

from datetime import UTC, date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer


def to_milliseconds(at: datetime) -> datetime:
    """`at` in UTC, cut to milliseconds: the finest time MongoDB keeps."""
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


Instant = Annotated[AwareDatetime, AfterValidator(to_milliseconds)]
"""A moment, in UTC and whole milliseconds."""

Day = Annotated[date, PlainSerializer(date.isoformat, return_type=str)]
"""A calendar day, stored as `2024-12-31`."""

Consent = Literal["self", "in_person", "by_phone", "in_writing", "guardian"]
"""How a person agreed to what somebody else enters for them."""


class Frozen(BaseModel):
    """A value: it is never changed, and it refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Actor(Frozen):
    """Who acts (`person_…`, a keyed hash of a token's subject, `holder:…`, `link:…` or `system:…`) and for whom."""

    id: str = Field(max_length=120)
    on_behalf_of: str | None = Field(default=None, max_length=60)
    consent: Consent | None = None
    role: str | None = Field(default=None, max_length=20)
    """In which role, as the token says: staff, contact, resident, service."""


class Event(Frozen):
    """Something that happened. `type` and `v` are what is stored, never the class name."""

    type: ClassVar[str]
    v: ClassVar[int] = 1


class Command(Frozen):
    """Something somebody wants to happen; it may be refused. Time and ids enter here, as data."""

    at: Instant
    actor: Actor
