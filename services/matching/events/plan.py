"""What happens to a plan: the best whole assignment of requests to providers, proposed for people to edit."""

from typing import ClassVar, Literal

from shared.contracts.base import Party
from shared.eventsourcing.model import Day, Event, Frozen

CauseCode = Literal[
    "words", "offers", "did_before", "intends", "elsewhere_near", "elsewhere_far", "stale", "a_part", "busy", "nobody"
]
"""Words in common, an offer of the category, kept such a promise before, said that it means to claim it; from another
community of the subdistrict or the district, an offer not confirmed for long, fewer than are wanted, other promises;
nobody fits."""

PlanEndReason = Literal["carried_out", "replaced", "dropped"]


class Cause(Frozen):
    """A reason for a line, and what it adds to the cost; `about` names words, an offer, or a number."""

    code: CauseCode
    cost: int
    about: tuple[str, ...] = ()


class Line(Frozen):
    """Who is to fulfil a request, or the `part` of it with that number, nobody where nobody fits; the costs of `causes`
    make up its cost."""

    request: str
    provider: Party | None
    offer: str | None = None
    causes: tuple[Cause, ...] = ()
    part: int | None = None

    @property
    def key(self) -> str:
        """By which a plan tells its lines apart."""
        return line_key(self.request, self.part)


def line_key(request: str, part: int | None) -> str:
    """The key of the line for a request, or for a part of it."""
    return f"{request}.{part}" if part else request


def request_of(key: str) -> str:
    """Whose line it is."""
    return key.partition(".")[0]


def part_of(key: str) -> int | None:
    """For which part it is, if the request has parts."""
    return int(part) if (part := key.partition(".")[2]) else None


LeftOutReason = Literal["claimed", "vacancy"]
"""Somebody has taken it on, or all its parts; residents answer it, and the organization chooses among them."""


class LeftOut(Frozen):
    """An open request of the scope that gets no line, and why."""

    request: str
    reason: LeftOutReason


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
    """Further lines of the proposal, in the order of their requests, and what else of the scope gets none; after the
    `last` ones it is whole."""

    type: ClassVar[str] = "lines_proposed"
    lines: tuple[Line, ...]
    last: bool = True
    left_out: tuple[LeftOut, ...] = ()


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
