"""Claiming meetings as staff see them: the numbers, and what became of the wishes behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from services.matching.decider import Claim
from services.matching.decider.state import ClaimStatus
from services.matching.projections import MeetingDocument, RequestDocument
from services.matching.projections.requests import SHOWN
from services.matching.queries.requests import names
from services.matching.queries.shown import Named
from shared.contracts.base import Category
from shared.contracts.registry import WishKind
from shared.eventsourcing.documents import Documents, Reads
from shared.eventsourcing.model import Day, Frozen, Instant
from shared.http.reading import By, HistoryEntry, kind_of

MeetingStateName = Literal["prepared", "open", "closed"]


class MeetingBrief(Frozen):
    """A meeting in a list."""

    id: str
    version: int
    community: str
    title: str
    held_on: Day
    state: MeetingStateName
    total: int
    """How many numbers it has."""
    opened_at: Instant | None
    closed_at: Instant | None


class ClaimantName(Frozen):
    """Who claims; of a person only the id."""

    kind: Literal["organization", "person", "community"]
    id: str
    name: str


class NumberedClaim(Frozen):
    """A claim on a number: one that was made in this meeting, or one that holds and was made elsewhere."""

    claim: str
    claimant: ClaimantName
    quantity: int
    status: ClaimStatus
    here: bool
    at: Instant
    actor: str
    by: By
    """What kind of actor entered it."""


class NumberView(Frozen):
    """A number, and all about the wish behind it that staff need."""

    number: int
    request: str
    text: str
    wish_kind: WishKind | None
    category: Category
    quantity: int
    unit: str
    left: int
    state: Literal["open", "fulfilled", "closed"]
    lit: bool
    intentions: tuple[Named, ...]
    claims: tuple[NumberedClaim, ...]


class MeetingView(MeetingBrief):
    """A meeting, whole: for staff."""

    begun: bool
    """A claim was made, so the numbers are fixed."""
    community_name: str
    claimed: int
    """How many numbers are lit."""
    numbers: tuple[NumberView, ...]
    history: tuple[HistoryEntry, ...]


@dataclass(frozen=True)
class Numbered:
    """A meeting with the requests behind its numbers and the names of all it speaks of."""

    document: MeetingDocument
    requests: Mapping[int, RequestDocument]
    known: Mapping[str, str]

    @property
    def community_name(self) -> str:
        """Whose meeting it is."""
        return self.known.get(self.document.community, "")

    @property
    def claimed(self) -> int:
        """How many numbers are lit."""
        return sum(map(lit, self.requests.values()))

    def named(self, party: str) -> Named:
        """An organization or community with its name."""
        return Named(id=party, name=self.known.get(party, ""))

    def intentions(self, request: str) -> tuple[Named, ...]:
        """Who means to claim `request`."""
        wanted = self.document.meeting.intentions
        return tuple(self.named(each.organization) for each in wanted if each.request == request)


async def numbered(reads: Reads, document: MeetingDocument, behind: Documents[RequestDocument]) -> Numbered:
    """All that the views of a meeting are made of, in three reads; the requests `behind` its numbers among them."""
    listed = document.meeting.requests
    wanted = {"_id": {"$in": list(listed)}}
    found = {request.id: request for request in await behind.find(wanted, limit=len(listed))}
    requests = {number: found[request] for number, request in enumerate(listed, 1) if request in found}
    return Numbered(document, requests, await names(reads, _parties(document, found.values())))


def _parties(document: MeetingDocument, requests: Iterable[RequestDocument]) -> set[str]:
    claimants = {claim.claimant.id for request in requests for claim in request.request.claims}
    return {document.community, *claimants, *(intention.organization for intention in document.meeting.intentions)}


def lit(document: RequestDocument) -> bool:
    """Whether all of it is promised."""
    return document.state != "closed" and document.request.left == 0


def in_public(document: RequestDocument) -> str:
    """The text for everybody: a person's or household's wish is nobody's business once it has ended."""
    return "" if document.request.personal and document.request.state != "open" else document.request.text


def no_secret(claim: Claim, meeting: str) -> bool:
    """Whether everybody may know whose claim it is: it was made aloud in `meeting`, or it stands."""
    return claim.meeting == meeting or claim.status in SHOWN


def holding(document: RequestDocument) -> Sequence[Claim]:
    """The claims that still promise something, or kept it."""
    return [claim for claim in document.request.claims if claim.promised]


def brief(document: MeetingDocument) -> MeetingBrief:
    """A meeting for a list."""
    meeting = document.meeting
    return MeetingBrief(
        id=document.id,
        version=document.version,
        community=document.community,
        title=meeting.title,
        held_on=meeting.held_on,
        state=meeting.state,
        total=len(meeting.requests),
        opened_at=document.opened_at,
        closed_at=document.closed_at,
    )


def whole_meeting(spread: Numbered, history: Iterable[HistoryEntry]) -> MeetingView:
    """A meeting for staff, and who changed it."""
    numbers = tuple(_number(spread, number, request) for number, request in spread.requests.items())
    return MeetingView(
        **dict(brief(spread.document)),
        begun=spread.document.meeting.begun,
        community_name=spread.community_name,
        claimed=spread.claimed,
        numbers=numbers,
        history=tuple(history),
    )


def _number(spread: Numbered, number: int, document: RequestDocument) -> NumberView:
    request = document.request
    return NumberView(
        number=number,
        request=document.id,
        text=request.text,
        wish_kind=document.wish_kind,
        category=document.category,
        quantity=request.quantity,
        unit=request.about.unit,
        left=request.left if request.state == "open" else 0,
        state=request.state,
        lit=lit(document),
        intentions=spread.intentions(document.id),
        claims=tuple(_claims(spread, document)),
    )


def _claims(spread: Numbered, document: RequestDocument) -> Iterable[NumberedClaim]:
    for claim, entered in zip(document.request.claims, document.entered, strict=True):
        here = claim.meeting == spread.document.id
        if here or claim.promised:
            yield NumberedClaim(
                claim=claim.id,
                claimant=ClaimantName(kind=claim.claimant.kind, **dict(spread.named(claim.claimant.id))),
                quantity=claim.promised or claim.claimed,
                status=claim.status,
                here=here,
                at=entered.at,
                actor=entered.actor.id,
                by=kind_of(entered.actor),
            )
