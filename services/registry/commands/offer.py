"""What may be asked of an offer."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.registry.commands.fields import CampaignId, CommunityId, DayGiven, OfferId, OrganizationId, PersonId
from services.registry.commands.offer_text import DaysGiven, OfferTextGiven
from services.registry.commands.reference import ExternalRefGiven
from services.registry.events import CallOutcome, DecidedBy, OfferEndReason
from shared.contracts.offers import PauseReason, ReachLevel
from shared.eventsourcing.model import Command, Day, Frozen, Instant
from shared.privacy.text import Note, OfficePhone

Quota = Annotated[int, Field(ge=1, le=1000)]
"""Uses a month."""


class SubmitOffer(Command, OfferTextGiven):
    """Propose an offer for the list; `confirmed_on` is when the organization last said that it holds."""

    offer: OfferId
    community: CommunityId
    organization: OrganizationId
    confirmed_on: DayGiven | None = None
    external_ref: ExternalRefGiven | None = None
    campaign: CampaignId | None = None


class ListOffer(Command):
    """Put a submitted offer on the list."""


class ConfirmOffer(Command):
    """Say that the offer still holds; without a day, today."""

    confirmed_on: DayGiven | None = None


class MindOffer(Command):
    """Ask an organization that reads notices online whether the offer holds, once for each day it was confirmed on;
    never refused."""

    confirmed_on: Day
    due_at: Instant


class RenewOffer(Command):
    """A booking of it was kept on that day, so it still holds; it is recorded where that is news, and never refused."""

    kept_on: Day


class KnowPromised(Command):
    """Matching told what is promised of it; it is recorded, and never refused."""

    partners_taken: int
    quantity_taken: int


class Call(Frozen):
    """How a call went: somebody was `reached` and it still holds, nobody answered, or another day was `agreed`.

    It was made today unless it says when, to `contact` or, without one, to the office. `call_again_on` is the day
    agreed on; it stands at the desk until the next call.
    """

    outcome: CallOutcome
    contact: PersonId | None = None
    occurred_on: DayGiven | None = None
    call_again_on: DayGiven | None = None


class CallOffer(Command, Call):
    """Record a call about the offer."""


class ChangeOffer(Command, OfferTextGiven):
    """Replace what stands on the list."""


class PauseDays(DaysGiven):
    """Not to be had from the first day to the last; without a last one, until it is resumed."""

    reason: PauseReason
    note: Note = ""


class PauseOffer(Command, PauseDays):
    """Take the offer from use for a while; it stays on the list."""


class ResumeOffer(Command):
    """End the pause that is on or to come."""


class ReachStep(Frozen):
    """Open the offer to a level of the tree for `quota` uses a month, or close it there (no quota); and who decided."""

    level: ReachLevel
    quota: Quota | None
    decided_by: DecidedBy
    decided_on: DayGiven | None = None
    note: Note = ""


class ReachOffer(Command, ReachStep):
    """`node` is the one of that level above the offer's community."""

    node: CommunityId


class OfferContact(Frozen):
    """Whom to ask about this offer: a contact or an office phone of the organization; neither leaves it to the list."""

    person: PersonId | None = None
    phone: OfficePhone | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.person and self.phone:
            raise PydanticCustomError("one_contact", "name a person or a phone, not both")
        return self


class NameOfferContact(Command, OfferContact):
    """Say whom to ask about this offer."""


class EndOffer(Command):
    reason: OfferEndReason
    note: Note = ""
