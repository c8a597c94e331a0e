"""Links for an offer: whoever holds one may say once what its organization could say."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from services.registry.commands import AnswerOfferByLink, ConfirmOffer, EndOffer, LinkOffer, PauseOffer
from services.registry.decider.days import day_of
from services.registry.decider.offer_state import Listed
from services.registry.events.campaign import OfferAnswered, OfferAsked
from shared.contracts.offers import Pause
from shared.eventsourcing.model import Event
from shared.links.model import LinkUsed, issue, usable

Said = ConfirmOffer | PauseOffer | EndOffer
SAID: Mapping[type[Said], Literal["holds", "paused", "ended"]] = {
    ConfirmOffer: "holds",
    PauseOffer: "paused",
    EndOffer: "ended",
}
"""What an answer by link comes to."""


def link(state: Listed, command: LinkOffer) -> Sequence[Event]:
    """A link that asks whether it holds; so it was asked in the campaigns that are about it."""
    about = {"thing": state.offer, "organization": command.organization}
    issued = issue(state.links, command.at, command.limits, purpose="confirm_offer", lock=command.lock, **about)
    return [*(_asked(state, command.at, campaign) for campaign in command.campaigns), issued]


def _asked(state: Listed, at: datetime, campaign: str) -> Event:
    return OfferAsked(
        organization=state.organization, campaign=campaign, way="link", contact=None, occurred_on=day_of(at)
    )


def use(state: Listed, command: AnswerOfferByLink) -> tuple[Sequence[Event], LinkUsed]:
    """What the campaigns that are about it learn, and that the link was answered; the answer itself is decided by the
    rules that hold without a link."""
    used = usable(state.links, command.lock, command.at)
    told = [_answered(state, command, campaign) for campaign in command.campaigns]
    return told, LinkUsed(number=used.number, answer=SAID[type(command.answer)])


def _answered(state: Listed, command: AnswerOfferByLink, campaign: str) -> Event:
    said = command.answer
    return OfferAnswered(
        organization=state.organization,
        campaign=campaign,
        way="link",
        contact=None,
        occurred_on=day_of(command.at),
        answer=SAID[type(said)],
        text=None,
        reason=said.reason if isinstance(said, EndOffer) else None,
        note="" if isinstance(said, ConfirmOffer) else said.note,
        pause=Pause(first=said.first, last=said.last, reason=said.reason) if isinstance(said, PauseOffer) else None,
        settled=True,
    )
