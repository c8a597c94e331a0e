"""Notify's documents: notices, and the directory that gives them names."""

from collections.abc import Mapping
from typing import Any, Literal

from services.notify.events import How, NoticeHandedOver, NoticeRead, NoticeRecorded, NoticeSent, Params, ToldInPerson
from shared.directory.projections import COMMUNITIES, ORGANIZATIONS, PERSONS
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection, of_streams
from shared.redaction.projections import REDACTIONS

_UNREAD = 10**14
"""Lifts every unread notice above all read ones, however many there will be."""


_ASKS: Mapping[str, frozenset[str]] = {
    "staff": frozenset(
        {
            "agreement_expiring",
            "membership_applied",
            "obligation_overdue",
            "wish_posted",
            "thanks_said",
            "wish_guardian_changed",
            "request_unclaimed",
            "claim_overdue",
            "confirmation_overdue",
            "delivered",
            "delivery_disputed",
            "request_reopened",
        }
    ),
    "organization": frozenset(
        {"claim_accepted", "claim_overdue", "delivery_disputed", "offer_turning_stale", "request_reopened"}
    ),
    "person": frozenset({"delivered"}),
}
"""Which kinds ask their audience to do something; claims that wait to be accepted ask staff as well."""


class NoticeDocument(Document):
    """A notice. `rank` orders a reader's list: unread first, then newest first. `todo`: it asks for something.
    `community` is where the thing is at home that it is about, `desk` whose desk tells it in person."""

    community: str
    desk: str
    address: str
    audience: Literal["person", "organization", "staff"]
    recipient: str
    """The id in the address."""
    kind: str
    params: Params
    todo: bool
    silent: bool
    sent_at: Instant
    rank: int
    read_at: Instant | None = None
    told_at: Instant | None = None
    told_by: str | None = None
    told_how: How | None = None

    @property
    def owners(self) -> frozenset[str]:
        """The person or organization that is told; nobody in particular for staff."""
        return frozenset() if self.audience == "staff" else frozenset({self.recipient})


def apply_notice(document: NoticeDocument | None, recorded: Recorded) -> NoticeDocument:
    """Takes one event in."""
    event = recorded.event
    if isinstance(event, NoticeSent | NoticeRecorded):
        return _sent(event, recorded)
    assert document
    if isinstance(event, ToldInPerson):
        told = {"told_at": recorded.at, "told_by": recorded.commit.actor.id, "told_how": event.how}
        return document.model_copy(update=told)
    if isinstance(event, NoticeHandedOver):
        return document.model_copy(update={"desk": event.community})
    return document.model_copy(update={"read_at": recorded.at, "rank": document.rank - _UNREAD})


def _sent(event: NoticeSent | NoticeRecorded, recorded: Recorded) -> NoticeDocument:
    audience, _, recipient = event.address.partition(":")
    return NoticeDocument.model_validate(
        {
            **event.model_dump(),
            "id": recorded.stream,
            "desk": event.community,
            "audience": audience,
            "recipient": recipient,
            "todo": _asks(event, audience),
            "silent": isinstance(event, NoticeRecorded),
            "sent_at": recorded.at,
            "rank": _UNREAD + recorded.commit.position,
        }
    )


def _asks(event: NoticeSent | NoticeRecorded, audience: str) -> bool:
    if audience == "staff" and event.params.get("needs_acceptance"):
        return True
    return event.kind in _ASKS[audience]


NOTICES = Projection(
    name="notices",
    version=6,
    document=NoticeDocument,
    apply=apply_notice,
    keys=of_streams(NoticeSent, NoticeRecorded, NoticeHandedOver, NoticeRead, ToldInPerson),
    indexes=(
        [("address", 1), ("rank", -1)],
        [("address", 1), ("position", 1)],
        [("desk", 1), ("audience", 1), ("told_at", 1)],
        [("community", 1), ("kind", 1)],
    ),
)

PROJECTIONS: tuple[Projection[Any], ...] = (NOTICES, COMMUNITIES, ORGANIZATIONS, PERSONS, REDACTIONS)
