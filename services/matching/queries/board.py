"""A claiming meeting as everybody sees it."""

from services.matching.projections import RequestDocument
from services.matching.queries.meetings import MeetingStateName, Numbered, holding, in_public, lit, no_secret
from services.matching.queries.shown import Named
from shared.eventsourcing.model import Day, Frozen


class BoardNumber(Frozen):
    """A number as everybody sees it; `residents` is how many persons claimed, who are not named."""

    number: int
    text: str
    quantity: int
    unit: str
    left: int
    lit: bool
    claimants: tuple[Named, ...]
    residents: int
    intentions: tuple[Named, ...]


class Board(Frozen):
    """What hangs before everybody while the meeting is open."""

    id: str
    title: str
    held_on: Day
    state: MeetingStateName
    community: str
    community_name: str
    claimed: int
    total: int
    numbers: tuple[BoardNumber, ...]


def board(spread: Numbered) -> Board:
    """A meeting for everybody: what was claimed aloud here, and what is no secret anyway."""
    document = spread.document
    return Board(
        id=document.id,
        title=document.meeting.title,
        held_on=document.held_on,
        state=document.meeting.state,
        community=document.community,
        community_name=spread.community_name,
        claimed=spread.claimed,
        total=len(document.meeting.requests),
        numbers=tuple(_on_board(spread, number, request) for number, request in spread.requests.items()),
    )


def _on_board(spread: Numbered, number: int, document: RequestDocument) -> BoardNumber:
    request = document.request
    claimants = [claim.claimant for claim in holding(document) if no_secret(claim, spread.document.id)]
    givers = dict.fromkeys(claimant.id for claimant in claimants if claimant.kind != "person")
    return BoardNumber(
        number=number,
        text=in_public(document),
        quantity=request.quantity,
        unit=request.about.unit,
        left=request.left if request.state == "open" else 0,
        lit=lit(document),
        claimants=tuple(map(spread.named, givers)),
        residents=len({claimant.id for claimant in claimants if claimant.kind == "person"}),
        intentions=spread.intentions(document.id),
    )
