"""The published language: what the services tell each other. No logic, and nothing that names a person."""

from shared.contracts import evaluation, matching, offers, registry
from shared.contracts.base import Contract

BY_TYPE: dict[str, type[Contract]] = {
    contract.full_type(): contract
    for contract in (*registry.CONTRACTS, *offers.CONTRACTS, *matching.CONTRACTS, *evaluation.CONTRACTS)
}
"""Every contract by its CloudEvents type."""
