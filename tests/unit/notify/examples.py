"""Contracts as they arrive, and the ids in them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.contracts import matching
from shared.contracts.base import Party
from shared.eventsourcing.model import Actor
from shared.messaging.translation import Arrival

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
CLERK = Actor(id="person_" + "c" * 26)
SYSTEM = Actor(id="system:inbox")
COMMUNITY = "community_" + "c" * 26
SCHOOL = "org_" + "a" * 26
PERSON = "person_" + "p" * 26
WISH = "req_" + "w" * 26
ABOUT = matching.About(
    request=WISH,
    kind="wish",
    origin="wish_" + "w" * 26,
    wish_kind="person",
    person=PERSON,
    entered_by="person_" + "e" * 26,
    category="care",
    unit="次",
)


def claimed(claimant: Party | None = None, **changes: Any) -> matching.WishClaimed:
    """A school claims a person's wish."""
    usual = {"community": COMMUNITY, "about": ABOUT, "claim": f"{WISH}.1", "quantity": 1}
    given = {**usual, "needs_acceptance": True, **changes}
    return matching.WishClaimed(claimant=claimant or Party(kind="organization", id=SCHOOL), **given)


def arrival(age: timedelta = timedelta(0)) -> Arrival:
    return Arrival(name=f"matching/{WISH}/2/0", at=AT - age, now=AT, actor=SYSTEM)
