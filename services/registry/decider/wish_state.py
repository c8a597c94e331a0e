"""The legal shapes of a wish."""

from services.registry.decider.following import Following
from services.registry.events import WishPosted
from shared.contracts.base import Party
from shared.contracts.registry import ReferralOutcome, WishKind
from shared.contracts.thanks import ThanksShownTo
from shared.eventsourcing.model import Day, Frozen, Instant


class Wished(Frozen):
    """A wish, in whichever state."""

    wish: str
    community: str
    person: str | None
    organization: str | None
    entered_by: str
    words: str | None
    """The vault's record of what the person said."""
    first: WishPosted | None = None
    """As it was posted, where another system has a name for it."""

    @property
    def owners(self) -> frozenset[str]:
        """The person, who entered it for the person, and the organization that noticed it."""
        neighbour = self.entered_by if self.entered_by.startswith("person_") else None
        return frozenset(filter(None, (self.person, neighbour, self.organization)))


class PostedWish(Wished):
    """It waits for review."""

    text: str | None
    posted_at: Instant | None = None


class ReferredWish(PostedWish):
    """An office is to see to it."""

    to: str
    expected_by: Day
    outcome: ReferralOutcome | None = None
    answered_on: Day | None = None


class Thanks(Frozen):
    """What the person said for it, which waits for review or is `published`, for `providers` to read."""

    person: str
    entered_by: str
    words: str
    """The vault's record of it."""
    shown_to: ThanksShownTo
    published: bool = False
    providers: tuple[Party, ...] = ()


class PublishedWish(Wished):
    """Matching has a request for it."""

    kind: WishKind
    home_visit: bool
    following: Following = Following()
    thanks: Thanks | None = None


class RejectedWish(Wished):
    """Staff said why not."""


class WithdrawnWish(Wished):
    """It is no longer wanted."""


Wish = PostedWish | ReferredWish | PublishedWish | RejectedWish | WithdrawnWish
