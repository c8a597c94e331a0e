"""What a person said in thanks for a wish that came true, and what of it others may read."""

from typing import ClassVar, Literal

from shared.contracts.base import Party
from shared.contracts.thanks import ThanksShownTo
from shared.eventsourcing.model import Consent, Event

ThanksRejectionReason = Literal["inappropriate", "unclear", "tells_too_much", "no_thanks_in_it"]
ThanksWithdrawalReason = Literal[
    "consent_withdrawn", "entered_by_mistake", "published_by_mistake", "not_really_done", "person_erased"
]


class ThanksEvent(Event):
    """A fact about the thanks of `person`, which `entered_by` wrote down."""

    person: str
    entered_by: str
    guardian: str | None = None
    guardian_wanted: bool = False


class ThanksSaid(ThanksEvent):
    """`words` names the vault's record of what was said; `shown_to` says who may read of it, as the person agreed."""

    type: ClassVar[str] = "thanks_said"
    consent: Consent
    words: str
    shown_to: ThanksShownTo


class ThanksPublished(ThanksEvent):
    """Reviewed, in a text that names nobody; `providers` are those who fulfilled the wish."""

    type: ClassVar[str] = "thanks_published"
    text: str
    shown_to: ThanksShownTo
    providers: tuple[Party, ...]


class ThanksRejected(ThanksEvent):
    """Not passed on. The `words` are kept no longer."""

    type: ClassVar[str] = "thanks_rejected"
    words: str
    reason: ThanksRejectionReason
    note: str


class ThanksWithdrawn(ThanksEvent):
    """Taken back; the `words` are kept no longer, and `providers`, who could read the text, can do so no more."""

    type: ClassVar[str] = "thanks_withdrawn"
    words: str
    reason: ThanksWithdrawalReason
    providers: tuple[Party, ...]


EVENTS: tuple[type[Event], ...] = (ThanksSaid, ThanksPublished, ThanksRejected, ThanksWithdrawn)
