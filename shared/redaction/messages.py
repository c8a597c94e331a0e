"""A redaction that another service tells of, recorded here too."""

from collections.abc import Sequence

from shared.contracts.base import Contract
from shared.contracts.redaction import HistoryRedacted
from shared.messaging.translation import Arrival, Send
from shared.redaction.model import RedactHistory


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """The same redaction for this log; nothing for contracts of another kind."""
    if not isinstance(contract, HistoryRedacted):
        return ()
    said = contract.model_dump(include={"community", "thing", "replacements", "reason"})
    command = RedactHistory(at=arrival.now, actor=arrival.actor, service=contract.source, **said)
    return (Send(contract.redaction, command),)
