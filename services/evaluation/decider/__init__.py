"""What evaluation decides: which facts count, and whether a scheme is sound."""

from services.evaluation.decider.fact import FACT
from services.evaluation.decider.scheme import SCHEME
from shared.directory.decider import DECIDER as DIRECTORY
from shared.eventsourcing.decider import Deciders
from shared.redaction.model import REDACTION

DECIDERS: Deciders = {
    "fact": FACT,
    "scheme": SCHEME,
    "community": DIRECTORY,
    "org": DIRECTORY,
    "person": DIRECTORY,
    "place": DIRECTORY,
    "redaction": REDACTION,
}
