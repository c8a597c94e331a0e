"""Limits in days and hours, and those of one class over them."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.base import Category, Value

_HOURS, _MINUTES, _SECONDS = "[0-9]{1,5}H", "[0-9]{1,5}M", "[0-9]{1,6}S"
_TIME = f"({_HOURS}({_MINUTES})?({_SECONDS})?|{_MINUTES}({_SECONDS})?|{_SECONDS})"
Duration = Annotated[str, Field(pattern=f"^P([0-9]{{1,4}}(D|W|WD)|T{_TIME})$", max_length=24)]
"""An ISO 8601 duration: whole days `P3D`, or a time `PT36H`. Beyond ISO: working days `P5WD`, by the calendar of
holidays and of weekends worked instead that the node or one above it has; in a year without one, Monday to Friday."""


Span = Annotated[str, Field(pattern=f"^P([0-9]{{1,4}}[DW]|T{_TIME})$", max_length=24)]
"""A duration that is not counted in working days: before something, or until somebody answers."""

RequestKind = Literal["person", "household", "public", "help", "vacancy"]
"""The kinds of wishes, and those of needs."""


class ClassLimits(Value):
    """Limits of one class, in place of the node's own: of what is of a `kind` or a `category`, or of what organizations
    of a `peer_class` promise. It names one of the three; None of the rest means: as for all."""

    kind: RequestKind | None = None
    category: Category | None = None
    peer_class: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w\-]+$")] | None = None
    claim_due: Duration | None = None
    claim_grace: Duration | None = None
    confirm_due: Duration | None = None
    unclaimed_after: Duration | None = None
    unclaimed_grace: Duration | None = None
    reply_due: Duration | None = None

    @property
    def named(self) -> tuple[str | None, ...]:
        """Which class it is."""
        return (self.kind, self.category, self.peer_class)

    @property
    def said(self) -> dict[str, str]:
        """Its limits, without those that are as for all."""
        return self.model_dump(exclude_none=True, exclude={"kind", "category", "peer_class"})
