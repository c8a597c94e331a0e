"""What happens to a plan: the best whole assignment of requests to providers, proposed for people to edit."""

from typing import ClassVar, Literal

from shared.contracts.base import Party
from shared.eventsourcing.model import Day, Event, Frozen

CauseCode = Literal[
    "words", "offers", "did_before", "intends", "elsewhere_near", "elsewhere_far", "stale", "busy", "nobody"
]
"""Words in common, an offer of the category, kept such a promise before, said that it means to claim it; from another
community of the subdistrict or the district, an offer not confirmed for long, other promises; nobody fits."""

PlanEndReason = Literal["carried_out", "replaced", "dropped"]


class Cause(Frozen):
    """A reason for a line, and what it adds to the cost; `about` names words, an offer, or a number."""

    code: CauseCode
    cost: int
    about: tuple[str, ...] = ()


class Line(Frozen):
    """Who is to fulfil a request, nobody where nobody fits; the costs of `causes` make up its cost."""

    request: str
    provider: Party | None
    offer: str | None = None
    causes: tuple[Cause, ...] = ()


class Scope(Frozen):
    """Which open requests a plan is for: those of a meeting, or those of a node that were opened in these days."""

    meeting: str | None = None
    kind: Literal["wish", "need"] | None = None
    opened_from: Day | None = None
    opened_until: Day | None = None


class PlanEvent(Event):
    community: str


class PlanDrafted(PlanEvent):
    """A plan of `total` lines begins; the lines follow."""

    type: ClassVar[str] = "plan_drafted"
    title: str
    scope: Scope
    total: int


class LinesProposed(PlanEvent):
    """Further lines of the proposal, in the order of their requests; after the `last` ones it is whole."""

    type: ClassVar[str] = "lines_proposed"
    lines: tuple[Line, ...]
    last: bool = True


class LineChanged(PlanEvent):
    """Somebody wants it otherwise; `extra` is what that costs more than before, all other lines being as they are."""

    type: ClassVar[str] = "line_changed"
    line: Line
    extra: int
    note: str = ""


class PlanEnded(PlanEvent):
    """It is done with: carried out, or dropped."""

    type: ClassVar[str] = "plan_ended"
    reason: PlanEndReason
    note: str = ""


EVENTS: tuple[type[Event], ...] = (PlanDrafted, LinesProposed, LineChanged, PlanEnded)
