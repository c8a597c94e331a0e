"""What is shown of a request, to anybody and to those it concerns."""

from collections.abc import Mapping
from typing import Literal

from services.matching.decider import Claim
from services.matching.decider.end import Answer, End, EndKind
from services.matching.decider.state import ClaimStatus
from shared.contracts.base import Category
from shared.contracts.registry import Audience, NeedKind, Part, WishKind
from shared.eventsourcing.model import Frozen, Instant
from shared.http.dependencies import HistoryEntry, Page


class Named(Frozen):
    """An organization or community; the name is empty as long as it is not known here."""

    id: str
    name: str


class PartView(Part):
    """A part of a need, and how much of it nobody has promised yet."""

    number: int
    left: int


class RequestView(Frozen):
    """What anybody may know of a request that he or she may see."""

    id: str
    version: int
    community: str
    origin: str
    kind: Literal["wish", "need"]
    wish_kind: WishKind | None
    category: Category
    audience: Audience
    title: str
    text: str
    need_kind: NeedKind | None
    quantity: int
    unit: str
    parts: tuple[PartView, ...]
    left: int
    confirmed: int
    state: Literal["open", "fulfilled", "closed"]
    reopened: bool
    """It was said to be done, and then not to have been really done."""
    organization: Named | None
    """Who needs it."""
    owed_since: Instant | None
    """Since when who asked waits for a reply: from the first day, as long as nobody stands to it."""
    ended: EndKind | None
    """How it was closed."""
    claimants: tuple[Named, ...]
    opened_at: Instant
    changed_at: Instant


class WholeRequest(RequestView):
    """A request for those it concerns; for all others the rest is empty. `can_confirm` and `can_reopen` say what the
    caller may do now; `names` what the organizations and communities are called that claimed it or were acted for."""

    person: str | None = None
    """Who wished it; of a minor's wish, who decides."""
    entered_by: str | None = None
    waits_until: Instant | None = None
    """How long it may go unclaimed."""
    unclaimed_until: Instant | None = None
    """When it ends, since nobody took it on in time."""
    claims: tuple[Claim, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    end: End | None = None
    """How it was closed, for who asked: the reason, a note, and where it was passed on to."""
    answers: tuple[Answer, ...] = ()
    """What residents answered to a vacancy."""
    can_confirm: bool = False
    can_reopen: bool = False
    names: Mapping[str, str] = {}


class Promise(RequestView):
    """A request with an organization's own claims on it."""

    claims: tuple[Claim, ...]


class Promises(Page[Promise]):
    """What an organization has promised, and how many of its claims stand where; kept is `confirmed`."""

    organization: Named
    counts: dict[ClaimStatus, int]
