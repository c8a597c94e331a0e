"""Routes about what agreements promise: ticked off, taken back, noted once a year; and what staff have to see to."""

from datetime import timedelta

from fastapi import APIRouter
from pydantic import TypeAdapter

from services.registry.api.agreements import changed
from services.registry.api.common import STAFF, given
from services.registry.commands.agreement import NoteClause, NoteGiven, TickObligation, UntickObligation, YearGiven
from services.registry.commands.fields import AgreementId, ClauseName, CommunityId, DayGiven, Quantity, TickNumber
from services.registry.decider.days import day_of
from services.registry.events.agreement import Kept
from services.registry.projections import COMMUNITIES
from services.registry.queries.agreements import Duties, duties
from shared.directory.queries import below
from shared.http.dependencies import Body, Reading, Receipt, Writing
from shared.http.policy import Policy
from shared.privacy.text import Note

POLICY: Policy = {
    "post_obligation_tick": STAFF,
    "post_obligation_tick_reversal": STAFF,
    "put_clause_note": STAFF,
    "get_duties": STAFF,
}

router = APIRouter(tags=["agreements"])

_DURATION: TypeAdapter[timedelta] = TypeAdapter(timedelta)


class TickBody(Body):
    """So much of a clause was done, on that day (today where it is left out); say how it is known."""

    clause: ClauseName
    quantity: Quantity
    occurred_on: DayGiven | None = None
    note: NoteGiven


class ReversalBody(Body):
    """Why it does not count."""

    note: NoteGiven


class ClauseNoteBody(Body):
    """How the clause went that year."""

    kept: Kept
    note: Note = ""


@router.post("/agreements/{agreement}/ticks", status_code=201, operation_id="post_obligation_tick")
async def post_obligation_tick(agreement: AgreementId, body: TickBody, write: Writing) -> Receipt:
    """Tick off by hand what no delivery in the system shows."""
    return await changed(write, agreement, TickObligation(**given(write, body), agreement=agreement))


@router.post("/agreements/{agreement}/ticks/{tick}/reversal", operation_id="post_obligation_tick_reversal")
async def post_obligation_tick_reversal(
    agreement: AgreementId, tick: TickNumber, body: ReversalBody, write: Writing
) -> Receipt:
    """Take a tick back: what it counted does not count for this clause."""
    return await changed(write, agreement, UntickObligation(**given(write, body), agreement=agreement, tick=tick))


@router.put("/agreements/{agreement}/clauses/{clause}/notes/{year}", operation_id="put_clause_note")
async def put_clause_note(
    agreement: AgreementId, clause: ClauseName, year: YearGiven, body: ClauseNoteBody, write: Writing
) -> Receipt:
    """Note how a clause that nobody can count went in a year, or correct that."""
    command = NoteClause(**given(write, body), agreement=agreement, clause=clause, year=year)
    return await changed(write, agreement, command, must_match=True)


@router.get("/communities/{community}/duties", operation_id="get_duties")
async def get_duties(community: CommunityId, read: Reading) -> Duties:
    """Read what staff have to see to about agreements in a node and below it: how many, and the first fifty of each."""
    await read.allow(community=community)
    reminder = (await read.service.tree.limits(community)).agreement_reminder
    days = _DURATION.validate_python(reminder).days
    communities = await below(read.reads, community, COMMUNITIES)
    return await duties(read.reads, communities, day_of(read.now), days)
