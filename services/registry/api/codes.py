"""Holding a 统一社会信用代码 while an organization is written that has it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from services.registry.commands.code import FreeCode, TakeCode, stream_of
from services.registry.decider.code import Code
from services.registry.decider.organization_state import Organization
from shared.errors import DomainError
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Outcome
from shared.http.dependencies import Body, Write

_ABANDONED = timedelta(minutes=1)
"""After this long a holder that does not have the code will not get it any more: what was to give it was cut off."""


@asynccontextmanager
async def holding(write: Write, code: str | None, community: str, organization: str) -> AsyncIterator[None]:
    """Lets `organization` hold `code` from before what is written inside, and no longer where that is refused.

    Raises CreditCodeHeld where another one has it: of two at the same time, one.
    """
    if code is None:
        yield
        return
    stream = stream_of(community, code)
    command = TakeCode(
        at=write.at,
        actor=write.actor(Body()),
        community=community,
        code=code,
        organization=organization,
        gone=await _gone(write, await write.service.handler.state(stream), code, organization),
    )
    took = (await _send(write, command, stream)).commit is not None
    try:
        yield
    except DomainError as refusal:
        if took and refusal.status < 500:
            await free(write, code, community, organization)
        raise


async def free(write: Write, code: str, community: str, organization: str) -> None:
    """Lets `code` go, if `organization` holds it and does not have it: somebody may have written that meanwhile."""
    if _has(await write.service.handler.state(organization), code):
        return
    await _send(
        write, FreeCode(at=write.at, actor=write.actor(Body()), organization=organization), stream_of(community, code)
    )


async def _gone(write: Write, held: Code | None, code: str, asker: str) -> str | None:
    """The holder, if what was to give it `code` or to take it away was cut off, or if it was merged into `asker`."""
    if held is None or held.holder is None or write.at - held.at < _ABANDONED:
        return None
    holder: Organization | None = await write.service.handler.state(held.holder)
    merged = holder is not None and holder.merged_into == asker
    return held.holder if merged or not _has(holder, code) else None


def _has(organization: Organization | None, code: str) -> bool:
    return organization is not None and organization.facts.credit_code == code


async def _send(write: Write, command: TakeCode | FreeCode, stream: str) -> Outcome:
    """Each attempt by itself: what a repetition finds done already changes nothing."""
    name = f"{write.command_id}/{stream}/{type(command).__name__}/{write.at.isoformat()}"
    return await write.service.handler.handle(Envelope(stream, command, id=name, correlation=write.correlation))
