"""A template of agreements: adopted, revised edition by edition, retired."""

from collections.abc import Sequence

from services.registry.commands.template import AdoptTemplate, ClausesGiven, RetireTemplate, ReviseTemplate
from services.registry.events.template import (
    Clause,
    Countable,
    Declaratory,
    TemplateAdopted,
    TemplateRetired,
    TemplateRevised,
)
from shared.errors import NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen


class AlreadyAdopted(Refused):
    zh = "这份模板已经存在，请直接使用它。"
    en = "This template exists already. Use it."


class Retired(Refused):
    zh = "这份模板已经停用；需要时请另建一份。"
    en = "This template was retired. Adopt another one."


class Template(Frozen):
    """A template in its present edition."""

    template: str
    community: str
    title: str
    clauses: tuple[Clause, ...]
    edition: int = 1
    retired: bool = False


Command = AdoptTemplate | ReviseTemplate | RetireTemplate
Fact = TemplateAdopted | TemplateRevised | TemplateRetired


def decide(state: Template | None, command: Command) -> Sequence[Event]:
    if isinstance(command, AdoptTemplate):
        if state:
            raise AlreadyAdopted
        facts = command.model_dump(include={"template", "community", "title"})
        return [TemplateAdopted(**facts, clauses=clauses_from(command.clauses))]
    if state is None:
        raise NotFound
    if state.retired:
        raise Retired
    if isinstance(command, RetireTemplate):
        return [TemplateRetired(note=command.note)]
    clauses = clauses_from(command.clauses)
    if (command.title, clauses) == (state.title, state.clauses):
        return []
    return [TemplateRevised(edition=state.edition + 1, title=command.title, clauses=clauses)]


def evolve(state: Template | None, event: Fact) -> Template:
    if isinstance(event, TemplateAdopted):
        return Template(**dict(event))
    assert state
    match event:
        case TemplateRevised():
            return state.model_copy(update=dict(event))
        case TemplateRetired():
            return state.model_copy(update={"retired": True})


def clauses_from(given: ClausesGiven) -> tuple[Clause, ...]:
    """The clauses as they are kept."""
    return tuple(
        Countable(**dict(clause)) if clause.kind == "countable" else Declaratory(**dict(clause)) for clause in given
    )


DECIDER: Decider[Template] = Decider(decide, evolve)
