"""How long a request still waits to be taken on."""

from collections.abc import Callable, Iterable

from services.matching.decider import Claim
from services.matching.decider.evolve import close_claim, evolve_claim, make_claim, reopen_claim
from services.matching.events import (
    OneClaim,
    RequestClaimed,
    RequestClosed,
    RequestEvent,
    RequestFoundImpossible,
    RequestFulfilled,
    RequestOpened,
    RequestPartlyDone,
    RequestReferred,
    RequestReopened,
    RequestReturned,
    RequestUnclaimed,
    WaitingExtended,
)
from shared.eventsourcing.model import Event, Frozen, Instant

CHANGES = (
    RequestOpened
    | RequestUnclaimed
    | WaitingExtended
    | RequestClaimed
    | OneClaim
    | RequestReopened
    | RequestFulfilled
    | RequestClosed
    | RequestPartlyDone
    | RequestFoundImpossible
    | RequestReferred
    | RequestReturned
)


class Untaken(Frozen):
    """What a request's own deadline follows from."""

    id: str
    open: bool = True
    until: Instant | None = None
    expires_at: Instant | None = None
    claims: tuple[Claim, ...] = ()

    @property
    def due_at(self) -> Instant | None:
        """When something becomes of it, if nobody takes it on."""
        taken = any(claim.promised for claim in self.claims)
        return (self.expires_at or self.until) if self.open and not taken else None

    def changed(self, ids: Iterable[str], change: Callable[[Claim], Claim]) -> tuple[Claim, ...]:
        """The claims after a change to some of them."""
        some = frozenset(ids)
        return tuple(change(claim) if claim.id in some else claim for claim in self.claims)


def changes_untaken(event: Event) -> bool:
    """Whether `event` has to do with who has taken the request on."""
    return isinstance(event, CHANGES)


def evolve_untaken(state: Untaken | None, event: RequestEvent) -> Untaken:
    """The request's own deadline after `event`."""
    if isinstance(event, RequestOpened):
        return Untaken(id=event.about.request, until=event.waiting.until if event.waiting else None)
    assert state is not None, "a request begins with its opening"
    return state.model_copy(update=_changes(state, event))


def _changes(state: Untaken, event: RequestEvent) -> dict[str, object]:
    match event:
        case RequestUnclaimed(expires_at=expires_at):
            return {"expires_at": expires_at}
        case WaitingExtended(until=until):
            return {"until": until, "expires_at": None}
        case RequestClaimed():
            return {"claims": (*state.claims, make_claim(event)), "expires_at": None}
        case RequestReopened(claims=entries):
            again = {entry.claim: entry for entry in entries}
            return {"open": True, "claims": state.changed(again, lambda claim: reopen_claim(claim, again[claim.id]))}
        case RequestClosed() | RequestPartlyDone() | RequestFoundImpossible() | RequestReferred():
            return {"open": False, "claims": state.changed((entry.claim for entry in event.claims), close_claim)}
        case RequestReturned():
            return {"open": True, "expires_at": None}
        case RequestFulfilled():
            return {"open": False}
        case _:
            assert isinstance(event, OneClaim)
            return {"claims": state.changed([event.claim], lambda claim: evolve_claim(claim, event))}
