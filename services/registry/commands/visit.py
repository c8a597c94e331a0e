"""What may be asked about a visit to an organization."""

from services.registry.commands.fields import CommunityId, DayGiven, OrganizationId, VisitId
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import PublicText


class VisitText(Frozen):
    """When staff went there, what they found, and what is to be done about it by when."""

    occurred_on: DayGiven
    findings: PublicText
    follow_up: PublicText | None = None
    follow_up_by: DayGiven | None = None


class RecordVisit(Command, VisitText):
    visit: VisitId
    community: CommunityId
    organization: OrganizationId


class FollowUpVisit(Command):
    """It was done."""

    occurred_on: DayGiven
    outcome: PublicText
