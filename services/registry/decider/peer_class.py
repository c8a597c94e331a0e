"""With which others an organization is compared, where nobody says otherwise."""

from services.registry.events import OrganizationKind

_BUSINESSES: frozenset[OrganizationKind] = frozenset({"company", "shop"})
_SIZES = ((300, "large"), (100, "medium"), (10, "small"), (0, "micro"))
"""By staff, as China's statistics divide enterprises of industries without a rule of their own (2017)."""


def class_of(kind: OrganizationKind, staff: int | None) -> str:
    """A business's size, else the kind: `company_small`, `school`."""
    if kind not in _BUSINESSES or staff is None:
        return kind
    return f"{kind}_{next(size for least, size in _SIZES if staff >= least)}"
