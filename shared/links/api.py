"""What the routes about links have in common."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Literal

from shared.eventsourcing.decider import Commit
from shared.eventsourcing.handle import Outcome
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor, Frozen, Instant
from shared.http.dependencies import Body, Read, Receipt, Write
from shared.links.model import (
    Link,
    LinkAnswer,
    LinkIssued,
    Links,
    LinkState,
    LinkUsed,
    Purpose,
    RevocationReason,
)
from shared.links.tokens import token_of
from shared.privacy.text import Note

Standing = LinkState | Literal["expired", "over"]
"""`over`: its question needs no answer any more."""


class MadeLink(Receipt):
    """To be sent now: the token is not kept and can't be shown again. It opens the page `/l#<token>`."""

    number: int
    token: str
    until: Instant


class LinkRevocationBody(Body):
    """Why it is taken back."""

    reason: RevocationReason
    note: Note = ""


class LinkView(Frozen):
    """A link as staff see it: for whom, and how it stands."""

    number: int
    purpose: Purpose
    thing: str
    organization: str
    until: Instant
    state: Standing


class LinkReceipt(Receipt):
    """What was answered by a link, and when: the same for every repetition."""

    answer: LinkAnswer
    at: Instant


class LinkOpened(Frozen):
    """What a link asks, and of whom, without anybody's name. Answered, it shows the receipt; taken back, replaced or
    after its days it says nothing of its thing any more."""

    purpose: Purpose
    state: Standing
    until: Instant
    organization_name: str
    community_name: str
    title: str
    receipt: LinkReceipt | None


def standing(link: Link, now: datetime, answerable: bool) -> Standing:
    """How a link stands at `now`; `answerable`: its thing still waits for the answer."""
    if link.state != "open":
        return link.state
    return "over" if not answerable else "expired" if now >= link.until else "open"


def readable(link: Link, now: datetime) -> bool:
    """Whether whoever holds it may read what it is about: it may have gone to others, and old ones lie about."""
    return link.state in ("open", "used") and now < link.until


async def shown(links: Links, now: datetime, answerable: Callable[[Link], Awaitable[bool]]) -> list[LinkView]:
    """The links of one thing's stream, the newest first; of one that is open it is asked whether it is `answerable`."""
    found = []
    for link in reversed(links):
        waits = link.state != "open" or await answerable(link)
        found.append(LinkView(**link.model_dump(exclude={"lock", "state"}), state=standing(link, now, waits)))
    return found


def made(write: Write, outcome: Outcome, location: str) -> MadeLink:
    """The link that a command made, with what opens it."""
    assert outcome.commit is not None, "a link is never nothing"
    (event,) = (each for each in outcome.commit.events if isinstance(each, LinkIssued))
    token = token_of(write.service.secret, outcome.stream, write.command_id)
    receipt = write.receipt(outcome, location=location)
    return MadeLink(**dict(receipt), number=event.number, token=token, until=event.until)


def answering(write: Write, link: Link, stream: str) -> Actor:
    """Who answers: the link, for its organization. Its use is one command, whoever sends it however often."""
    write.command_id, write.body_mac = derived_id("cmd", f"link/{link.lock}"), ""
    return Actor(id=f"link:{stream}.{link.number}", on_behalf_of=link.organization, role="link")


def answered(write: Write, outcome: Outcome) -> LinkReceipt:
    """The receipt for the answer that `outcome` came to, now or before."""
    assert outcome.commit is not None, "an answer is never nothing"
    write.receipt(outcome)
    return _receipt(write.service.name, outcome.commit)


async def receipt_of(read: Read, stream: str, link: Link) -> LinkReceipt | None:
    """The receipt for what was answered by `link`; None while nothing was."""
    if link.state != "used":
        return None
    commits = await read.service.handler.history(stream)
    return next((_receipt(read.service.name, commit) for commit in commits if _uses(commit, link.number)), None)


def _uses(commit: Commit, number: int) -> bool:
    return any(event.number == number for event in _used(commit))


def _used(commit: Commit) -> Sequence[LinkUsed]:
    return [event for event in commit.events if isinstance(event, LinkUsed)]


def _receipt(service: str, commit: Commit) -> LinkReceipt:
    (used,) = _used(commit)
    position = f"{service}:{commit.position}"
    return LinkReceipt(id=commit.stream, version=commit.version, position=position, answer=used.answer, at=commit.at)
