"""Needs, and how the requests behind them stand."""

from typing import Literal

from services.registry.events import (
    AnswerKnown,
    ClaimKnown,
    ExternalRef,
    NeedConfirmed,
    NeedPosted,
    NeedPublished,
    NeedRevised,
    NeedWithdrawalReason,
    NeedWithdrawn,
    OutcomeKnown,
    ReopeningKnown,
    RequestKnown,
    TextKnown,
)
from services.registry.projections.fold import Findable, Followable, findable, take, take_followed
from shared.contracts.base import Category
from shared.contracts.registry import Audience, NeedKind, Part
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day
from shared.eventsourcing.projection import Projection, of_kind


class Need(Followable, Findable):
    """`text` is the published one; `progress` is None until matching has opened the request."""

    community: str
    organization: str = ""
    state: Literal["posted", "published", "withdrawn"] = "posted"
    title: str = ""
    detail: str = ""
    category: Category = "other"
    quantity: int = 1
    unit: str = ""
    audience: Audience = "public"
    kind: NeedKind = "help"
    parts: tuple[Part, ...] = ()
    hired: int = 0
    confirmed_on: Day | None = None
    reason: NeedWithdrawalReason | None = None
    note: str = ""
    external_ref: ExternalRef | None = None

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})


def apply(document: Need | None, recorded: Recorded) -> Need:
    document = document or Need(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case NeedPosted() as event:
            return take(document, event, posted_at=recorded.at, owed_since=recorded.at)
        case NeedRevised() | NeedConfirmed() as event:
            return take(document, event)
        case NeedPublished() as event:
            posted_at = document.posted_at
            return take(document, event, state="published", posted_at=posted_at, published_at=recorded.at)
        case NeedWithdrawn() as event:
            return take(document, event, state="withdrawn", owed_since=None)
        case RequestKnown() | ClaimKnown() | AnswerKnown() | OutcomeKnown() | ReopeningKnown() | TextKnown() as event:
            followed = take_followed(document, event, recorded.at)
            return take(followed, hired=followed.following.hired)
        case event:
            return take(document, event)


NEEDS = Projection(
    name="needs",
    version=4,
    document=Need,
    apply=findable(apply, "title", "detail", "text"),
    keys=of_kind("need"),
    indexes=(
        [("community", 1), ("confirmed_on", -1), ("position", -1)],
        [("community", 1), ("position", -1)],
        [("community", 1), ("state", 1), ("posted_at", 1)],
        [("organization", 1), ("position", -1)],
        [("community", 1), ("owed_since", 1)],
        [("community", 1), ("found_by", 1)],
    ),
)
