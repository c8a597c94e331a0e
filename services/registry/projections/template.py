"""Templates of agreements, in their present edition."""

from services.registry.events.template import Clause, TemplateRetired
from services.registry.projections.fold import take
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.projection import Document, Projection, of_kind


class Template(Document):
    community: str
    title: str = ""
    clauses: tuple[Clause, ...] = ()
    edition: int = 1
    retired: bool = False


def apply(document: Template | None, recorded: Recorded) -> Template:
    document = document or Template(id=recorded.stream, community=recorded.commit.community)
    if isinstance(recorded.event, TemplateRetired):
        return take(document, retired=True)
    return take(document, recorded.event)


TEMPLATES = Projection(
    name="templates",
    version=1,
    document=Template,
    apply=apply,
    keys=of_kind("template"),
    indexes=([("community", 1), ("retired", 1), ("position", -1)],),
)
