"""What can be asked about an offer that may do for a request."""

from typing import Annotated

from pydantic import Field

from services.matching.commands.request import PartNumber, Quantity
from services.matching.events import RefusalReason, RetractionReason
from shared.contracts.base import Party
from shared.directory.limits import Limits
from shared.eventsourcing.model import Command, Day, Frozen
from shared.privacy.text import Note

SuggestionNumber = Annotated[int, Field(ge=1, le=10_000)]


class UsedUp(Frozen):
    """All that an opening allows from outside in a month."""

    month: str
    quota: int


class AskedOffer(Frozen):
    """An offer, as it stood when the command was sent; without a provider there is no such offer. `here`: it is open
    to the request's community, though perhaps `used_up` for this month. `none_left`: all of it is promised.
    `inactive`: its provider was deactivated."""

    offer: str
    provider: Party | None = None
    listed: bool = False
    here: bool = False
    used_up: UsedUp | None = None
    none_left: bool = False
    inactive: bool = False


class MakeSuggestion(Command):
    """Ask the provider of `offer` for `quantity`, or for all that is left: of the part, where the request is in
    parts."""

    offer: AskedOffer
    quantity: Quantity | None = None
    part: PartNumber | None = None
    time_zone: str


class AcceptSuggestion(Command):
    """Say yes: it becomes a claim of `quantity`, or of what was asked for as far as it is left."""

    suggestion: SuggestionNumber
    party: str | None = None
    quantity: Quantity | None = None
    limits: Limits
    peer_class: str | None = None
    """The class of the organization that was asked, as it stood when the command was sent."""
    inactive: bool = False
    """It was deactivated by then."""


class DeclineSuggestion(Command):
    """Say no, and perhaps from which day on it may be asked again for such things."""

    suggestion: SuggestionNumber
    party: str | None = None
    reason: RefusalReason
    note: Note = ""
    not_before: Day | None = None
    time_zone: str


class WithdrawSuggestion(Command):
    suggestion: SuggestionNumber
    reason: RetractionReason
    note: Note = ""
