"""The requests with their claims."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from services.matching.decider import State, evolve
from services.matching.decider.state import Ending
from services.matching.events import (
    RequestClaimed,
    RequestEvent,
    RequestFulfilled,
    RequestPartlyDone,
    RequestReopened,
    RequestReturned,
)
from services.matching.projections.owing import Owing, owing_after
from shared.contracts.base import Category
from shared.contracts.registry import Audience, WishKind
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Actor, Day, Event, Frozen, Instant
from shared.eventsourcing.projection import Document, Projection, of_streams
from shared.links.model import EVENTS as LINK_EVENTS
from shared.links.model import LinkEvent
from shared.words import keys_of, words_of

SHOWN = ("accepted", "overdue", "delivered", "confirmed")
"""Claims in these states are no secret."""


class Entered(Frozen):
    """When a claim was made, and who entered it."""

    claim: str
    at: Instant
    actor: Actor


class RequestDocument(Document):
    """A request, whole, and beside it what lists filter by.

    `claimed_at` is since when somebody has claimed it, `done_on` the day on which it was fulfilled or resolved.
    `parties` are all whose wish, need or claim it is; `shown` those among them whom anybody may see with it;
    `asked` are the providers who have not answered yet. `words` are the telling ones of the public text,
    `found_by` is by what the request is found.
    """

    community: str
    kind: Literal["wish", "need"]
    wish_kind: WishKind | None
    category: Category
    state: Literal["open", "fulfilled", "closed"]
    audience: Audience
    parties: tuple[str, ...]
    shown: tuple[str, ...]
    asked: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    opened_at: Instant
    changed_at: Instant
    entered: tuple[Entered, ...]
    claimed_at: Instant | None
    done_on: Day | None
    owing: Owing
    owed_since: Instant | None
    request: Annotated[State, Field(discriminator="state")]

    @property
    def owners(self) -> frozenset[str]:
        """Whose thing it is."""
        return self.request.owners


def apply_request(document: RequestDocument | None, recorded: Recorded) -> RequestDocument:
    assert isinstance(recorded.event, RequestEvent | LinkEvent)
    request = evolve(document.request if document else None, recorded.event)
    about, entered = request.about, _entered(document, recorded)
    opened_at = document.opened_at if document else recorded.at
    owing = owing_after(document.owing if document else None, request, recorded)
    return RequestDocument(
        id=recorded.stream,
        community=request.community,
        kind=about.kind,
        wish_kind=about.wish_kind,
        category=about.category,
        state=request.state,
        audience=request.audience,
        parties=tuple(sorted(request.owners | _givers(request))),
        shown=_shown(request),
        asked=tuple(each.provider.id for each in request.suggestions if each.state == "asked"),
        **_said(document, request),
        opened_at=opened_at,
        changed_at=recorded.at,
        entered=entered,
        claimed_at=_claimed_at(request, entered),
        done_on=_done_on(document, recorded.event),
        owing=owing,
        owed_since=owing.since,
        request=request,
    )


def _givers(request: State) -> set[str]:
    """Who claimed it, or answered it."""
    return {claim.claimant.id for claim in request.claims} | {answer.person for answer in request.answers}


def _entered(document: RequestDocument | None, recorded: Recorded) -> tuple[Entered, ...]:
    entered = document.entered if document else ()
    if isinstance(recorded.event, RequestClaimed):
        return (*entered, Entered(claim=recorded.event.claim, at=recorded.at, actor=recorded.commit.actor))
    return entered


def _claimed_at(request: State, entered: tuple[Entered, ...]) -> Instant | None:
    """Since when it is claimed: by the first claim that counts still."""
    ended = {claim.id for claim in request.claims if claim.status in get_args(Ending)}
    return min((each.at for each in entered if each.claim not in ended), default=None)


def _done_on(document: RequestDocument | None, event: Event) -> Day | None:
    match event:
        case RequestFulfilled(occurred_on=day) | RequestPartlyDone(occurred_on=day):
            return day
        case RequestReopened() | RequestReturned():
            return None
        case _:
            return document.done_on if document else None


def _shown(request: State) -> tuple[str, ...]:
    """The organization that needs it, and the claimants who keep a promise, but never a person."""
    claimants = [c.claimant for c in request.claims if c.status in SHOWN and c.claimant.kind != "person"]
    needs = [request.about.organization] if request.about.organization else []
    return tuple(dict.fromkeys([*needs, *(claimant.id for claimant in claimants)]))


def _said(document: RequestDocument | None, request: State) -> dict[str, tuple[str, ...]]:
    """The words, and by what it is found; cutting and spelling take a while, so it is done for a new text only."""
    if document and (document.request.title, document.request.text) == (request.title, request.text):
        return {"words": document.words, "found_by": document.found_by}
    said = (request.title, request.text)
    return {"words": words_of(*said), "found_by": keys_of(*said)}


REQUESTS = Projection(
    name="requests",
    version=11,
    document=RequestDocument,
    apply=apply_request,
    keys=of_streams(RequestEvent, *LINK_EVENTS, prefix="req_"),
    indexes=(
        [("community", 1), ("state", 1), ("position", -1)],
        [("parties", 1), ("position", -1)],
        [("shown", 1), ("position", -1)],
        [("asked", 1), ("position", -1)],
        [("community", 1), ("found_by", 1)],
        [("request.claims.claimant.id", 1)],
        [("community", 1), ("owed_since", 1)],
    ),
)
