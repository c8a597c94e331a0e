"""What a deadline asks for once it has passed."""

from datetime import datetime

from services.matching.commands import (
    AskAboutReferral,
    EndUnclaimed,
    ExpireClaim,
    LapseBooking,
    MarkOverdue,
    MarkUnclaimed,
    MarkUnconfirmed,
    RemindOfArrangement,
)
from services.matching.projections import Due
from shared.eventsourcing.model import Actor, Command
from shared.messaging.translation import Send


def on_due(due: Due, now: datetime, actor: Actor) -> Send:
    """The command that `due` asks for; its id is `due/<named>/<thing>`."""
    command: Command
    match due.kind:
        case "claim_overdue":
            command = MarkOverdue(at=now, actor=actor, claim=due.thing)
        case "claim_expired":
            command = ExpireClaim(at=now, actor=actor, claim=due.thing)
        case "confirmation_overdue":
            command = MarkUnconfirmed(at=now, actor=actor, claim=due.thing)
        case "visit_near":
            command = RemindOfArrangement(at=now, actor=actor, claim=due.thing)
        case "request_unclaimed":
            command = MarkUnclaimed(at=now, actor=actor)
        case "request_expired":
            command = EndUnclaimed(at=now, actor=actor)
        case "referral_asked":
            command = AskAboutReferral(at=now, actor=actor)
        case "booking_lapses":
            command = LapseBooking(at=now, actor=actor, booking=due.thing)
    return Send(due.stream, command)
