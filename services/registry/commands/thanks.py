"""What may be asked about a person's thanks for a wish that came true."""

from typing import Literal

from services.registry.commands.wish import Words
from services.registry.events.thanks import ThanksRejectionReason
from shared.contracts.thanks import ThanksShownTo
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, PublicText


class SayThanks(Command):
    """Thank who fulfilled the wish; what was said is sealed under `words`, and `shown_to` is what the person agreed
    to."""

    words: Words
    shown_to: ThanksShownTo


class ThanksText(Frozen):
    """What may be read of it. It doesn't say who lives where, or alone."""

    text: PublicText


class PublishThanks(Command, ThanksText):
    """Pass it on."""


class ThanksRejection(Frozen):
    """Why it is not passed on."""

    reason: ThanksRejectionReason
    note: Note = ""


class RejectThanks(Command, ThanksRejection):
    """Don't pass it on."""


class WithdrawThanks(Command):
    """Take it back, published or not."""

    reason: Literal["consent_withdrawn", "entered_by_mistake", "published_by_mistake", "not_really_done"]


ThanksCommand = SayThanks | PublishThanks | RejectThanks | WithdrawThanks
