"""The published language: what the services tell each other. No logic, and nothing that names a person."""

from shared.contracts import bookings, evaluation, guardians, matching, offers, organizations, places, registry, thanks
from shared.contracts.base import Contract

_MODULES = (registry, places, offers, organizations, thanks, guardians, matching, bookings, evaluation)

BY_TYPE: dict[str, type[Contract]] = {
    contract.full_type(): contract for module in _MODULES for contract in module.CONTRACTS
}
"""Every contract by its CloudEvents type."""
