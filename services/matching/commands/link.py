"""What may be asked of the links for suggestions and claims. `organization` is who speaks for the provider, `inactive`
where it was deactivated."""

from typing import Annotated

from pydantic import Field

from services.matching.commands.request import ClaimId, Deliver
from services.matching.commands.suggestion import AcceptSuggestion, DeclineSuggestion, SuggestionNumber
from shared.directory.limits import Limits
from shared.eventsourcing.model import Command
from shared.links.model import Lock

OrganizationId = Annotated[str, Field(pattern=r"^org_[a-z2-7]{26}$")]


class LinkSuggestion(Command):
    """Make a link by which the organization that was asked may say yes or no."""

    suggestion: SuggestionNumber
    organization: OrganizationId
    lock: Lock
    limits: Limits
    inactive: bool = False


class LinkClaim(Command):
    """Make a link by which the organization may say that it delivered."""

    claim: ClaimId
    organization: OrganizationId
    lock: Lock
    limits: Limits
    inactive: bool = False


class AnswerByLink(Command):
    """Do what the holder of the link says, as if its organization had."""

    lock: Lock
    answer: AcceptSuggestion | DeclineSuggestion | Deliver
