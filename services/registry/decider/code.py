"""A 统一社会信用代码: held by one organization of a community at a time."""

from collections.abc import Sequence
from datetime import datetime

from services.registry.commands.code import FreeCode, TakeCode
from services.registry.events.code import CreditCodeFreed, CreditCodeTaken
from shared.errors import NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen


class CreditCodeHeld(Refused):
    """`link` leads to the organization that has it."""

    zh = "这个统一社会信用代码已登记在 {existing} 名下。请直接使用那个单位；若是重复登记，请合并。"
    en = "This credit code is registered for {existing}. Use that organization, or merge the two."


class Code(Frozen):
    """A code that was held once; by nobody now where `holder` is None."""

    community: str
    holder: str | None
    at: datetime


def decide(state: Code | None, command: TakeCode | FreeCode) -> Sequence[Event]:
    if isinstance(command, FreeCode):
        if state is None:
            raise NotFound
        held = state.holder == command.organization
        return [CreditCodeFreed(organization=command.organization)] if held else []
    holder = state.holder if state else None
    if holder == command.organization:
        return []
    if holder not in (None, command.gone):
        raise CreditCodeHeld(existing=holder, link=f"/api/registry/v1/organizations/{holder}")
    taken = CreditCodeTaken(
        community=command.community, code=command.code, organization=command.organization, at=command.at
    )
    return [taken]


def evolve(state: Code | None, event: CreditCodeTaken | CreditCodeFreed) -> Code:
    if isinstance(event, CreditCodeTaken):
        return Code(community=event.community, holder=event.organization, at=event.at)
    assert state
    return state.model_copy(update={"holder": None})


DECIDER: Decider[Code] = Decider(decide, evolve)
