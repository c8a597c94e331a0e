"""Decisions about the request itself: opened, reopened, closed, its text amended."""

from collections.abc import Sequence
from typing import get_args

from services.matching.commands import AmendText, CloseRequest, KnowGuardian, OpenRequest, Reopen
from services.matching.decider.common import due, ended_with, of, still_open, terms_of, words_allowed
from services.matching.decider.errors import NothingToReopen, RequestEnded
from services.matching.decider.state import Claim, Closed, Fulfilled, State
from services.matching.events import (
    DeliveryDisputed,
    FromRegistry,
    Reopening,
    RequestAmended,
    RequestClosed,
    RequestOpened,
    RequestReopened,
)
from services.matching.events.guardian import GuardianChanged
from shared.errors import NotFound
from shared.eventsourcing.model import Event


def open_request(state: State | None, command: OpenRequest) -> Sequence[Event]:
    """A request for what was published; the same one twice is the same request."""
    if state is not None:
        return []
    fields = command.model_dump(include={"community", "title", "text", "quantity", "audience", "asked_at"})
    return [RequestOpened(about=command.about, waiting=command.waiting, parts=command.parts, **fields)]


def reopen(state: State, command: Reopen) -> Sequence[Event]:
    """What was not really done is under way again, with a new due date.

    Of a claim that nobody has confirmed yet the delivery is disputed; of another one the confirmation no longer counts.
    """
    if isinstance(state, Closed):
        raise RequestEnded
    words_allowed(state, command.note)
    kept = {claim.id: claim for claim in state.claims if claim.delivered}
    ids = dict.fromkeys(command.claims or _meant(state))
    if any(state.claim(one) is None for one in ids):
        raise NotFound
    if not ids or not all(one in kept for one in ids):
        raise NothingToReopen
    claims = [kept[one] for one in ids]
    disputed = [_disputed(state, claim, command) for claim in claims if claim.unconfirmed]
    confirmed = tuple(_reopening(state, claim, command) for claim in claims if not claim.unconfirmed)
    if not confirmed:
        return disputed
    return [*disputed, RequestReopened(**of(state), claims=confirmed, reason=command.reason, note=command.note)]


def _meant(state: State) -> list[str]:
    """Without names: what waits to be confirmed, and of a fulfilled request all of it. While something of it is under
    way already, nobody can tell which confirmation is meant."""
    confirmed = isinstance(state, Fulfilled)
    return [claim.id for claim in state.claims if claim.unconfirmed or (confirmed and claim.confirmed)]


def _disputed(state: State, claim: Claim, command: Reopen) -> DeliveryDisputed:
    terms = terms_of(state, claim, command.limits, command.at)
    return DeliveryDisputed(
        **of(state, claim),
        quantity=claim.unconfirmed,
        due_at=due(command.at, terms),
        terms=terms,
        reason=command.reason,
        note=command.note,
    )


def _reopening(state: State, claim: Claim, command: Reopen) -> Reopening:
    terms = terms_of(state, claim, command.limits, command.at)
    return Reopening(claim=claim.id, claimant=claim.claimant, due_at=due(command.at, terms), terms=terms)


def close(state: State | None, command: CloseRequest) -> Sequence[Event]:
    """Ends the request and, neutrally, its open claims."""
    if command.reason in get_args(FromRegistry) and (state is None or state.state != "open"):
        return []
    if state is None:
        raise NotFound
    still_open(state)
    words_allowed(state, command.note)
    return [RequestClosed(**of(state), claims=ended_with(state), reason=command.reason, note=command.note)]


def know_guardian(state: State, command: KnowGuardian) -> Sequence[Event]:
    """Who decides from now on, also where that changes nothing: told again later, it would undo what came after."""
    about = state.about.model_copy(update={"guardian": command.guardian, "guardian_wanted": command.wanted})
    return [GuardianChanged(community=state.community, about=about)]


def amend(state: State, command: AmendText) -> Sequence[Event]:
    """Another public text; the old one stays in the history."""
    words_allowed(state, command.note)
    if command.text == state.text:
        return []
    claimants = dict.fromkeys(claim.claimant for claim in state.claims if claim.live)
    return [
        RequestAmended(
            **of(state),
            old_text=state.text,
            text=command.text,
            reason=command.reason,
            note=command.note,
            claimants=tuple(claimants),
        )
    ]
