"""What a link asks of an organization: nothing that is not public."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from services.matching.decider import Claim, Open, State, Suggestion, calendar_of
from services.matching.projections import CALENDARS
from services.matching.queries.requests import names
from shared.directory.mergers import remaining
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Instant
from shared.http.dependencies import Read
from shared.links.api import LinkOpened, readable, receipt_of, standing
from shared.links.model import Link


class LinkedRequest(LinkOpened):
    """A request for which the organization was asked, with the offer it was asked for; or which it promised, due at
    `due_at`. `quantity` is what is asked or still to be delivered, of a request in parts of its `part` of that name;
    `words`: the answer may say something in words."""

    text: str
    part: str
    quantity: int
    unit: str
    offer_title: str
    due_at: Instant | None
    words: bool


class Speaker(NamedTuple):
    """Who speaks for an organization; nobody, where that was deactivated."""

    id: str
    active: bool = True


NOTHING: Mapping[str, object] = {
    "title": "",
    "text": "",
    "part": "",
    "quantity": 0,
    "unit": "",
    "offer_title": "",
    "due_at": None,
}
"""What is said of a request to whoever may not read it any more."""


async def linked(read: Read, state: State, link: Link) -> LinkedRequest:
    """What `link` asks."""
    about = asked(state, link)
    known = await names(read.reads, (link.organization, state.community))
    waits = await answerable(read.reads, state, link)
    opened = LinkedRequest(
        purpose=link.purpose,
        state=standing(link, read.now, waits),
        until=link.until,
        organization_name=known.get(link.organization, ""),
        community_name=known.get(state.community, ""),
        title=state.title,
        receipt=await receipt_of(read, state.about.request, link),
        text=state.text,
        part=state.parts[about.part - 1].name if about.part else "",
        quantity=_quantity(state, about),
        unit=_unit(state, about),
        offer_title=await _offered(read.reads, about),
        due_at=_due(about),
        words=not state.personal,
    )
    return opened if _may_read(state, link, read.now) else opened.model_copy(update=NOTHING)


def asked(state: State, link: Link) -> Suggestion | Claim:
    """The suggestion or the claim that `link` is about."""
    if link.purpose == "answer_suggestion":
        return state.suggestions[int(link.thing.rpartition("/")[2]) - 1]
    claim = state.claim(link.thing)
    assert claim is not None, "a link is made for a claim that is there"
    return claim


async def answerable(reads: Reads, state: State, link: Link) -> bool:
    """Whether the thing still waits for an answer of that organization."""
    about = asked(state, link)
    if isinstance(about, Suggestion):
        party, waits = about.provider.id, isinstance(state, Open) and about.state == "asked"
    else:
        party, waits = about.claimant.id, about.status in ("accepted", "overdue")
    if not waits:
        return False
    speaks = await speaker(reads, party)
    return speaks.active and speaks.id == link.organization


async def speaker(reads: Reads, party: str) -> Speaker:
    """Who speaks for an organization: what it was merged into, also by way of others, else itself."""
    found = (await remaining(reads, [party])).get(party)
    return Speaker(found.id, found.active) if found else Speaker(party)


def _may_read(state: State, link: Link, now: datetime) -> bool:
    """A wish of a person or a household that has ended is nobody's business any more."""
    return readable(link, now) and (isinstance(state, Open) or not state.personal)


def _quantity(state: State, about: Suggestion | Claim) -> int:
    if isinstance(about, Claim):
        return about.remaining
    left = state.left_of(about.part) if about.part else state.left
    return min(about.quantity or left, left)


def _unit(state: State, about: Suggestion | Claim) -> str:
    if about.part:
        return state.parts[about.part - 1].unit
    return state.about.unit


def _due(about: Suggestion | Claim) -> datetime | None:
    return about.due_at if isinstance(about, Claim) else None


async def _offered(reads: Reads, about: Suggestion | Claim) -> str:
    if isinstance(about, Claim):
        return ""
    offer = await reads(CALENDARS).get(calendar_of(about.offer))
    return offer.terms.title if offer else ""
