"""What may be asked of a need."""

from typing import Annotated

from pydantic import Field

from services.registry.commands.fields import CommunityId, DayGiven, NeedId, OrganizationId, Quantity, Unit
from services.registry.commands.reference import ExternalRefGiven
from services.registry.events import NeedWithdrawalReason
from shared.contracts.base import Category
from shared.contracts.registry import Audience, NeedKind
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, PublicText, Title


class PartText(Frozen):
    """A part of a need, which can be taken on by itself."""

    name: Title
    category: Category
    quantity: Quantity = 1
    unit: Unit = "次"


class NeedText(Frozen):
    """What an organization needs: help, or residents for a job (a `vacancy`). Of a need in parts the quantity is
    what its parts have together."""

    title: Title
    detail: PublicText
    category: Category
    quantity: Quantity = 1
    unit: Unit = "次"
    audience: Audience = "public"
    kind: NeedKind = "help"
    parts: Annotated[tuple[PartText, ...], Field(max_length=20)] = ()


class PostNeed(Command, NeedText):
    need: NeedId
    community: CommunityId
    organization: OrganizationId
    external_ref: ExternalRefGiven | None = None


class PublishNeed(Command):
    """Put it on the list. Without a text the detail stands; without a day it is confirmed today."""

    text: PublicText | None = None
    confirmed_on: DayGiven | None = None


class ReviseNeed(Command, NeedText):
    """Say it differently, before it is published."""


class ConfirmNeed(Command):
    """Say that it is wanted still; without a day, today."""

    confirmed_on: DayGiven | None = None


class WithdrawNeed(Command):
    reason: NeedWithdrawalReason
    note: Note = ""
