"""What may be asked of a wish."""

from typing import Annotated, Literal

from pydantic import Field

from services.registry.commands.fields import CommunityId, OrganizationId, PersonId, PlaceId, Quantity, Unit, WishId
from services.registry.commands.reference import ExternalRefGiven
from services.registry.events import RejectionReason, RevealPurpose
from shared.contracts.base import Category
from shared.contracts.registry import WishKind
from shared.directory.limits import Limits
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Id, Note, PublicText

Words = Annotated[str, Field(max_length=120)]
"""The vault's record of what was said."""


class PostWish(Command):
    """Wish something: a person's words are sealed under `words`, without a person it is a public `text`."""

    wish: WishId
    community: CommunityId
    person: PersonId | None = None
    organization: OrganizationId | None = None
    text: PublicText | None = None
    words: Words | None = None
    external_ref: ExternalRefGiven | None = None
    guardian: PersonId | None = None
    """Who decides in the person's place."""
    guardian_wanted: bool = False


class ReviseWish(Command):
    """Say it differently, before it is reviewed."""

    text: PublicText | None = None
    words: Words | None = None


WithdrawalReason = Literal["no_longer_wanted", "done_by_others", "moved_away", "entered_by_mistake", "other"]


class WithdrawWish(Command):
    reason: WithdrawalReason
    note: Note = ""


class WithdrawErased(Command):
    """Withdraw what a person wished who has been erased, published or not."""


class Publication(Frozen):
    """What stands on the list of wishes. It doesn't say who lives where, or alone."""

    text: PublicText
    kind: WishKind
    category: Category
    quantity: Quantity = 1
    unit: Unit = "个"
    home_visit: bool = False
    """Whether fulfilling it needs the address."""
    place: PlaceId | None = None
    """Where it is, or where the person lives."""


class PublishWish(Command, Publication):
    """Publish it; `limits` are those in force in its community."""

    limits: Limits = Limits()


class Rejection(Frozen):
    """Why a wish is not published."""

    reason: RejectionReason
    note: Note = ""
    duplicate_of: WishId | None = None


class RejectWish(Command, Rejection):
    pass


class RevealWishContact(Command):
    """See how to reach the person, for a purpose. `party` is who asks; None for staff."""

    purpose: RevealPurpose
    party: Id | None = None
