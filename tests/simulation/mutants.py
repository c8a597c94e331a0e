"""Lines of the kernel, broken on purpose: whoever trusts the simulation should see it find them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from pymongo import ReplaceOne

from shared.eventsourcing import fold, handle
from shared.eventsourcing.log import Log
from shared.eventsourcing.projector import Projector
from shared.messaging import inbox
from shared.messaging.bus import Delivery, Unsent
from shared.messaging.envelope import Message
from shared.messaging.inbox import Inbox
from shared.messaging.parked import Parked
from shared.messaging.relay import NAME, Relay

Mutate = Callable[[pytest.MonkeyPatch], None]


def position_before_the_work(patch: pytest.MonkeyPatch) -> None:
    """The inbox says that it has taken in what it is about to take in."""
    work = Inbox._work

    async def hasty(self: Any, commits: Sequence[Any], again: bool) -> None:
        if commits:
            self._positions[self._name] = commits[-1].position
            await self._positions.save()
        await work(self, commits, again)

    patch.setattr(Inbox, "_work", hasty)


def command_ids_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    """A command that comes again is carried out again."""

    async def prepare(self: Any) -> None:
        await self._commits.create_index([("stream", 1), ("version", 1)], unique=True)

    async def find_nothing(self: Any, ids: Sequence[str]) -> list[None]:
        return [None for _ in ids]

    after = handle._Turn.after

    def forgetful(decider: Any, commits: Any) -> Any:
        turn = after(decider, commits)
        turn.commits.clear()
        return turn

    patch.setattr(Log, "prepare", prepare)
    patch.setattr(Log, "_find_batch", find_nothing)
    patch.setattr(handle._Turn, "after", staticmethod(forgetful))


def unconfirmed_counts_as_sent(patch: pytest.MonkeyPatch) -> None:
    """The relay goes on after what was not confirmed, and the next message claims to have told it.

    Without that claim the ranges show the gap, and the consumer asks: so the mere moving on does no harm.
    """

    async def careless(self: Any, message: Message) -> None:
        message = replace(message, start=getattr(self, "claimed", message.start))
        try:
            await self._bus.publish(message)
        except Unsent:
            self.claimed = message.start
        else:
            self.claimed = message.end
        self._positions[NAME] = message.end

    patch.setattr(Relay, "_send", careless)


def gaps_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    """The inbox takes every message for the next one."""
    take = Inbox.take

    async def trusting(self: Any, deliveries: Sequence[Delivery]) -> None:
        await take(self, [replace(each, message=replace(each.message, start=0)) for each in deliveries])

    patch.setattr(Inbox, "take", trusting)


def row_before_the_documents(patch: pytest.MonkeyPatch) -> None:
    """The projector says that it has shown what it is about to show."""
    save, project = Projector._save, Projector._project

    async def take(self: Any, commits: Sequence[Any]) -> None:
        async with self._turn:
            first, last = commits[0].position, commits[-1].position
            moved = [live for live in self._live if not live.failure and first - 1 <= live.position < last]
            stood = [live.position for live in moved]
            await save(self, moved, last)
            for live, position in zip(moved, stood, strict=True):
                live.position = position
                await project(self, live, commits)
                live.position = last

    patch.setattr(Projector, "_take", take)


def numbers_given_before_the_insert(patch: pytest.MonkeyPatch) -> None:
    """A number is used up although the insert it was meant for never arrived."""
    tip, insert = Log.tip, Log._insert

    async def reserved_tip(self: Any) -> int:
        return max(await tip(self), getattr(self, "reserved", 0))

    async def reserving(self: Any, numbered: list[dict[str, Any]]) -> Any:
        self.reserved = numbered[-1]["_id"]
        return await insert(self, numbered)

    patch.setattr(Log, "tip", reserved_tip)
    patch.setattr(Log, "_insert", reserving)


def guard_left_out(patch: pytest.MonkeyPatch) -> None:
    """Documents are written whatever stands there: a zombie puts an older one over a newer one."""

    def unguarded(query: dict[str, Any], document: dict[str, Any], upsert: bool) -> Any:
        return ReplaceOne({"_id": query["_id"]}, document, upsert=upsert)

    patch.setattr(fold, "ReplaceOne", unguarded)


def parked_overtaken(patch: pytest.MonkeyPatch) -> None:
    """The later commits of a parked stream are taken in before it."""
    patch.setattr(Parked, "holds", lambda self, commit: False)


def lost_links_taken_for_done(patch: pytest.MonkeyPatch) -> None:
    """The inbox passes over what MongoDB could not take at the moment."""
    together = Inbox._together

    async def hopeful(self: Any, commits: Sequence[Any]) -> None:
        with suppress(*inbox.TRANSIENT):
            await together(self, commits)

    patch.setattr(Inbox, "_together", hopeful)


MUTANTS: tuple[Mutate, ...] = (
    position_before_the_work,
    command_ids_not_looked_at,
    unconfirmed_counts_as_sent,
    gaps_not_looked_at,
    row_before_the_documents,
    numbers_given_before_the_insert,
    guard_left_out,
    parked_overtaken,
    lost_links_taken_for_done,
)
