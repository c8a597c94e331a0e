"""What a process of a variant is told: where its servers are, and how its databases and queues are called."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shared.eventsourcing.ids import derived_id

COMMUNITY = derived_id("community", "bench")

ASKED: dict[str, Any] = {
    "community": COMMUNITY,
    "title": "每周两次上门理发",
    "text": "社区里有十几位行动不便的老人，希望有理发师每周来两次，工具由居委会准备，请提前一天打电话联系。" * 2,
    "category": "care",
    "quantity": 3,
    "unit": "次",
}
"""The body of every request: some 500 bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one sample is taken; `prefix` is new for each, `state` holds the keys tokens are checked with."""

    mongo: str
    amqp: str
    prefix: str
    state: str

    def told(self) -> str:
        """As an argument on a command line."""
        return json.dumps(asdict(self))

    @classmethod
    def heard(cls) -> tuple[str, "Place"]:
        """The role and the place on this process's command line."""
        _, role, told = sys.argv
        return role, cls(**json.loads(told))

    @property
    def jwks(self) -> Path:
        """The public keys of the issuer."""
        return Path(self.state) / "issuer.jwks.json"
