"""Every contract that concerns somebody becomes a notice. Notify itself tells the other services nothing."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from services.notify.commands import Tell
from services.notify.events import Params
from shared.contracts import matching, thanks
from shared.contracts.base import Contract
from shared.directory.messages import receive as receive_directory
from shared.eventsourcing.ids import derived_id
from shared.messaging.translation import Arrival, Publish, Send
from shared.redaction.messages import receive as receive_redaction

SOURCES: tuple[str, ...] = ("registry", "matching", "evaluation")
LATE = timedelta(days=7)
"""What was recorded longer ago than this is told to nobody."""

publish: Publish | None = None

_KEPT = (
    "request",
    "request_kind",
    "wish_kind",
    "category",
    "claim",
    "claimant_kind",
    "claimant",
    "suggestion",
    "quantity",
    "of_quantity",
    "needs_acceptance",
    "mark",
    "reason",
    "due_at",
    "expires_at",
    "answer_by",
    "booking",
    "day",
    "start",
    "was_day",
    "was_start",
    "free_from",
    "occurrences",
    "expected_by",
    "outcome",
    "answer",
    "occurred_on",
    "on",
    "time",
    "people",
    "confirmed_on",
    "since",
    "until",
    "organization",
    "offer",
    "need",
    "wish",
    "agreement",
    "clause",
    "by",
    "on",
    "done",
    "quarter",
    "scheme",
    "valid_from",
)
_CODE = re.compile(r"^[A-Za-z0-9_.:+-]{1,80}$")


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """One notice for each address the contract concerns, and what the directory keeps of it."""
    tells = [_tell(contract, address, arrival) for address in dict.fromkeys(contract.concerns)]
    return (*receive_redaction(contract, arrival), *receive_directory(contract, arrival), *tells)


def _tell(contract: Contract, address: str, arrival: Arrival) -> Send:
    audience, _, recipient = address.partition(":")
    command = Tell(
        at=arrival.now,
        actor=arrival.actor,
        community=recipient if audience == "staff" else contract.community,
        address=address,
        kind=contract.type,
        params=params_of(contract) | _thanked(contract, address) | _steward(contract, address),
        silent=arrival.now - arrival.at > LATE,
    )
    return Send(derived_id("notice", f"{arrival.name} {address}"), command, address, begins=True)


def params_of(contract: Contract) -> Params:
    """What a notice says of `contract`: ids, codes, days and numbers. Texts and persons stay behind."""
    fields = contract.model_dump(mode="json")
    about = fields.get("about") or {}
    party = fields.get("claimant") or fields.get("provider") or fields.get("booker")
    fields = about | {"request_kind": about.get("kind")} | fields | _party(party)
    return {name: _told(fields[name]) for name in _KEPT if _tellable(fields.get(name))}


def _thanked(contract: Contract, address: str) -> Params:
    """Whether this notice is for one of those who are thanked: they read it elsewhere than who thanks."""
    if not isinstance(contract, thanks.ThanksPublished | thanks.ThanksWithdrawn):
        return {}
    return {"thanked": 1} if address in (party.address for party in contract.providers) else {}


def _steward(contract: Contract, address: str) -> Params:
    """Whether this notice is for who answers for the place of a public wish, and may confirm it."""
    if not isinstance(contract, matching.Delivered) or contract.about.wish_kind != "public":
        return {}
    wished = {f"person:{contract.about.person}", f"person:{contract.about.guardian}"}
    return {"steward": 1} if address.startswith("person:") and address not in wished else {}


def _party(party: Mapping[str, str] | None) -> dict[str, str]:
    if party is None:
        return {}
    return {"claimant_kind": party["kind"]} | ({"claimant": party["id"]} if party["kind"] != "person" else {})


def _tellable(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and bool(_CODE.match(value)))


def _told(value: Any) -> str | int:
    return int(value) if isinstance(value, bool) else value
