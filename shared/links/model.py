"""What happens to the links of a thing, the same in every service: made, taken back, used."""

from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.directory.limits import Limits, due_at
from shared.errors import NotFound
from shared.eventsourcing.model import Command, Event, Frozen, Instant
from shared.links.refusals import LinkExpired, LinkNotOpen, LinkReplaced, LinkTakenBack, LinkUsedUp, WrongLink
from shared.privacy.text import Note

Purpose = Literal["confirm_offer", "answer_suggestion", "say_delivered"]
LinkAnswer = Literal["holds", "paused", "ended", "yes", "no", "delivered"]
RevocationReason = Literal["no_longer_needed", "sent_to_others", "answered_otherwise", "other"]
LinkState = Literal["open", "used", "revoked", "replaced"]

Lock = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
LinkNumber = Annotated[int, Field(ge=1, le=1_000_000_000)]
"""Every link of a thing's stream has the next number; there is no end to how often one is sent anew."""


class LinkIssued(Event):
    """Somebody got link `number` for `thing`, to be answered before `until` on behalf of `organization`; a former one,
    `replaces`, opens nothing any more. `lock` is the keyed hash of what opens it."""

    type: ClassVar[str] = "link_issued"
    number: int
    purpose: Purpose
    thing: str
    organization: str
    lock: str
    until: Instant
    replaces: int | None


class LinkRevoked(Event):
    """Staff took it back."""

    type: ClassVar[str] = "link_revoked"
    number: int
    reason: RevocationReason
    note: str


class LinkUsed(Event):
    """It was answered: what that came to stands beside this, in the same commit."""

    type: ClassVar[str] = "link_used"
    number: int
    answer: LinkAnswer


LinkEvent = LinkIssued | LinkRevoked | LinkUsed
EVENTS: tuple[type[Event], ...] = (LinkIssued, LinkRevoked, LinkUsed)


class RevokeLink(Command):
    """Take a link back before it is answered."""

    number: LinkNumber
    reason: RevocationReason
    note: Note = ""


class Link(Frozen):
    """One link; its time may be over whatever its `state`."""

    number: int
    purpose: Purpose
    thing: str
    organization: str
    lock: str
    until: Instant
    state: LinkState = "open"


Links = tuple[Link, ...]


def issue(
    links: Links, at: datetime, limits: Limits, *, purpose: Purpose, thing: str, organization: str, lock: str
) -> LinkIssued:
    """A link for `thing`, in place of the one that is open; it lasts as long as the community's `limits` say."""
    former = next((link.number for link in links if link.thing == thing and link.state == "open"), None)
    return LinkIssued(
        number=len(links) + 1,
        purpose=purpose,
        thing=thing,
        organization=organization,
        lock=lock,
        until=due_at(at, limits.link_lasts, limits.time_zone),
        replaces=former,
    )


def revoke(links: Links, command: RevokeLink) -> Sequence[Event]:
    """Takes a link back. Raises NotFound, LinkNotOpen."""
    link = next((each for each in links if each.number == command.number), None)
    if link is None:
        raise NotFound
    if link.state != "open":
        raise LinkNotOpen
    return [LinkRevoked(number=link.number, reason=command.reason, note=command.note)]


def found(links: Links, lock: str) -> Link:
    """The link with this lock. Raises WrongLink."""
    for link in links:
        if compare_digest(link.lock, lock):
            return link
    raise WrongLink


def usable(links: Links, lock: str, at: datetime) -> Link:
    """The link with this lock, if it may be answered at `at`. Raises WrongLink, and why it may not."""
    link = found(links, lock)
    match link.state:
        case "used":
            raise LinkUsedUp
        case "revoked":
            raise LinkTakenBack
        case "replaced":
            raise LinkReplaced
    if at >= link.until:
        raise LinkExpired
    return link


def take_link(links: Links, event: LinkEvent) -> Links:
    """The links after `event`."""
    match event:
        case LinkIssued(replaces=former):
            made = Link(**event.model_dump(exclude={"replaces"}))
            return (*_with(links, former, "replaced"), made)
        case LinkRevoked(number=number):
            return _with(links, number, "revoked")
        case LinkUsed(number=number):
            return _with(links, number, "used")


def _with(links: Links, number: int | None, state: LinkState) -> Links:
    return tuple(link.model_copy(update={"state": state}) if link.number == number else link for link in links)
