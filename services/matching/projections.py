"""Matching's read models: the requests with their claims, and what falls due when."""

from typing import Annotated, Literal

from pydantic import Field

from services.matching.decider import Claim, State, evolve
from services.matching.decider.evolve import close_claim, evolve_claim, make_claim, reopen_claim
from services.matching.events import OneClaim, RequestClaimed, RequestClosed, RequestEvent, RequestReopened
from shared.contracts.base import Category
from shared.contracts.registry import Audience, WishKind
from shared.directory import projections as directory
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection

SHOWN = ("accepted", "overdue", "delivered", "confirmed")
"""Claims in these states are no secret."""


class RequestDocument(Document):
    """A request, whole, and beside it what lists filter by.

    `parties` are all whose wish, need or claim it is; `shown` those among them whom anybody may see with it.
    """

    community: str
    kind: Literal["wish", "need"]
    wish_kind: WishKind | None
    category: Category
    state: Literal["open", "fulfilled", "closed"]
    audience: Audience
    parties: tuple[str, ...]
    shown: tuple[str, ...]
    opened_at: Instant
    changed_at: Instant
    request: Annotated[State, Field(discriminator="state")]

    @property
    def owners(self) -> frozenset[str]:
        """Whose thing it is."""
        return self.request.owners


def apply_request(document: RequestDocument | None, recorded: Recorded) -> RequestDocument:
    assert isinstance(recorded.event, RequestEvent)
    request = evolve(document.request if document else None, recorded.event)
    about = request.about
    return RequestDocument(
        id=recorded.stream,
        community=request.community,
        kind=about.kind,
        wish_kind=about.wish_kind,
        category=about.category,
        state=request.state,
        audience=request.audience,
        parties=tuple(sorted(request.owners | {claim.claimant.id for claim in request.claims})),
        shown=_shown(request),
        opened_at=document.opened_at if document else recorded.at,
        changed_at=recorded.at,
        request=request,
    )


def _shown(request: State) -> tuple[str, ...]:
    """The organization that needs it, and the claimants who keep a promise, but never a person."""
    claimants = [c.claimant for c in request.claims if c.status in SHOWN and c.claimant.kind != "person"]
    needs = [request.about.organization] if request.about.organization else []
    return tuple(dict.fromkeys([*needs, *(claimant.id for claimant in claimants)]))


def _request_keys(recorded: Recorded) -> tuple[str, ...]:
    return (recorded.stream,) if isinstance(recorded.event, RequestEvent) else ()


class Due(Document):
    """What becomes of a claim if nobody acts until `due_at` (None: nothing); the event `named` set it."""

    kind: Literal["claim_overdue", "claim_expired"] = "claim_overdue"
    due_at: Instant | None = None
    request: str
    claim: str
    named: str
    correlation: str
    state: Claim


def apply_due(document: Due | None, recorded: Recorded) -> Due:
    claim_id = document.claim if document else ""
    claim = _claim_after(document.state if document else None, claim_id, recorded)
    fresh = Due(
        id=claim.id,
        kind="claim_expired" if claim.status == "overdue" else "claim_overdue",
        due_at={"accepted": claim.due_at, "overdue": claim.expires_at}.get(claim.status),
        request=recorded.stream,
        claim=claim.id,
        named=recorded.name,
        correlation=recorded.commit.correlation,
        state=claim,
    )
    if document and (document.kind, document.due_at) == (fresh.kind, fresh.due_at):
        return document.model_copy(update={"state": claim})
    return fresh


def _claim_after(claim: Claim | None, claim_id: str, recorded: Recorded) -> Claim:
    event = recorded.event
    if isinstance(event, RequestClaimed):
        return make_claim(event)
    assert claim is not None, "a claim begins with its making"
    match event:
        case RequestClosed():
            return close_claim(claim)
        case RequestReopened(claims=claims):
            return reopen_claim(claim, next(entry for entry in claims if entry.claim == claim_id))
        case _:
            assert isinstance(event, OneClaim)
            return evolve_claim(claim, event)


def _due_keys(recorded: Recorded) -> tuple[str, ...]:
    match recorded.event:
        case RequestClosed(claims=claims) | RequestReopened(claims=claims):
            return tuple(entry.claim for entry in claims)
        case RequestClaimed(claim=claim):
            return (claim,)
        case event if isinstance(event, OneClaim):
            return (event.claim,)
        case _:
            return ()


REQUESTS = Projection(
    name="requests",
    version=1,
    document=RequestDocument,
    apply=apply_request,
    keys=_request_keys,
    indexes=(
        [("community", 1), ("state", 1), ("position", -1)],
        [("parties", 1), ("position", -1)],
        [("shown", 1), ("position", -1)],
        [("request.claims.claimant.id", 1)],
    ),
)
DUE = Projection(
    name="due",
    version=1,
    document=Due,
    apply=apply_due,
    keys=_due_keys,
    indexes=([("due_at", 1)],),
)

PROJECTIONS = (
    REQUESTS,
    DUE,
    directory.COMMUNITIES,
    directory.ORGANIZATIONS,
    directory.PERSONS,
)
