"""What requests to matching say, and how they name things."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field

from services.matching.commands import Mark, PartNumber, Quantity
from services.matching.events import (
    AmendReason,
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
BenefitId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Since2000 = Annotated[Day, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]


class Claimant(Frozen):
    """Who promises."""

    kind: Literal["organization", "person", "community"]
    id: Id

    @property
    def party(self) -> Party:
        return Party(kind=self.kind, id=self.id)


class PromiseBody(Body):
    """A promise of `quantity`, or of all that is left."""

    claimant: Claimant
    quantity: Quantity | None = None


class ClaimBody(PromiseBody):
    """Of a request in parts, of the `part` with that number. The community may meet the need of a member with a
    `benefit` of the scheme in force."""

    part: PartNumber | None = None
    benefit: BenefitId | None = None


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

    until: Since2000
    reason: ExtendReason
    note: Note = ""


class DeliveryBody(Body):
    """What was brought: `quantity`, or all that is still promised; today, unless `occurred_on` says when."""

    quantity: Quantity | None = None
    final: bool = False
    occurred_on: Since2000 | None = None
    evidence: PublicText | None = None
    evidence_code: EvidenceCode | None = None


class MarkedClaim(Frozen):
    number: Number
    mark: Mark


class ConfirmationBody(Body):
    """The claims confirmed, each with its mark; or one `mark` for all that have delivered. `occurred_on` is when it was
    said, if not today."""

    claims: Annotated[tuple[MarkedClaim, ...], Field(max_length=200)] = ()
    mark: Mark | None = None
    how: ConfirmedHow
    occurred_on: Since2000 | None = None


class ReopeningBody(Body):
    """The numbers of the claims that were not really kept; without any, those that wait
    to be confirmed, or all of a fulfilled request."""

    claims: Annotated[tuple[Number, ...], Field(max_length=200)] = ()
    reason: ReopenReason
    note: Note = ""


class ClosingBody(Body):
    reason: CloseReason
    note: Note = ""


class TextBody(Body):
    """Another public text, and why."""

    text: PublicText
    reason: AmendReason
    note: Note = ""
