"""The legal shapes of a person."""

from collections.abc import Mapping

from pydantic import Field

from services.registry.events import PersonField, PersonRegistered
from shared.eventsourcing.model import Frozen, Instant


class Registered(Frozen):
    """Somebody the vault holds a record of."""

    person: str
    community: str
    fields: tuple[PersonField, ...]
    place: str | None = None
    account: bool = False
    plate: str | None = None
    """The record of the vault that holds the plate he or she parks with."""
    parking: Mapping[str, Instant] = Field(default_factory=dict)
    """The bookings of parking places, and when they end."""
    first: PersonRegistered | None = None
    """As the person was registered, where another system has a name for him or her."""
    guardian: str | None = None
    """Who decides in the person's place."""
    grounds: str | None = None
    """The vault's record of why; kept while another guardian is wanted, since it says until when."""
    guardian_wanted: bool = False

    @property
    def owners(self) -> frozenset[str]:
        """Who decides: nobody but staff while a guardian is wanted."""
        return frozenset() if self.guardian_wanted else frozenset({self.guardian or self.person})

    @property
    def guarded(self) -> bool:
        """Whether somebody else decides for this person, or is wanted to."""
        return self.guardian is not None or self.guardian_wanted


class Erased(Frozen):
    """Somebody who was known; nothing is sealed or shown any more."""

    person: str
    community: str

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.person})


Person = Registered | Erased
