"""What can be asked about the uses of an offer from outside its community."""

from services.matching.commands.suggestion import SuggestionNumber
from shared.eventsourcing.model import Command


class UseReach(Command):
    """Count a suggestion's yes, given in `month`, towards the quota of the opening by which `path` has the offer."""

    request: str
    suggestion: SuggestionNumber
    path: tuple[str, ...]
    month: str


class ReturnReach(Command):
    """It came to nothing."""

    request: str
    suggestion: SuggestionNumber
