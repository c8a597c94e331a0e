"""Receipts: which wish a number may open, and the lock its code has to fit."""

from services.registry.events import WishReceiptIssued
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.projection import Document, Projection, of_streams


class WishReceipt(Document):
    """The latest receipt of the wish of this id."""

    community: str
    number: str
    lock: str


def apply(document: WishReceipt | None, recorded: Recorded) -> WishReceipt:
    event = recorded.event
    assert isinstance(event, WishReceiptIssued)
    community = recorded.commit.community
    return WishReceipt(id=recorded.stream, community=community, number=event.number, lock=event.lock)


RECEIPTS = Projection(
    name="receipts",
    version=1,
    document=WishReceipt,
    apply=apply,
    keys=of_streams(WishReceiptIssued),
    indexes=([("number", 1)],),
)
