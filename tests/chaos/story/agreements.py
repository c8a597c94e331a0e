"""What an organization promises: so little that more is delivered, and some of it is taken back again."""

from typing import Any

from tests.chaos.story.hand import Hand, Place
from tests.chaos.story.wishes import CATEGORIES

AGREEMENTS = "/registry/v1/agreements"
UNIT = "个"
TERM = {"signed_on": "2024-01-01", "since": "2024-01-01", "until": "2098-12-31"}


async def agree(hand: Hand, place: Place, organization: str) -> None:
    """An agreement with a clause for each category; deliveries tick them off, at once or when it is signed."""
    clauses: list[dict[str, Any]] = [
        {
            "kind": "countable",
            "text": "为居民办实事",
            "what": "实事",
            "category": category,
            "quantity": hand.chance.randint(1, 4),
            "unit": UNIT,
        }
        for category in CATEGORIES
    ]
    text = {"title": "共建协议", "clauses": clauses}
    body = {"organization": organization, **text}
    agreement = (await hand.insist(place.desk, "post_agreement", AGREEMENTS, body)).id
    await hand.insist(place.desk, "post_agreement_signing", f"{AGREEMENTS}/{agreement}/signing", TERM)
