"""What registry tells about who decides about a minor's wish."""

from typing import ClassVar

from shared.contracts.base import Contract
from shared.contracts.registry import RegistryContract


class WishGuardianChanged(RegistryContract):
    """`guardian` decides about the wish in the place of its person; `wanted`: nobody is known who may."""

    type: ClassVar[str] = "wish_guardian_changed"
    wish: str
    guardian: str | None
    wanted: bool
    published: bool
    """Whether matching has a request that follows; else its opening will say who decides."""


CONTRACTS: tuple[type[Contract], ...] = (WishGuardianChanged,)
