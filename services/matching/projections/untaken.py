"""How long a request still waits to be taken on."""

from services.matching.events import (
    ClaimDeclined,
    ClaimExpired,
    ClaimReleased,
    ClaimVoided,
    DeliveryDisputed,
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


class Untaken(Frozen):
    """What a request's own deadline follows from; `taken` are the claims that have not ended."""

    id: str
    open: bool = True
    until: Instant | None = None
    expires_at: Instant | None = None
    taken: tuple[str, ...] = ()

    @property
    def due_at(self) -> Instant | None:
        """When something becomes of it, if nobody takes it on."""
        return (self.expires_at or self.until) if self.open and not self.taken else None


GIVEN_BACK = ClaimDeclined | ClaimReleased | ClaimExpired | ClaimVoided
CHANGES = (
    RequestOpened
    | RequestUnclaimed
    | WaitingExtended
    | RequestClaimed
    | DeliveryDisputed
    | RequestReopened
    | RequestFulfilled
    | RequestClosed
    | RequestPartlyDone
    | RequestFoundImpossible
    | RequestReferred
    | RequestReturned
    | GIVEN_BACK
)


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
        case RequestClaimed(claim=claim):
            return {"taken": (*state.taken, claim), "expires_at": None}
        case DeliveryDisputed(claim=claim):
            return {"taken": tuple(dict.fromkeys((*state.taken, claim)))}
        case RequestReopened(claims=claims):
            return {"open": True, "taken": tuple(dict.fromkeys((*state.taken, *(entry.claim for entry in claims))))}
        case RequestPartlyDone(claims=ended) | RequestFoundImpossible(claims=ended) | RequestReferred(claims=ended):
            gone = {entry.claim for entry in ended}
            return {"open": False, "taken": tuple(claim for claim in state.taken if claim not in gone)}
        case RequestReturned():
            return {"open": True, "expires_at": None}
        case RequestFulfilled() | RequestClosed():
            return {"open": False}
        case _:
            assert isinstance(event, GIVEN_BACK)
            return {"taken": tuple(claim for claim in state.taken if claim != event.claim)}
