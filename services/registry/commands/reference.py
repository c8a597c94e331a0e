"""What another system calls the same thing, and which stream that is."""

from typing import Annotated

from pydantic import Field

from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Frozen

RefPart = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9._:\-]+$")]


class ExternalRefGiven(Frozen):
    """What another system calls the same thing."""

    system: RefPart
    id: RefPart


def referred_id(kind: str, ref: ExternalRefGiven) -> str:
    """The stream (`kind` is its prefix) of what `ref` names: the same for the same, whoever posts it, and wherever."""
    return derived_id(kind, f"registry/{kind}/{ref.system}/{ref.id}")
