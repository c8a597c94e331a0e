"""What can be asked about the uses of an offer: from outside its community, and of its number."""

from services.matching.commands.suggestion import SuggestionNumber
from shared.eventsourcing.model import Command


class UseReach(Command):
    """Count a suggestion's yes, given in `month`, towards the quota of the opening by which `path` has the offer, and
    the `quantity` that it promises, in the request's `unit`, towards its number."""

    request: str
    suggestion: SuggestionNumber
    path: tuple[str, ...]
    month: str
    quantity: int = 1
    unit: str = ""


class ReturnReach(Command):
    """It came to nothing."""

    request: str
    suggestion: SuggestionNumber


class CountPromise(Command):
    """What became of a yes: its claim of `quantity` is `live`, or was kept and is over. It is recorded and never
    refused."""

    request: str
    suggestion: SuggestionNumber
    quantity: int
    unit: str
    live: bool
