"""What can be asked of a plan."""

from services.matching.events import Line, PlanEndReason, Scope
from services.matching.events.plan import LeftOut
from shared.eventsourcing.model import Command
from shared.privacy.text import Note, Title

MOST_LINES = 10_000
"""In a plan."""
LINES_AT_ONCE = 250
"""In a commit, so that it stays well below the size a commit may have."""


class DraftPlan(Command):
    """Begin a plan of `total` lines."""

    community: str
    title: Title
    scope: Scope
    total: int


class ProposeLines(Command):
    """Give it further lines, perhaps the last ones, and what gets none."""

    lines: tuple[Line, ...]
    last: bool = True
    left_out: tuple[LeftOut, ...] = ()


class ChangeLine(Command):
    """Put `line` in place of the one for its request, at `extra` cost."""

    line: Line
    extra: int
    note: Note = ""


class EndPlan(Command):
    """Be done with it."""

    reason: PlanEndReason
    note: Note = ""
