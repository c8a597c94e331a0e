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
    guardian: str | None = None
    """Who decides in the person's place."""
    guardian_wanted: bool = False
    first: WishPosted | None = None
    """As it was posted, where another system has a name for it."""

    @property
    def owners(self) -> frozenset[str]:
        """Who decides: the person and who entered it for the person, or the guardian alone; and the organization that
        noticed it."""
        guarded = self.guardian or self.guardian_wanted
        neighbour = self.entered_by if self.entered_by.startswith("person_") and not guarded else None
        return frozenset(filter(None, (self.decides, neighbour, self.organization)))

    @property
    def decides(self) -> str | None:
        """The person, or the guardian in the place of a minor; nobody while one is wanted."""
        return None if self.guardian_wanted else self.guardian or self.person


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
