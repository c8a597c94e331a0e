"""What requests to matching say, and how they name things."""

from typing import Annotated, Literal, Self

from fastapi import Path
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.matching.commands import Mark, Quantity
from services.matching.events import (
    CloseReason,
    ConfirmedHow,
    DeclineReason,
    EvidenceCode,
    ExtendReason,
    ReleaseReason,
    ReopenReason,
    VoidReason,
)
from shared.contracts.base import Party
from shared.eventsourcing.model import Day, Frozen
from shared.http.dependencies import Body
from shared.privacy.text import Id, Note, PublicText

RequestId = Annotated[str, Path(pattern=r"^req_[a-z2-7]{26}$")]
ClaimNumber = Annotated[int, Path(ge=1, le=100_000)]
DeliveryNumber = Annotated[int, Path(ge=1, le=10_000)]
Number = Annotated[int, Field(ge=1, le=100_000)]

_PREFIXES = {"organization": "org_", "person": "person_", "community": "community_"}


class Claimant(Frozen):
    """Who promises."""

    kind: Literal["organization", "person", "community"]
    id: Id

    @model_validator(mode="after")
    def _of_that_kind(self) -> Self:
        if not self.id.startswith(_PREFIXES[self.kind]):
            raise PydanticCustomError("string_pattern_mismatch", "the id is not one of that kind")
        return self

    @property
    def party(self) -> Party:
        return Party(kind=self.kind, id=self.id)


class ClaimBody(Body):
    """A promise of `quantity`, or of all that is left."""

    claimant: Claimant
    quantity: Quantity | None = None


class DeclineBody(Body):
    reason: DeclineReason
    note: Note = ""


class ReleaseBody(Body):
    reason: ReleaseReason
    note: Note = ""


class VoidBody(Body):
    reason: VoidReason
    note: Note = ""


class ExtendBody(Body):
    """More time, to the end of the day `until`."""

    until: Day
    reason: ExtendReason
    note: Note = ""


class DeliveryBody(Body):
    """What was brought: `quantity`, or all that is still promised; today, unless `occurred_on` says when."""

    quantity: Quantity | None = None
    final: bool = False
    occurred_on: Day | None = None
    evidence: PublicText | None = None
    evidence_code: EvidenceCode | None = None


class MarkedClaim(Frozen):
    number: Number
    mark: Mark


class ConfirmationBody(Body):
    """The claims confirmed, each with its mark; or one `mark` for all that have delivered."""

    claims: Annotated[tuple[MarkedClaim, ...], Field(max_length=200)] = ()
    mark: Mark | None = None
    how: ConfirmedHow

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.claims) == bool(self.mark):
            raise PydanticCustomError("one_way", "name claims with their marks, or give one mark for all")
        return self


class ReopeningBody(Body):
    """The numbers of the claims that were not really kept; without any, all confirmed ones."""

    claims: Annotated[tuple[Number, ...], Field(max_length=200)] = ()
    reason: ReopenReason
    note: Note = ""


class ClosingBody(Body):
    reason: CloseReason
    note: Note = ""


class TextBody(Body):
    """Another public text, and why."""

    text: PublicText
    reason: Annotated[Note, Field(min_length=1)]
