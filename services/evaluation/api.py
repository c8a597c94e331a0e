"""Evaluation over HTTP: schemes to adopt and read, facts and scorecards to look at."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.evaluation.commands import AdoptScheme
from services.evaluation.events import Scheme, Tier
from services.evaluation.projections import FACTS, SCHEMES, AdoptedScheme, RecordedFact
from services.evaluation.queries import facts_of, members_below, organization_of, scorecards
from services.evaluation.scorecard import Scorecard
from shared.directory.projections import ORGANIZATIONS
from shared.errors import NotFound
from shared.eventsourcing.model import Day, Frozen
from shared.http.dependencies import Body, Page, Paging, Reading, Receipt, Writing
from shared.http.policy import SIGNED_IN, Policy, Role, Where, in_node, own
from shared.privacy.text import Id
from shared.redaction import api as redaction

OF_ORGANIZATION: dict[Role, Where] = {"staff": in_node, "contact": own, "service": in_node}

POLICY: Policy = {
    "post_scheme": {"staff": in_node},
    "get_schemes": SIGNED_IN,
    "get_scheme": SIGNED_IN,
    "get_scorecard": OF_ORGANIZATION,
    "get_facts": OF_ORGANIZATION,
    "get_scorecards": {"staff": in_node},
    **redaction.FOLLOWING,
}

Quarter = Annotated[str, Field(pattern=r"^20[0-9]{2}Q[1-4]$", examples=["2024Q4"])]

router = APIRouter()
router.include_router(redaction.following())


class SchemeBody(Body):
    """A scheme to adopt for `node` and all below."""

    node: Id
    scheme: Scheme
    valid_from: Annotated[Day, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
    replaces: Id | None = None


class Summary(Frozen):
    """What a scorecard amounts to."""

    organization: str
    name: str
    peer_class: str
    quarter: str
    no_data: bool
    total: int | None
    tier: Tier | None


@router.post("/schemes", status_code=201, operation_id="post_scheme")
async def post_scheme(body: SchemeBody, write: Writing) -> Receipt:
    """Adopt a scheme; earlier days keep theirs, and a correction names what it replaces."""
    stream = write.new_id("scheme")
    command = AdoptScheme(
        at=write.at,
        actor=write.actor(body),
        node=body.node,
        scheme=body.scheme,
        valid_from=body.valid_from,
        replaces=body.replaces,
    )
    outcome = await write.create(stream, command, community=body.node)
    return write.receipt(outcome, location=f"/api/evaluation/v1/schemes/{stream}")


@router.get("/schemes", operation_id="get_schemes")
async def get_schemes(read: Reading, paging: Paging, node: Id | None = None) -> Page[AdoptedScheme]:
    """List the adopted schemes, of one node or of all, the latest first."""
    await read.allow()
    return await paging.page(read.reads(SCHEMES), {"community": node} if node else {}, "-valid_from,-position")


@router.get("/schemes/{scheme}", operation_id="get_scheme")
async def get_scheme(scheme: Id, read: Reading) -> AdoptedScheme:
    """Read one scheme, whole."""
    await read.allow()
    found = await read.reads(SCHEMES).get(scheme)
    if found is None:
        raise NotFound()
    return found


@router.get("/organizations/{organization}/scorecards/{quarter}", operation_id="get_scorecard")
async def get_scorecard(organization: Id, quarter: Quarter, read: Reading) -> Scorecard:
    """Read an organization's scorecard, every point with its fact, its rule and its scheme."""
    found = await organization_of(read.reads, organization)
    await read.allow(community=found.community, owners=frozenset({found.id}))
    (card,) = await scorecards(read.reads, [found], quarter)
    return card


@router.get("/organizations/{organization}/facts", operation_id="get_facts")
async def get_facts(
    organization: Id, read: Reading, paging: Paging, quarter: Quarter | None = None
) -> Page[RecordedFact]:
    """List what is known of an organization, also what counts no longer, the latest first."""
    found = await organization_of(read.reads, organization)
    await read.allow(community=found.community, owners=frozenset({found.id}))
    return await paging.page(read.reads(FACTS), await facts_of(read.reads, found.id, quarter), "-occurred_on")


@router.get("/communities/{community}/scorecards", operation_id="get_scorecards")
async def get_scorecards(community: Id, quarter: Quarter, read: Reading, paging: Paging) -> Page[Summary]:
    """List the members in a node with what they amount to: by name, this is no league table."""
    await read.allow(community=community)
    members = await members_below(read.reads, community, quarter)
    page = await paging.page(read.reads(ORGANIZATIONS), members, "name")
    cards = await scorecards(read.reads, page.items, quarter)
    return Page(items=[_summary(card) for card in cards], next_cursor=page.next_cursor)


def _summary(card: Scorecard) -> Summary:
    return Summary.model_validate(card.model_dump(include=set(Summary.model_fields)))
