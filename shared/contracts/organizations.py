"""What registry tells about whether an organization is there."""

from typing import ClassVar

from shared.contracts.base import Contract
from shared.contracts.registry import RegistryContract


class OrganizationDeactivated(RegistryContract):
    """It is no longer there: nobody speaks for it."""

    type: ClassVar[str] = "organization_deactivated"
    organization: str


class OrganizationReactivated(RegistryContract):
    """It is there after all, or again."""

    type: ClassVar[str] = "organization_reactivated"
    organization: str


CONTRACTS: tuple[type[Contract], ...] = (OrganizationDeactivated, OrganizationReactivated)
