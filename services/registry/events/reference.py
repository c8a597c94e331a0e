"""What another system calls a thing of ours."""

from shared.eventsourcing.model import Frozen


class ExternalRef(Frozen):
    """What another system calls the same thing."""

    system: str
    id: str
