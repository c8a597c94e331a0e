"""Recording what matching told."""

from services.registry.events import Followed
from shared.eventsourcing.model import Command


class Follow(Command):
    """Take a fact about the request into the wish's or need's stream."""

    fact: Followed
