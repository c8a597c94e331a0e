"""What may be asked of a need."""

from typing import Annotated

from pydantic import Field

from services.registry.events import NeedWithdrawalReason
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.model import Command, Day, Frozen
from shared.privacy.text import Id, Note, PublicText, Title

Quantity = Annotated[int, Field(ge=1, le=1_000_000)]
Unit = Annotated[Title, Field(max_length=10)]
"""What is counted: 个, 盏, 次."""


class NeedText(Frozen):
    """What an organization needs."""

    title: Title
    detail: PublicText
    category: Category
    quantity: Quantity = 1
    unit: Unit = "次"
    audience: Audience = "public"


class PostNeed(Command, NeedText):
    need: Id
    community: str
    organization: Id


class PublishNeed(Command):
    """Put it on the list. Without a text the detail stands; without a day it is confirmed today."""

    text: PublicText | None = None
    confirmed_on: Day | None = None


class WithdrawNeed(Command):
    reason: NeedWithdrawalReason
    note: Note = ""
