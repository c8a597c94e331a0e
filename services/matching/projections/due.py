"""What falls due when."""

from typing import Literal

from services.matching.decider import Claim
from services.matching.decider.evolve import close_claim, evolve_claim, make_claim, reopen_claim
from services.matching.events import OneClaim, RequestClaimed, RequestClosed, RequestReopened
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection


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


DUE = Projection(
    name="due",
    version=2,
    document=Due,
    apply=apply_due,
    keys=_due_keys,
    indexes=([("due_at", 1)],),
)
