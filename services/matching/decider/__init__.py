"""What matching decides. A request `req_X` and its claims `req_X.1`, `req_X.2`, … are one stream, a claiming meeting
`meeting_X`, a plan `plan_X` and the calendar `calendar_X` of `offer_X` with its bookings are
others, as is each scheme `scheme_X` of which the benefits are known."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.matching import commands
from services.matching.decider import (
    answering,
    claiming,
    delivering,
    ending,
    lifecycle,
    linking,
    suggesting,
    visiting,
    waiting,
)
from services.matching.decider.benefits import BENEFITS
from services.matching.decider.calendar import decide_calendar
from services.matching.decider.calendar_state import (
    Booking,
    BookingState,
    Calendar,
    calendar_of,
    evolve_booking,
    evolve_calendar,
)
from services.matching.decider.evolve import evolve
from services.matching.decider.meeting import decide_meeting
from services.matching.decider.meeting_state import InSession, Intention, MeetingState, Over, Prepared, evolve_meeting
from services.matching.decider.planning import PLAN, Plan
from services.matching.decider.state import Claim, Closed, Delivery, Fulfilled, Open, State
from services.matching.decider.suggestion import Suggestion
from shared.directory import decider as directory
from shared.errors import NotFound
from shared.eventsourcing.decider import Decider, Deciders
from shared.eventsourcing.model import Command, Event
from shared.exporting.model import EXPORT
from shared.links.model import RevokeLink
from shared.redaction.model import REDACTION

__all__ = [
    "DECIDERS",
    "Booking",
    "BookingState",
    "Calendar",
    "Claim",
    "Closed",
    "Delivery",
    "Fulfilled",
    "InSession",
    "Intention",
    "MeetingState",
    "Open",
    "Over",
    "Plan",
    "Prepared",
    "State",
    "Suggestion",
    "calendar_of",
    "decide",
    "evolve",
    "evolve_booking",
    "evolve_calendar",
    "evolve_meeting",
]

DECISIONS: Mapping[type[Command], Callable[[State, Any], Sequence[Event]]] = {
    commands.ClaimRequest: claiming.claim,
    commands.AcceptClaim: claiming.accept,
    commands.DeclineClaim: claiming.decline,
    commands.ReleaseClaim: claiming.release,
    commands.VoidClaim: claiming.void,
    commands.ExtendClaim: claiming.extend,
    commands.MarkOverdue: claiming.mark_overdue,
    commands.ExpireClaim: claiming.expire,
    commands.MarkUnclaimed: waiting.mark_unclaimed,
    commands.EndUnclaimed: waiting.end_unclaimed,
    commands.ExtendWaiting: waiting.extend_waiting,
    commands.Arrange: visiting.arrange,
    commands.RemindOfArrangement: visiting.remind,
    commands.RecordNotReached: visiting.not_reached,
    commands.Deliver: delivering.deliver,
    commands.VoidDelivery: delivering.void_delivery,
    commands.ConfirmDelivery: delivering.confirm,
    commands.MarkUnconfirmed: delivering.mark_unconfirmed,
    commands.EndPartly: ending.end_partly,
    commands.FindImpossible: ending.find_impossible,
    commands.Refer: ending.refer,
    commands.AskAboutReferral: ending.ask,
    commands.AnswerReferral: ending.answer,
    commands.Return: ending.return_,
    commands.AnswerVacancy: answering.answer,
    commands.SettleAnswer: answering.settle,
    commands.Reopen: lifecycle.reopen,
    commands.AmendText: lifecycle.amend,
    commands.KnowGuardian: lifecycle.know_guardian,
    commands.MakeSuggestion: suggesting.suggest,
    commands.AcceptSuggestion: suggesting.accept,
    commands.DeclineSuggestion: suggesting.decline,
    commands.WithdrawSuggestion: suggesting.withdraw,
    commands.LinkSuggestion: linking.link_suggestion,
    commands.LinkClaim: linking.link_claim,
    commands.AnswerByLink: linking.answer,
    RevokeLink: linking.take_back,
}


def decide(state: State | None, command: Command) -> Sequence[Event]:
    """What follows from `command`. Raises NotFound for an unknown request, and what each decision refuses."""
    if isinstance(command, commands.OpenRequest):
        return lifecycle.open_request(state, command)
    if isinstance(command, commands.CloseRequest):
        return lifecycle.close(state, command)
    if state is None:
        raise NotFound
    return DECISIONS[type(command)](state, command)


DECIDERS: Deciders = {
    "req": Decider(decide, evolve),
    "calendar": Decider(decide_calendar, evolve_calendar),
    "meeting": Decider(decide_meeting, evolve_meeting),
    "plan": PLAN,
    "scheme": BENEFITS,
    "community": directory.DECIDER,
    "org": directory.DECIDER,
    "person": directory.DECIDER,
    "place": directory.DECIDER,
    "export": EXPORT,
    "redaction": REDACTION,
}
