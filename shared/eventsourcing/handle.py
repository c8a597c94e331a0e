"""The one way in: load, fold, decide, append. A click and a peer's message take it alike."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from shared.errors import KeyReused, PreconditionFailed, TooLarge, Unavailable
from shared.eventsourcing.decider import Commit, Decider, Deciders, Envelope, decider_of
from shared.eventsourcing.log import Clash, Log
from shared.runtime import clock

ATTEMPTS = 10
MAX_COMMIT_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to. `commit` is None when nothing had to change; `repeated` when it had been done before."""

    stream: str
    version: int
    position: int
    commit: Commit | None = None
    repeated: bool = False


Result = Outcome | Exception
T = TypeVar("T")


class Handler:
    """Handles the commands of one service; `written` is told of each commit that was placed."""

    def __init__(self, log: Log, deciders: Deciders, written: Callable[[Commit], None] = lambda _: None) -> None:
        self._log = log
        self._deciders = deciders
        self._written = written
        self._locks = _StreamLocks()

    async def handle(self, envelope: Envelope) -> Outcome:
        """Carries out one command. Raises the `DomainError` that refused it."""
        (result,) = await self.handle_many([envelope])
        if isinstance(result, Exception):
            raise result
        return result

    async def handle_many(self, envelopes: Sequence[Envelope]) -> list[Result]:
        """Carries out several commands with one load and one append; those of one stream in their order.

        Each gets its own result. What lost a race for its stream is decided anew, a bounded number of times.
        """
        results: dict[int, Result] = {}
        async with self._locks.hold({envelope.stream for envelope in envelopes}):
            for attempt in range(ATTEMPTS):
                todo = {i: envelope for i, envelope in enumerate(envelopes) if i not in results}
                if not todo:
                    break
                if attempt:
                    await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311
                results |= await self._attempt(todo, first=attempt == 0)
                _stop_lanes(envelopes, results)
        return [results.get(i, Unavailable(retry_after=1)) for i in range(len(envelopes))]

    async def state(self, stream: str) -> Any | None:
        """The present state of `stream`; None when it has not begun."""
        commits = await self._log.load(stream)
        decider = decider_of(self._deciders, stream)
        return decider.fold([event for commit in commits for event in commit.events])

    async def history(self, stream: str) -> list[Commit]:
        """All commits of `stream`, oldest first."""
        return await self._log.load(stream)

    async def _attempt(self, todo: dict[int, Envelope], first: bool) -> dict[int, Result]:
        """The results that are certain after one load and one append; what is missing must be decided anew."""
        read_at = clock.passed()
        turns = await self._load(todo, first)
        decided: dict[int, Commit] = {}
        results: dict[int, Result] = {}
        seen: set[str] = set()
        stopped: set[str] = set()
        for i, envelope in todo.items():
            if envelope.id in seen or envelope.lane in stopped:
                continue  # the same command twice: the second finds the first next time round
            seen.add(envelope.id)
            answer: Commit | Result
            try:
                answer = turns[envelope.stream].take(envelope)
            except Exception as refusal:
                answer = refusal
                stopped |= {envelope.lane} - {""}
            if isinstance(answer, Commit):
                decided[i] = answer
            else:
                results[i] = answer
        lost = await self._append(todo, decided, results, read_at)
        return await self._certain(todo, results, lost)

    async def _load(self, todo: dict[int, Envelope], first: bool) -> "dict[str, _Turn]":
        fresh = {envelope.stream for envelope in todo.values() if envelope.creates} if first else set()
        streams = {envelope.stream for envelope in todo.values()}
        known = sorted(streams - fresh)
        loaded = dict(zip(known, await _all(map(self._log.load, known)), strict=True))
        return {stream: _Turn.after(decider_of(self._deciders, stream), loaded.get(stream, [])) for stream in streams}

    async def _append(
        self, todo: dict[int, Envelope], decided: dict[int, Commit], results: dict[int, Result], read_at: float
    ) -> set[str]:
        """Enters what was placed into `results`; gives the streams on which somebody else was faster."""
        if not decided:
            return set()
        placed = await self._log.append(list(decided.values()), [todo[i].lane for i in decided], read_at)
        lost = set()
        for (i, draft), place in zip(decided.items(), placed, strict=True):
            if isinstance(place, Clash):
                lost.add(draft.stream)
            elif isinstance(place, Exception):
                results[i] = place
            else:
                results[i] = Outcome(place.stream, place.version, place.position, place)
                self._written(place)
        return lost

    async def _certain(
        self, todo: dict[int, Envelope], results: dict[int, Result], lost: set[str]
    ) -> dict[int, Result]:
        """Looks up by command id whatever was not placed now: it may have been, the first time it came."""
        doubtful = [i for i in todo if not _placed_now(results.get(i))]
        found = await _all(self._log.find(todo[i].id) for i in doubtful)
        for i, commit in zip(doubtful, found, strict=True):
            if commit is not None:
                results[i] = _repeat(commit, todo[i])
                self._written(commit)  # it may be news: perhaps only the answer to it was lost
            elif todo[i].stream in lost:
                results.pop(i, None)
        return results


@dataclass(slots=True)
class _Turn:
    """One stream during one attempt: its state moves on with every command decided."""

    decider: Decider[Any]
    state: Any
    version: int
    position: int
    commits: dict[str, Commit] = field(default_factory=dict)

    @classmethod
    def after(cls, decider: Decider[Any], commits: Sequence[Commit]) -> "_Turn":
        state = decider.fold([event for commit in commits for event in commit.events])
        position = commits[-1].position if commits else 0
        return cls(decider, state, len(commits), position, {commit.command_id: commit for commit in commits})

    def take(self, envelope: Envelope) -> Commit | Outcome:
        """Decides. Raises what the policy, the precondition or the decider refuses with."""
        if done := self.commits.get(envelope.id):
            return _repeat_or_raise(done, envelope)
        if envelope.allow is not None:
            envelope.allow(self.state)
        if envelope.if_match is not None and envelope.if_match != self.version:
            raise PreconditionFailed(version=self.version)
        events = tuple(self.decider.decide(self.state, envelope.command))
        if not events:
            return Outcome(envelope.stream, self.version, self.position)
        if sum(len(event.model_dump_json().encode()) for event in events) > MAX_COMMIT_BYTES:
            raise TooLarge
        self.state = self.decider.fold(events, self.state)
        self.version += 1
        return _draft(envelope, self.version, self.state.community, events)


async def _all(asked: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """What they answer, asked at once; for one or none it costs nothing."""
    waiting = list(asked)
    return [await one for one in waiting] if len(waiting) < 2 else await asyncio.gather(*waiting)


def _draft(envelope: Envelope, version: int, community: str, events: tuple[Any, ...]) -> Commit:
    return Commit(
        position=0,
        stream=envelope.stream,
        version=version,
        command_id=envelope.id,
        body_mac=envelope.body_mac,
        community=community,
        actor=envelope.command.actor,
        correlation=envelope.correlation,
        causation=envelope.causation,
        at=envelope.command.at,
        events=events,
    )


def _stop_lanes(envelopes: Sequence[Envelope], results: dict[int, Result]) -> None:
    refused: dict[str, Exception] = {}
    for i, envelope in enumerate(envelopes):
        result = results.get(i)
        if envelope.lane in refused:
            results.setdefault(i, refused[envelope.lane])
        elif envelope.lane and isinstance(result, Exception):
            refused[envelope.lane] = result


def _placed_now(result: Result | None) -> bool:
    return isinstance(result, Outcome) and result.commit is not None


def _repeat(commit: Commit, envelope: Envelope) -> Result:
    if commit.body_mac != envelope.body_mac:
        return KeyReused(field="Idempotency-Key")
    return Outcome(commit.stream, commit.version, commit.position, commit, repeated=True)


def _repeat_or_raise(commit: Commit, envelope: Envelope) -> Outcome:
    result = _repeat(commit, envelope)
    if isinstance(result, Exception):
        raise result
    return result


class _StreamLocks:
    """One command at a time per stream in this process: racing against oneself only costs retries."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, streams: set[str]) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for stream in sorted(streams):  # always in the same order, so nobody waits in a circle
                await stack.enter_async_context(self._one(stream))
            yield

    @asynccontextmanager
    async def _one(self, stream: str) -> AsyncIterator[None]:
        lock, waiting = self._locks.get(stream, (asyncio.Lock(), 0))
        self._locks[stream] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks.pop(stream)
            if waiting > 1:
                self._locks[stream] = (lock, waiting - 1)
