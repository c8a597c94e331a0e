"""What can be asked of a claiming meeting."""

from typing import Annotated, Literal

from pydantic import Field

from shared.eventsourcing.model import Command, Day, Frozen
from shared.privacy.text import Title

MOST_NUMBERS = 200
WishNumber = Annotated[int, Field(ge=1, le=MOST_NUMBERS)]


class Candidate(Frozen):
    """A request somebody wants a number for, as it stood when the command was sent; `path` runs down to its
    community. Without a kind there is no such request."""

    request: str
    kind: Literal["wish", "need"] | None = None
    path: tuple[str, ...] = ()
    open: bool = False


class PrepareMeeting(Command):
    """Give the wishes the numbers 1 to n, in this order."""

    community: str
    title: Title
    held_on: Day
    wishes: tuple[Candidate, ...]


class ChangeMeeting(Command):
    """Replace what was prepared."""

    title: Title
    held_on: Day
    wishes: tuple[Candidate, ...]


class AddNumbers(Command):
    """Give further wishes the numbers behind the last one."""

    wishes: tuple[Candidate, ...]


class OpenMeeting(Command):
    """Let claims be made, and let everybody see the board."""


class BeginClaiming(Command):
    """Fix the numbers, since the first claim is coming."""


class CloseMeeting(Command):
    """End it, or call it off."""


class NoteIntention(Command):
    number: WishNumber
    organization: str


class WithdrawIntention(Command):
    number: WishNumber
    organization: str
