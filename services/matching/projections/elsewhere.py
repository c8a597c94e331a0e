"""How long a referral still waits for word of what became of it."""

from services.matching.events import ReferralAnswered, ReferralAsked, RequestReferred, RequestReturned
from shared.eventsourcing.model import Frozen, Instant

ABOUT_REFERRAL = RequestReferred | ReferralAsked | ReferralAnswered | RequestReturned


class Elsewhere(Frozen):
    """A request that was passed on; `due_at` is when somebody has to ask (None: more is known, or it came back)."""

    id: str
    due_at: Instant | None


def referral_of(request: str) -> str:
    """Under which name the referral of a request falls due."""
    return f"{request}/referral"


def elsewhere_after(request: str, event: ABOUT_REFERRAL) -> Elsewhere:
    """The referral's deadline after `event`."""
    return Elsewhere(id=referral_of(request), due_at=event.due_at if isinstance(event, RequestReferred) else None)
