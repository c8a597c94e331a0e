"""What registry tells: who there is, what they offer, need and wish."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts import redaction
from shared.contracts.base import Category, Contract, Value
from shared.contracts.limits import ClassLimits, Duration, Span
from shared.eventsourcing.model import Day, Instant

Level = Literal["district", "subdistrict", "community"]
ReferralOutcome = Literal["done", "not_done", "unknown"]
ReturnReason = Literal["sent_back", "not_done_there", "things_changed", "ended_by_mistake", "other"]
"""Why what was referred, or ended otherwise, is taken up again."""
WishKind = Literal["person", "household", "public"]
NeedKind = Literal["help", "vacancy"]
"""What a need is about: help that somebody gives, or a job that a resident takes."""
Audience = Literal["public", "members", "community"]
PlaceKind = Literal["courtyard", "estate", "grid"]
"""楼院 (a courtyard or a building), 小区, 网格."""


class Calendar(Value):
    """In which days of the week differ from Monday to Friday at work: days `off`, and weekend days `worked` instead.
    `years` are those for which this has been announced."""

    years: tuple[int, ...] = ()
    off: tuple[Day, ...] = ()
    worked: tuple[Day, ...] = ()


class Waiting(Value):
    """How long something may go unclaimed: `until`, then for `grace` after somebody was asked to act."""

    until: Instant
    grace: Duration
    time_zone: str
    calendar: Calendar = Calendar()


class Settings(Value):
    """A community's limits. None means: as the node above has it."""

    claim_due: Duration | None = None
    claim_grace: Duration | None = None
    confirm_due: Duration | None = None
    """How long what was delivered may wait to be confirmed; then the desk is told."""
    booking_answer: Span | None = None
    """How long somebody who waited for a slot has to answer when it becomes free."""
    unclaimed_after: Duration | None = None
    """How long a wish may go unclaimed; nowhere set, for ever."""
    unclaimed_grace: Duration | None = None
    offer_stale_after: Duration | None = None
    need_stale_after: Duration | None = None
    agreement_reminder: Span | None = None
    """How long before its end an agreement is brought to mind."""
    link_lasts: Span | None = None
    """How long an organization without an account may answer by a link."""
    scan_megabytes: int | None = Field(default=None, ge=1, le=20)
    """How large the scan of an agreement may be."""
    reply_due: Duration | None = None
    """How long a wish or need may wait for its first answer."""
    time_zone: str | None = Field(default=None, max_length=40)
    accept_public_claims: bool | None = None
    """Whether staff also accept claims on public wishes and on needs; False lets them stand at once."""
    classes: tuple[ClassLimits, ...] = Field(default=(), max_length=60)
    """What differs for one class."""


class RegistryContract(Contract):
    source: ClassVar[str] = "registry"


class CommunityFounded(RegistryContract):
    """A node of the tree. `path` runs from the root to itself."""

    type: ClassVar[str] = "community_founded"
    name: str
    level: Level
    path: tuple[str, ...]


class CommunitySettingsChanged(RegistryContract):
    """The node's own settings, whole."""

    type: ClassVar[str] = "community_settings_changed"
    settings: Settings


class CalendarRecorded(RegistryContract):
    """A year's days off and weekend days worked instead, for the node and those below it."""

    type: ClassVar[str] = "calendar_recorded"
    year: int
    off: tuple[Day, ...]
    worked: tuple[Day, ...]


class OrganizationRegistered(RegistryContract):
    """An organization; `account` says whether anybody there reads notices online."""

    type: ClassVar[str] = "organization_registered"
    organization: str
    name: str
    kind: str
    peer_class: str
    account: bool


class OrganizationChanged(RegistryContract):
    """What it is from now on."""

    type: ClassVar[str] = "organization_changed"
    organization: str
    name: str
    kind: str
    peer_class: str
    account: bool


class OrganizationMerged(RegistryContract):
    """It was entered twice: what it did counts for `into`; None takes that back."""

    type: ClassVar[str] = "organization_merged"
    organization: str
    into: str | None = None


class MembershipInvited(RegistryContract):
    """The community would like it to join the alliance."""

    type: ClassVar[str] = "membership_invited"
    organization: str


class MembershipApplied(RegistryContract):
    """It would like to join the alliance."""

    type: ClassVar[str] = "membership_applied"
    organization: str


class MembershipDeclined(RegistryContract):
    """Its application was declined; it may apply again."""

    type: ClassVar[str] = "membership_declined"
    organization: str
    on: Day
    reason: str


class MembershipStarted(RegistryContract):
    type: ClassVar[str] = "membership_started"
    organization: str
    since: Day


class MembershipSuspended(RegistryContract):
    """It pauses and stays a member: what it does counts as before."""

    type: ClassVar[str] = "membership_suspended"
    organization: str
    since: Day
    reason: str


class MembershipResumed(RegistryContract):
    """It takes part again after `until`."""

    type: ClassVar[str] = "membership_resumed"
    organization: str
    until: Day


class MembershipEnded(RegistryContract):
    type: ClassVar[str] = "membership_ended"
    organization: str
    until: Day


class AgreementContract(RegistryContract):
    """A fact about one agreement of an organization with its community."""

    agreement: str
    organization: str


class AgreementSigned(AgreementContract):
    type: ClassVar[str] = "agreement_signed"
    title: str
    since: Day
    until: Day


class AgreementRenewed(AgreementContract):
    """For a further term."""

    type: ClassVar[str] = "agreement_renewed"
    title: str
    since: Day
    until: Day


class AgreementTerminated(AgreementContract):
    """Over before its time; `on` is the last day."""

    type: ClassVar[str] = "agreement_terminated"
    title: str
    on: Day
    reason: str


class AgreementExpiring(AgreementContract):
    """It ends soon."""

    type: ClassVar[str] = "agreement_expiring"
    title: str
    until: Day


class ObligationOverdue(AgreementContract):
    """A countable clause is not done in time: `done` of `quantity`."""

    type: ClassVar[str] = "obligation_overdue"
    clause: str
    by: Day
    quantity: int
    unit: str
    done: int


class PersonRegistered(RegistryContract):
    """A person, by opaque id; `account` says whether he or she reads notices online."""

    type: ClassVar[str] = "person_registered"
    person: str
    account: bool


class PersonAccountChanged(RegistryContract):
    """Whether he or she reads notices online from now on."""

    type: ClassVar[str] = "person_account_changed"
    person: str
    account: bool


class PersonErased(RegistryContract):
    type: ClassVar[str] = "person_erased"
    person: str


class Part(Value):
    """A part of a need, to be taken on by itself."""

    name: str
    category: Category
    quantity: int
    unit: str


class NeedPublished(RegistryContract):
    type: ClassVar[str] = "need_published"
    need: str
    organization: str
    title: str
    text: str
    category: Category
    quantity: int
    unit: str
    audience: Audience
    confirmed_on: Day
    kind: NeedKind = "help"
    parts: tuple[Part, ...] = ()
    posted_at: Instant | None = None
    """When it was asked for: a reply is owed from then on."""


class NeedConfirmed(RegistryContract):
    """It is wanted still."""

    type: ClassVar[str] = "need_confirmed"
    need: str
    organization: str
    confirmed_on: Day


class WishPosted(RegistryContract):
    """A wish waits for review. The words themselves stay in the vault."""

    type: ClassVar[str] = "wish_posted"
    wish: str
    person: str | None
    entered_by: str


class WishPublished(RegistryContract):
    type: ClassVar[str] = "wish_published"
    wish: str
    kind: WishKind
    person: str | None
    entered_by: str
    text: str
    category: Category
    quantity: int
    unit: str
    place: str | None = None
    """Where it is, or where the person lives: a place of the community."""
    waiting: Waiting | None = None
    posted_at: Instant | None = None
    guardian: str | None = None
    """Who decides about it in the person's place."""


class WishReferred(RegistryContract):
    """Passed on before it was published: `to` does what is the business of neither the community nor a giver."""

    type: ClassVar[str] = "wish_referred"
    wish: str
    person: str | None
    to: str
    expected_by: Day


class WishReferralAnswered(RegistryContract):
    """What became of it there."""

    type: ClassVar[str] = "wish_referral_answered"
    wish: str
    person: str | None
    outcome: ReferralOutcome


class WishReturned(RegistryContract):
    """It came back and waits for review again."""

    type: ClassVar[str] = "wish_returned"
    wish: str
    person: str | None
    reason: str


class WishRejected(RegistryContract):
    type: ClassVar[str] = "wish_rejected"
    wish: str
    person: str | None
    reason: str


class WishWithdrawn(RegistryContract):
    """No longer wanted. `published` says that matching has a request to close."""

    type: ClassVar[str] = "wish_withdrawn"
    wish: str
    person: str | None
    published: bool
    reason: str
    withdrawn_at: Instant


CONTRACTS: tuple[type[Contract], ...] = (
    CommunityFounded,
    CommunitySettingsChanged,
    CalendarRecorded,
    OrganizationRegistered,
    OrganizationChanged,
    OrganizationMerged,
    MembershipInvited,
    MembershipApplied,
    MembershipDeclined,
    MembershipStarted,
    MembershipSuspended,
    MembershipResumed,
    MembershipEnded,
    AgreementSigned,
    AgreementRenewed,
    AgreementTerminated,
    AgreementExpiring,
    ObligationOverdue,
    PersonRegistered,
    PersonAccountChanged,
    PersonErased,
    NeedConfirmed,
    NeedPublished,
    WishPosted,
    WishPublished,
    WishReferralAnswered,
    WishReferred,
    WishRejected,
    WishReturned,
    WishWithdrawn,
    redaction.InRegistry,
)
