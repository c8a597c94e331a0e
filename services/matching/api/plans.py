"""Plans: the best whole assignment for a meeting or a month, proposed with its reasons, edited, and ended."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from services.matching.api.bodies import RequestId, Since2000
from services.matching.api.meeting_bodies import CommunityId
from services.matching.api.speaking import by
from services.matching.commands import ChangeLine, DraftPlan, EndPlan, PartNumber, ProposeLines
from services.matching.commands.plan import LINES_AT_ONCE, MOST_LINES
from services.matching.decider import Plan
from services.matching.decider.planning_errors import CannotTake, NothingToPlan, NotInPlan, TooMuchToPlan
from services.matching.engine.planning import Choice, Planning
from services.matching.events import Line, PlanEndReason, Scope
from services.matching.events.plan import LeftOut, line_key
from services.matching.projections import PLANS, PlanDocument
from services.matching.queries.plan_scope import in_scope
from services.matching.queries.planning import planning
from services.matching.queries.plans import LineView, OtherView, PlanView, line_of, lines, others, plan_view
from services.matching.queries.plans_left_out import LeftOutView, left_out_of
from services.matching.queries.requests import behind
from shared.directory.limits import Limits
from shared.errors import NotFound
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Outcome
from shared.http.dependencies import Body, Page, Paging, Read, Reading, ReadingPast, Receipt, Write, Writing
from shared.privacy.text import Note, Title

PLAN = "/plans/{plan}"
LINE = PLAN + "/lines/{request}"

PlanId = Annotated[str, Path(pattern=r"^plan_[a-z2-7]{26}$")]
Provider = Annotated[str, Field(pattern=r"^(org|person|community)_[a-z2-7]{26}$")]
MeetingName = Annotated[str, Field(pattern=r"^meeting_[a-z2-7]{26}$")]

PartAsked = Annotated[
    PartNumber | None, Query(description="Of a need in parts: the line of the part with that number.")
]

router = APIRouter()
_PLANNING = asyncio.Semaphore(1)
"""One at a time in a process: it takes a whole core."""


class PlanBody(Body):
    """A plan for what is open and unclaimed: in a meeting of the node, or in the node and below it, opened in these
    days."""

    community: Annotated[str, Field(pattern=r"^community_[a-z2-7]{26}$")]
    title: Title
    meeting: MeetingName | None = None
    kind: Literal["wish", "need"] | None = None
    opened_from: Since2000 | None = None
    opened_until: Since2000 | None = None


class LineBody(Body):
    """Who is to fulfil it instead; nobody where it is null."""

    provider: Provider | None
    note: Note = ""


class PlanEndingBody(Body):
    """What became of the plan."""

    reason: PlanEndReason
    note: Note = ""


@router.post("/plans", status_code=201, operation_id="post_plan")
async def post_plan(body: PlanBody, write: Writing) -> Receipt:
    """Propose who is to fulfil what: together it costs the least, and every line says why. Of a need in parts each part
    that nobody has taken is a line; what else is open and gets none is listed with the reason."""
    await write.allow(community=body.community)
    plan, scope = write.new_id("plan"), Scope(**body.model_dump(include=set(Scope.model_fields)))
    begun: Plan | None = await write.service.handler.state(plan)
    proposed, left_out = ([], []) if begun and begun.whole else await _proposal(write, body.community, scope, begun)
    said: dict[str, Any] = {"community": body.community, "title": body.title, "scope": scope}
    draft = DraftPlan(**said, total=len(proposed), **by(write, body))
    await write.create(plan, draft, community=body.community)
    outcome = await _propose(write, body, plan, proposed, left_out)
    return write.receipt(outcome, location=f"/api/matching/v1/plans/{plan}")


async def _proposal(write: Write, community: str, scope: Scope, begun: Plan | None) -> tuple[list[Line], list[LeftOut]]:
    """The lines of a plan, but for those that are there, and what gets none. Raises NothingToPlan and TooMuchToPlan."""
    reads, limits = write.service.reads, await write.service.tree.limits(community)
    found = await in_scope(reads, community, scope, limits)
    if not (found.lines or found.left_out or begun):
        raise NothingToPlan
    if len(found.lines) > MOST_LINES:
        raise TooMuchToPlan(found=len(found.lines), most=MOST_LINES)
    left = [line for line in found.lines if begun is None or line not in begun.lines]
    async with _PLANNING:
        proposal = await planning(reads, community, left, scope, write.at, limits)
        return [line_of(choice) for choice in await asyncio.to_thread(proposal.choices)], found.left_out


async def _propose(write: Write, body: Body, plan: str, proposed: list[Line], left_out: list[LeftOut]) -> Outcome:
    """The lines, some at a time, what gets none, and that these were the last, which is what it gives: what is missing
    of a request that was broken off comes when it is repeated."""
    said = by(write, body)
    some = [tuple(proposed[at : at + LINES_AT_ONCE]) for at in range(0, len(proposed), LINES_AT_ONCE)]
    others = [tuple(left_out[at : at + LINES_AT_ONCE]) for at in range(0, len(left_out), LINES_AT_ONCE)]
    commands = {lines[0].key: ProposeLines(lines=lines, last=False, **said) for lines in some}
    commands |= {f"left/{out[0].request}": ProposeLines(lines=(), last=False, left_out=out, **said) for out in others}
    commands["last"] = ProposeLines(lines=(), last=True, **said)
    results = await write.service.handler.handle_many(
        [
            Envelope(plan, command, id=f"{write.command_id}/lines/{name}", correlation=write.correlation)
            for name, command in commands.items()
        ]
    )
    for result in results:
        if isinstance(result, Exception):
            raise result
    *_, last = results
    assert not isinstance(last, Exception)
    return last


@router.get("/communities/{community}/plans", operation_id="get_plans")
async def get_plans(community: CommunityId, read: ReadingPast, paging: Paging) -> Page[PlanView]:
    """List the plans of a node, the latest first."""
    await read.allow(community=community)
    return (await paging.page(read.documents(PLANS, [community]), {"community": community})).map(plan_view)


@router.get(PLAN, operation_id="get_plan")
async def get_plan(plan: PlanId, read: ReadingPast, response: Response) -> PlanView:
    """Read a plan with its history, without its lines."""
    document = await _found(read, plan)
    response.headers["ETag"] = f'"{document.version}"'
    return plan_view(document, await read.history(plan))


@router.get(PLAN + "/lines", operation_id="get_plan_lines")
async def get_plan_lines(
    plan: PlanId,
    read: ReadingPast,
    paging: Paging,
    provider: Annotated[Provider | None, Query(description="Only the lines of this provider.")] = None,
    open_only: Annotated[bool, Query(description="Only what nobody fits, or nobody has taken since.")] = False,
) -> Page[LineView]:
    """List the lines of a plan in the order of their numbers, each with its reasons and how its request stands now."""
    document = await _found(read, plan)
    requests = await behind(read, sorted({line.request for line in document.plan.lines.values()}), document.community)
    return await lines(read.reads, document.plan, requests, paging, provider, open_only)


@router.get(PLAN + "/left-out", operation_id="get_plan_left_out")
async def get_plan_left_out(plan: PlanId, read: ReadingPast, paging: Paging) -> Page[LeftOutView]:
    """List what was open in the scope of a plan and has no line, with the reason."""
    document = await _found(read, plan)
    requests = await behind(read, [each.request for each in document.plan.left_out], document.community)
    return await left_out_of(read.reads, document.plan, requests, paging)


@router.get(LINE + "/others", operation_id="get_plan_line_others")
async def get_plan_line_others(
    plan: PlanId, request: RequestId, read: Reading, part: PartAsked = None
) -> Page[OtherView]:
    """List who else could take a line if all others stay as they are, and what that costs more, the cheapest first."""
    document = await _found(read, plan)
    line = _line(document.plan, line_key(request, part))
    limits = await read.service.tree.limits(document.community)
    proposal = await _again(read, document.plan, limits)
    return await others(read.reads, line, proposal.others(line.key, _taken(document.plan)))


@router.put(LINE, operation_id="put_plan_line")
async def put_plan_line(
    plan: PlanId, request: RequestId, body: LineBody, write: Writing, part: PartAsked = None
) -> Receipt:
    """Let somebody else fulfil it, or nobody; the line keeps what that cost more than before."""
    state: Plan = await write.load(plan)
    before = _line(state, line_key(request, part))
    limits = await write.service.tree.limits(state.community)
    proposal = await _again(write, state, limits)
    choice = _chosen(proposal, state, before.key, body.provider)
    extra = choice.cost - sum(cause.cost for cause in before.causes)
    command = ChangeLine(line=line_of(choice), extra=extra, note=body.note, **by(write, body))
    return write.receipt(await write.change(plan, command))


@router.post(PLAN + "/ending", operation_id="post_plan_ending")
async def post_plan_ending(plan: PlanId, body: PlanEndingBody, write: Writing) -> Receipt:
    """Be done with a plan."""
    command = EndPlan(reason=body.reason, note=body.note, **by(write, body))
    return write.receipt(await write.change(plan, command))


async def _found(read: Read, plan: str) -> PlanDocument:
    document = await read.reads(PLANS).get(plan)
    if document is None:
        raise NotFound
    await read.allow(community=document.community)
    return await read.then(PLANS, document)


async def _again(visit: Read | Write, plan: Plan, limits: Limits) -> Planning:
    """What the plan's requests and providers are now."""
    reads = visit.service.reads
    async with _PLANNING:
        return await planning(reads, plan.community, list(plan.lines), plan.scope, visit.now, limits)


def _line(plan: Plan, key: str) -> Line:
    line = plan.lines.get(key)
    if line is None:
        raise NotInPlan
    return line


def _taken(plan: Plan) -> Mapping[str, tuple[str, str | None]]:
    """Who is to fulfil what, with which offer."""
    return {key: (line.provider.id, line.offer) for key, line in plan.lines.items() if line.provider}


def _chosen(proposal: Planning, plan: Plan, line: str, provider: str | None) -> Choice:
    if provider is None:
        return proposal.nobody(line)
    for choice in proposal.others(line, _taken(plan)):
        if choice.provider == provider:
            return choice
    raise CannotTake
