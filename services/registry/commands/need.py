"""What may be asked of a need."""

from services.registry.commands.fields import CommunityId, DayGiven, NeedId, OrganizationId, Quantity, Unit
from services.registry.commands.reference import ExternalRefGiven
from services.registry.events import NeedWithdrawalReason
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, PublicText, Title


class NeedText(Frozen):
    """What an organization needs."""

    title: Title
    detail: PublicText
    category: Category
    quantity: Quantity = 1
    unit: Unit = "次"
    audience: Audience = "public"


class PostNeed(Command, NeedText):
    need: NeedId
    community: CommunityId
    organization: OrganizationId
    external_ref: ExternalRefGiven | None = None


class PublishNeed(Command):
    """Put it on the list. Without a text the detail stands; without a day it is confirmed today."""

    text: PublicText | None = None
    confirmed_on: DayGiven | None = None


class WithdrawNeed(Command):
    reason: NeedWithdrawalReason
    note: Note = ""
