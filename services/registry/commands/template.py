"""What may be asked of a template of agreements."""

from typing import Annotated, Literal

from pydantic import Field

from services.registry.commands.fields import CommunityId, DayGiven, Quantity, TemplateId, Unit
from shared.contracts.base import Category
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, PublicText, Title


class CountableGiven(Frozen):
    """A clause that deliveries tick off; without `by` it has until the end of the agreement."""

    kind: Literal["countable"]
    text: PublicText
    what: Annotated[Title, Field(max_length=30)]
    category: Category
    quantity: Quantity
    unit: Unit
    by: DayGiven | None = None


class DeclaratoryGiven(Frozen):
    """A clause nobody can count."""

    kind: Literal["declaratory"]
    text: PublicText


ClauseGiven = Annotated[CountableGiven | DeclaratoryGiven, Field(discriminator="kind")]
ClausesGiven = Annotated[tuple[ClauseGiven, ...], Field(min_length=1, max_length=40)]


class AgreementText(Frozen):
    """The text of an agreement, or of a template for some."""

    title: Title
    clauses: ClausesGiven


class AdoptTemplate(Command, AgreementText):
    """Keep a text that agreements of this node and below may begin with."""

    template: TemplateId
    community: CommunityId


class ReviseTemplate(Command, AgreementText):
    """Replace the text; agreements that exist keep theirs."""


class RetireTemplate(Command):
    """Offer the template no more."""

    note: Note = ""
