"""Decisions about suggestions: an offer is asked for, and its provider accepts or declines."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.matching.commands import (
    AcceptSuggestion,
    AskedOffer,
    ClaimRequest,
    DeclineSuggestion,
    MakeSuggestion,
    WithdrawSuggestion,
)
from services.matching.decider import claiming
from services.matching.decider.booking_errors import NotEnoughLeft, QuotaUsed
from services.matching.decider.common import about_part, of, still_open, words_allowed
from services.matching.decider.errors import AlreadyClaimed, OrganizationInactive, OwnRequest, TooMuch
from services.matching.decider.state import State
from services.matching.decider.suggesting_errors import (
    AlreadyAnswered,
    AskedAlready,
    AskedTooSoon,
    MustBeLater,
    NotForPersons,
    NotYourSuggestion,
    OfferElsewhere,
    OfferNotListed,
    UnknownOffer,
)
from services.matching.decider.suggestion import Suggestion
from services.matching.events import (
    RequestClaimed,
    SuggestionAccepted,
    SuggestionDeclined,
    SuggestionMade,
    SuggestionWithdrawn,
)
from shared.contracts.base import Party
from shared.errors import NotFound
from shared.eventsourcing.model import Event


def suggest(state: State, command: MakeSuggestion) -> Sequence[Event]:
    """The provider of a listed offer is asked, if something is left to be asked for."""
    still_open(state)
    if state.personal:
        raise NotForPersons
    left, unit = claiming.left_of(state, command.part)
    provider = _provider(state, command.offer)
    _may_be_asked(state, provider, command)
    if not left:
        raise AlreadyClaimed
    if command.quantity and command.quantity > left:
        raise TooMuch(left=left, unit=unit)
    number, part = len(state.suggestions) + 1, command.part
    made = Suggestion(number=number, provider=provider, offer=command.offer.offer, part=part)
    return [SuggestionMade(**_of(state, made), quantity=command.quantity, part=part)]


def _provider(state: State, offer: AskedOffer) -> Party:
    """Whose offer it is. Raises UnknownOffer, OfferNotListed, OfferElsewhere, OrganizationInactive, QuotaUsed,
    NotEnoughLeft and OwnRequest."""
    if offer.provider is None:
        raise UnknownOffer(field="offer")
    if not offer.listed:
        raise OfferNotListed
    if offer.inactive:
        raise OrganizationInactive
    if not offer.here:
        raise OfferElsewhere
    if offer.used_up:
        raise QuotaUsed(month=offer.used_up.month, quota=offer.used_up.quota)
    if offer.none_left:
        raise NotEnoughLeft(left=0)
    if offer.provider.id in state.owners:
        raise OwnRequest
    return offer.provider


def _may_be_asked(state: State, provider: Party, command: MakeSuggestion) -> None:
    """Raises AskedAlready, and AskedTooSoon after a refusal of things of the same category that holds still."""
    category = about_part(state, command.part).category
    for before in state.suggestions:
        if before.provider != provider:
            continue
        if before.state == "asked":
            raise AskedAlready
        same = about_part(state, before.part).category == category
        if same and before.not_before and before.not_before > _today(command.at, command.time_zone):
            raise AskedTooSoon(not_before=before.not_before.isoformat())


def accept(state: State, command: AcceptSuggestion) -> Sequence[Event]:
    """It becomes a claim at once, by the rules that hold for every claim."""
    suggestion = waiting(state, command.suggestion, command.party)
    still_open(state)
    left, _ = claiming.left_of(state, suggestion.part)
    quantity = command.quantity or min(suggestion.quantity or left, left) or None
    claim = ClaimRequest(
        at=command.at,
        actor=command.actor,
        claimant=suggestion.provider,
        quantity=quantity,
        part=suggestion.part,
        limits=command.limits,
        peer_class=command.peer_class,
        inactive=command.inactive,
    )
    claimed, *accepted = claiming.claim(state, claim)
    assert isinstance(claimed, RequestClaimed)
    return [claimed, *accepted, SuggestionAccepted(**_of(state, suggestion), claim=claimed.claim)]


def decline(state: State, command: DeclineSuggestion) -> Sequence[Event]:
    """The provider cannot or will not; the refusal is remembered until the day it names."""
    suggestion = waiting(state, command.suggestion, command.party)
    words_allowed(state, command.note)
    if command.not_before and command.not_before <= _today(command.at, command.time_zone):
        raise MustBeLater(field="not_before")
    return [
        SuggestionDeclined(
            **_of(state, suggestion), reason=command.reason, note=command.note, not_before=command.not_before
        )
    ]


def withdraw(state: State, command: WithdrawSuggestion) -> Sequence[Event]:
    """Nobody waits for an answer any more."""
    suggestion = waiting(state, command.suggestion, None)
    words_allowed(state, command.note)
    return [SuggestionWithdrawn(**_of(state, suggestion), reason=command.reason, note=command.note)]


def waiting(state: State, number: int, party: str | None) -> Suggestion:
    """The suggestion that waits for an answer; `party` is whose answer it is, None staff's. Raises NotFound,
    NotYourSuggestion and AlreadyAnswered."""
    if number > len(state.suggestions):
        raise NotFound
    suggestion = state.suggestions[number - 1]
    if party not in (None, suggestion.provider.id):
        raise NotYourSuggestion
    if suggestion.state != "asked":
        raise AlreadyAnswered
    return suggestion


def _of(state: State, suggestion: Suggestion) -> dict[str, Any]:
    """What every event of a suggestion says: one for a part is about that part's category and unit."""
    asked = {"suggestion": suggestion.number, "provider": suggestion.provider, "offer": suggestion.offer}
    return of(state) | {"about": about_part(state, suggestion.part)} | asked


def _today(at: datetime, time_zone: str) -> date:
    return at.astimezone(ZoneInfo(time_zone)).date()
