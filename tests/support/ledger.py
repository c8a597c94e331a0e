"""The books of a fault test: what was acknowledged, what the log holds, and what a follower saw while it grew."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from shared.eventsourcing.decider import Commit

Page = Callable[[int], Awaitable[Sequence[tuple[int, str]]]]
"""The positions and command ids behind a position."""


class Follower:
    """Reads on from the last position it saw, as projector and relay do."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.position = 0
        self.seen: list[tuple[int, str]] = []

    async def run(self) -> None:
        """Follows for ever."""
        while True:
            await self.step()
            await asyncio.sleep(0.001)

    async def step(self) -> None:
        """One look."""
        for position, command_id in await self._page(self.position):
            self.seen.append((position, command_id))
            self.position = position


def acknowledged(file: Path) -> dict[str, int]:
    """What a writer wrote down; a last line that was cut off does not count."""
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    return {line.split()[0]: int(line.split()[1]) for line in lines if line.endswith("\n")}


def check(commits: Sequence[Commit], acked: dict[str, int], followers: Sequence[Follower]) -> None:
    """Fails if anything acknowledged is missing, doubled or moved, or if a follower missed something."""
    assert acked, "a run that acknowledged nothing proves nothing"
    assert [commit.position for commit in commits] == list(range(1, len(commits) + 1)), "positions have a gap"
    stored = {commit.command_id: commit.position for commit in commits}
    assert len(stored) == len(commits), "a command was carried out twice"
    wrong = {id_: (position, stored.get(id_)) for id_, position in acked.items() if stored.get(id_) != position}
    assert not wrong, f"acknowledged at a position where it is not: {dict(list(wrong.items())[:5])}"
    versions: dict[str, int] = {}
    for commit in commits:
        assert commit.version == versions.get(commit.stream, 0) + 1, f"{commit.stream} has a gap"
        versions[commit.stream] = commit.version
    for follower in followers:
        missed = len(commits) - len(follower.seen)
        assert follower.seen == [(c.position, c.command_id) for c in commits], f"a follower missed {missed} commits"
