"""What registry tells about the parts of a community, and who answers for them."""

from typing import ClassVar

from shared.contracts.base import Contract
from shared.contracts.registry import PlaceKind, RegistryContract


class PlaceContract(RegistryContract):
    """A fact about a part of a community."""

    place: str


class PlaceNamed(PlaceContract):
    """A part of a community is called so; `parent` is the wider place it lies in."""

    type: ClassVar[str] = "place_named"
    name: str
    kind: PlaceKind
    parent: str | None = None


class StewardAppointed(PlaceContract):
    """Somebody answers for the place, and nobody else."""

    type: ClassVar[str] = "steward_appointed"
    person: str


class StewardReleased(PlaceContract):
    """The person no longer answers for the place."""

    type: ClassVar[str] = "steward_released"
    person: str


CONTRACTS: tuple[type[Contract], ...] = (PlaceNamed, StewardAppointed, StewardReleased)
