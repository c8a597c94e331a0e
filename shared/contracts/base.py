"""What every contract has."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Address = Annotated[str, Field(pattern=r"^(person|organization|staff):[a-z0-9_]{1,60}$")]
"""Who is told: `person:person_…`, `organization:org_…` or `staff:community_…`."""

Category = Literal[
    "care",
    "household_help",
    "repair",
    "supplies",
    "environment",
    "safety",
    "culture",
    "learning",
    "party_building",
    "employment",
    "space",
    "parking",
    "charging",
    "transport",
    "volunteering",
    "other",
]
"""What a wish, need or offer is about; scoring reads it."""


class Value(BaseModel):
    """A value inside a contract. Newer senders may add fields; older readers pass over them."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Party(Value):
    """Who gives: an organization, a person or the community itself."""

    kind: Literal["organization", "person", "community"]
    id: str = Field(max_length=60, pattern=r"^[a-z0-9_]+$")

    @property
    def address(self) -> str:
        """Where notices for this party go."""
        return f"staff:{self.id}" if self.kind == "community" else f"{self.kind}:{self.id}"


class Contract(Value):
    """A fact one service shows the others. Its full name is `cn.pomegranate.<source>.<type>.v<v>`."""

    source: ClassVar[str]
    type: ClassVar[str]
    v: ClassVar[int] = 1

    community: str
    concerns: tuple[Address, ...] = ()

    @classmethod
    def full_type(cls) -> str:
        """The CloudEvents type."""
        return f"cn.pomegranate.{cls.source}.{cls.type}.v{cls.v}"
