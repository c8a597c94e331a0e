"""Decisions about links: made for a suggestion that waits or a claim under way, taken back, answered."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.matching.commands import (
    AcceptSuggestion,
    AnswerByLink,
    DeclineSuggestion,
    Deliver,
    LinkClaim,
    LinkSuggestion,
)
from services.matching.decider import delivering, suggesting
from services.matching.decider.common import named, still_open, words_allowed
from services.matching.decider.delivering import check_under_way
from services.matching.decider.errors import OrganizationInactive
from services.matching.decider.state import State
from shared.contracts.base import Party
from shared.eventsourcing.model import Command, Event
from shared.links.model import LinkAnswer, LinkUsed, RevokeLink, issue, revoke, usable
from shared.links.refusals import NotItsQuestion, OnlyForOrganizations

ANSWERS: Mapping[type[Command], tuple[LinkAnswer, Callable[[State, Any], Sequence[Event]]]] = {
    AcceptSuggestion: ("yes", suggesting.accept),
    DeclineSuggestion: ("no", suggesting.decline),
    Deliver: ("delivered", delivering.deliver),
}
"""What an answer is called, and by which rules it is decided: those that hold without a link."""


def link_suggestion(state: State, command: LinkSuggestion) -> Sequence[Event]:
    """A link for a suggestion that waits for an answer."""
    still_open(state)
    suggestion = suggesting.waiting(state, command.suggestion, None)
    _for_organization(suggestion.provider, command)
    thing = suggested(state, suggestion.number)
    said = {"organization": command.organization, "lock": command.lock}
    return [issue(state.links, command.at, command.limits, purpose="answer_suggestion", thing=thing, **said)]


def link_claim(state: State, command: LinkClaim) -> Sequence[Event]:
    """A link for a claim of which something is still to be delivered."""
    claim = named(state, command)
    _for_organization(claim.claimant, command)
    check_under_way(claim)
    said = {"organization": command.organization, "lock": command.lock}
    return [issue(state.links, command.at, command.limits, purpose="say_delivered", thing=claim.id, **said)]


def take_back(state: State, command: RevokeLink) -> Sequence[Event]:
    """A link is taken back."""
    words_allowed(state, command.note)
    return revoke(state.links, command)


def answer(state: State, command: AnswerByLink) -> Sequence[Event]:
    """What its organization could have said itself, and that the link is used. Raises NotItsQuestion for an answer
    about anything else."""
    link = usable(state.links, command.lock, command.at)
    if link.thing != _about(state, command.answer):
        raise NotItsQuestion
    word, decide = ANSWERS[type(command.answer)]
    return [*decide(state, command.answer), LinkUsed(number=link.number, answer=word)]


def suggested(state: State, number: int) -> str:
    """What the links for a suggestion are about."""
    return f"{state.about.request}/{number}"


def _about(state: State, said: AcceptSuggestion | DeclineSuggestion | Deliver) -> str:
    return said.claim if isinstance(said, Deliver) else suggested(state, said.suggestion)


def _for_organization(party: Party, command: LinkSuggestion | LinkClaim) -> None:
    if party.kind != "organization":
        raise OnlyForOrganizations
    if command.inactive:
        raise OrganizationInactive
