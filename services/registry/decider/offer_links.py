"""Links for an offer: whoever holds one may say once what its organization could say."""

from collections.abc import Mapping

from services.registry.commands import AnswerOfferByLink, ConfirmOffer, EndOffer, LinkOffer, PauseOffer
from services.registry.decider.offer_state import Listed
from shared.eventsourcing.model import Event
from shared.links.model import LinkAnswer, LinkUsed, issue, usable

SAID: Mapping[type[ConfirmOffer | PauseOffer | EndOffer], LinkAnswer] = {
    ConfirmOffer: "holds",
    PauseOffer: "paused",
    EndOffer: "ended",
}
"""What an answer by link comes to."""


def link(state: Listed, command: LinkOffer) -> Event:
    """A link that asks whether it holds."""
    about = {"thing": state.offer, "organization": command.organization}
    return issue(state.links, command.at, command.limits, purpose="confirm_offer", lock=command.lock, **about)


def use(state: Listed, command: AnswerOfferByLink) -> Event:
    """That the link was answered; the answer itself is decided by the rules that hold without one."""
    used = usable(state.links, command.lock, command.at)
    return LinkUsed(number=used.number, answer=SAID[type(command.answer)])
