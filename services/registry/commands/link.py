"""What may be asked of the links of an offer. `campaigns` are the open ones that ask about it: they learn of both."""

from services.registry.commands.fields import CampaignId, OrganizationId
from services.registry.commands.offer import ConfirmOffer, EndOffer, PauseOffer
from shared.directory.limits import Limits
from shared.eventsourcing.model import Command
from shared.links.model import Lock


class LinkOffer(Command):
    """Make a link by which `organization` may say whether the offer holds still."""

    organization: OrganizationId
    lock: Lock
    limits: Limits
    campaigns: tuple[CampaignId, ...] = ()


class AnswerOfferByLink(Command):
    """Do what the holder of the link says, as if its organization had."""

    lock: Lock
    answer: ConfirmOffer | PauseOffer | EndOffer
    campaigns: tuple[CampaignId, ...] = ()
