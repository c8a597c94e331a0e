"""A collection campaign: open until it is closed. Which offers it asks about is settled when it opens."""

from collections.abc import Sequence
from typing import assert_never

from services.registry.commands import CloseCampaign, OpenCampaign
from services.registry.events.campaign import CampaignClosed, CampaignOpened
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen


class AlreadyOpened(Refused):
    zh = "这次征集已经建立，请直接使用它。"
    en = "This campaign exists already. Use it."


class CampaignOver(Refused):
    zh = "这次征集已经结束；请在新的征集里记录，或直接修改资源。"
    en = "This campaign is closed. Record it in a new one, or change the offer itself."


class NotInCampaign(Refused):
    zh = "这条资源不在这次征集的名单里，请直接修改资源。"
    en = "This campaign does not ask about that offer. Change the offer itself."


class Campaign(Frozen):
    """A campaign and the offers it asks about."""

    campaign: str
    community: str
    offers: frozenset[str]
    open: bool = True


def decide(state: Campaign | None, command: OpenCampaign | CloseCampaign) -> Sequence[Event]:
    match command:
        case OpenCampaign():
            return [_open(state, command)]
        case CloseCampaign(note=note):
            if state is None:
                raise NotFound
            if not state.open:
                raise CampaignOver
            return [CampaignClosed(note=note)]
        case _:
            assert_never(command)


def _open(state: Campaign | None, command: OpenCampaign) -> Event:
    if state is not None:
        raise AlreadyOpened
    if command.last < command.first:
        zh, en = "结束日期不能早于开始日期。", "the last day can't lie before the first."
        raise Malformed(field="last", reason_zh=zh, reason_en=en)
    if not command.offers:
        zh, en = "没有符合条件的资源，请放宽条件。", "no offer fits. Ask for less."
        raise Malformed(field="offers", reason_zh=zh, reason_en=en)
    return CampaignOpened(**command.model_dump(exclude={"at", "actor"}))


def evolve(state: Campaign | None, event: CampaignOpened | CampaignClosed) -> Campaign:
    match event:
        case CampaignOpened():
            return Campaign(campaign=event.campaign, community=event.community, offers=frozenset(event.offers))
        case CampaignClosed():
            assert state
            return state.model_copy(update={"open": False})


def asks_about(state: Campaign | None, offer: str) -> None:
    """Raises NotFound, CampaignOver or NotInCampaign unless `offer` can be asked about in it."""
    if state is None:
        raise NotFound
    if offer not in state.offers:
        raise NotInCampaign
    is_open(state, state.community)


def is_open(state: Campaign | None, community: str) -> None:
    """Raises NotFound or CampaignOver unless something can be said in it about `community`."""
    if state is None or state.community != community:
        raise NotFound
    if not state.open:
        raise CampaignOver


DECIDER: Decider[Campaign] = Decider(decide, evolve)
