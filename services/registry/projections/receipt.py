"""Receipts: which wish a number may open, and the lock its code has to fit. Whoever shows one speaks for who decided
when it was made; when somebody else does, it opens nothing.
"""

from services.registry.events import WishReceiptIssued
from services.registry.events.guardian import WishGuardianChanged
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.projection import Document, Projection, of_streams


class WishReceipt(Document):
    """The latest receipt of the wish of this id; without a `number`, none that counts."""

    community: str
    number: str
    lock: str


def apply(document: WishReceipt | None, recorded: Recorded) -> WishReceipt:
    event = recorded.event
    number, lock = (event.number, event.lock) if isinstance(event, WishReceiptIssued) else ("", "")
    return WishReceipt(id=recorded.stream, community=recorded.commit.community, number=number, lock=lock)


RECEIPTS = Projection(
    name="receipts",
    version=2,
    document=WishReceipt,
    apply=apply,
    keys=of_streams(WishReceiptIssued, WishGuardianChanged),
    indexes=([("number", 1)],),
)
