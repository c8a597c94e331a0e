"""What happened to a template of agreements, and the clauses templates and agreements consist of."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.base import Category
from shared.eventsourcing.model import Day, Event, Frozen


class Countable(Frozen):
    """So many of something, in time: an obligation that deliveries tick off. Without `by` it has until the end."""

    kind: Literal["countable"] = "countable"
    text: str
    what: str
    category: Category
    quantity: int
    unit: str
    by: Day | None = None


class Declaratory(Frozen):
    """A clause nobody can count: once a year somebody notes how it went."""

    kind: Literal["declaratory"] = "declaratory"
    text: str


Clause = Annotated[Countable | Declaratory, Field(discriminator="kind")]


class TemplateAdopted(Event):
    """A node keeps a text that agreements below it may begin with."""

    type: ClassVar[str] = "template_adopted"
    template: str
    community: str
    title: str
    clauses: tuple[Clause, ...]


class TemplateRevised(Event):
    """A new edition; agreements that began with an earlier one keep it."""

    type: ClassVar[str] = "template_revised"
    edition: int
    title: str
    clauses: tuple[Clause, ...]


class TemplateRetired(Event):
    """No new agreement begins with it."""

    type: ClassVar[str] = "template_retired"
    note: str


EVENTS: tuple[type[Event], ...] = (
    TemplateAdopted,
    TemplateRevised,
    TemplateRetired,
)
