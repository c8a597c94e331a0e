"""Holding a 统一社会信用代码 while an organization is written that has it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from services.registry.commands.code import FreeCode, TakeCode, stream_of
from services.registry.decider.code import Code
from shared.errors import DomainError
from shared.eventsourcing.decider import Envelope
from shared.http.dependencies import Body, Write

_ABANDONED = timedelta(minutes=1)
"""After this long a holder that is not there will not come any more: its registration was cut off."""


@asynccontextmanager
async def holding(write: Write, code: str | None, community: str, organization: str) -> AsyncIterator[None]:
    """Lets `organization` hold `code` from before what is written inside, and no longer where that is refused.

    Raises CreditCodeHeld where another one has it: of two at the same time, one.
    """
    if code is None:
        yield
        return
    before = await write.service.handler.state(stream_of(community, code))
    command = TakeCode(
        at=write.at,
        actor=write.actor(Body()),
        community=community,
        code=code,
        organization=organization,
        gone=await _gone(write, before),
    )
    await _send(write, command, stream_of(community, code))
    try:
        yield
    except DomainError as refusal:
        if refusal.status < 500 and not (isinstance(before, Code) and before.holder == organization):
            await free(write, code, community, organization)
        raise


async def free(write: Write, code: str, community: str, organization: str) -> None:
    """Lets `code` go, if `organization` has it."""
    await _send(
        write, FreeCode(at=write.at, actor=write.actor(Body()), organization=organization), stream_of(community, code)
    )


async def _gone(write: Write, held: Code | None) -> str | None:
    """The holder, if its registration never came to be."""
    if held is None or held.holder is None or write.at - held.at < _ABANDONED:
        return None
    return held.holder if await write.service.handler.state(held.holder) is None else None


async def _send(write: Write, command: TakeCode | FreeCode, stream: str) -> None:
    """Each attempt by itself: what a repetition finds done already changes nothing."""
    name = f"{write.command_id}/{stream}/{type(command).__name__}/{write.at.isoformat()}"
    await write.service.handler.handle(Envelope(stream, command, id=name, correlation=write.correlation))
