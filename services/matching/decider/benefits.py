"""Decisions about benefits: taken in from evaluation, and given by the community for a need."""

from collections.abc import Sequence

from services.matching.commands import AskedBenefit, ClaimRequest, KnowBenefits
from services.matching.decider.state import State
from services.matching.events.benefit import BenefitGiven, BenefitsKnown
from shared.errors import Malformed, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event


class UnknownBenefit(Malformed):
    """No such benefit in the scheme that is in force."""

    zh = "现行评价细则里没有这项回馈服务，请从推荐里选一项。"
    en = "The scheme in force has no such benefit. Choose one of those suggested."


class GivenByCommunity(Refused):
    """It is the community's to give."""

    zh = "回馈服务由社区提供：请以社区名义承接，或去掉这一项。"
    en = "A benefit is given by the community. Claim for the community, or leave the benefit out."


class ForMembersNeeds(Refused):
    """It comes back to those who take part."""

    zh = "回馈服务只用于联盟成员单位的需求；请不带这一项，由社区直接承接。"
    en = "A benefit is for the need of a member of the alliance. Leave it out and let the community meet it as it is."


def given(state: State, command: ClaimRequest) -> BenefitGiven | None:
    """The benefit a claim comes with. Raises UnknownBenefit, GivenByCommunity, ForMembersNeeds."""
    asked: AskedBenefit | None = command.benefit
    if asked is None:
        return None
    if command.claimant.kind != "community":
        raise GivenByCommunity
    if state.about.organization is None or not asked.member:
        raise ForMembersNeeds
    if asked.given is None:
        raise UnknownBenefit(field="benefit")
    return asked.given


def know(state: BenefitsKnown | None, command: KnowBenefits) -> Sequence[Event]:
    """The fact: recorded even if it is known, so that its command is remembered."""
    return [command.known]


def _last(state: BenefitsKnown | None, event: BenefitsKnown) -> BenefitsKnown:
    return event


BENEFITS: Decider[BenefitsKnown] = Decider(know, _last)
