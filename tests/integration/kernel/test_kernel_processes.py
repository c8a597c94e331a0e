"""Several processes on one log, killed at any moment: nothing acknowledged is lost, and no follower misses a thing."""

import asyncio
import signal
from pathlib import Path

from tests.support.eventually import eventually, running
from tests.support.ledger import Follower, acknowledged, check
from tests.support.naive import NaiveLog
from tests.support.process import process
from tests.support.toy import Toy

WRITER = "tests.support.writer"
COMMANDS = 800


def _follow(toy: Toy) -> Follower:
    async def page(after: int) -> list[tuple[int, str]]:
        return [(commit.position, commit.command_id) for commit in await toy.log.page(after)]

    return Follower(page)


async def test_two_processes_one_of_them_killed(toy: Toy, mongo_url: str, tmp_path: Path) -> None:
    name, follower = toy.database.name, _follow(toy)
    files = {writer: tmp_path / writer for writer in ("a", "b")}
    async with running(follower.run()):
        async with (
            process(WRITER, mongo_url, name, "a", COMMANDS, files["a"]) as first,
            process(WRITER, mongo_url, name, "b", COMMANDS, files["b"]) as second,
        ):
            await eventually(lambda: len(acknowledged(files["b"])) > COMMANDS // 10, "it is under way")
            second.send(signal.SIGKILL)
            await second.finished()
            before = acknowledged(files["b"])
            assert len(before) < COMMANDS, "it was killed too late to prove anything"
            async with process(WRITER, mongo_url, name, "b", COMMANDS, files["b"]) as successor:
                await first.says("written", within=60)
                await successor.says("written", within=60)
        commits = await toy.commits()
        await eventually(lambda: follower.position == len(commits), "the follower reaches the end")
    after = acknowledged(files["b"])
    assert {id_: after[id_] for id_ in before} == before, "a repeated command got another answer"
    assert len(commits) == 2 * COMMANDS
    check(commits, acknowledged(files["a"]) | after, [follower])


async def test_the_same_follower_loses_events_of_a_log_numbered_before_the_commit(toy: Toy) -> None:
    naive = NaiveLog(toy.database)
    follower = Follower(naive.page)
    acked: dict[str, int] = {}

    async def write(writer: int) -> None:
        for n in range(20):
            acked[f"{writer}-{n}"] = await naive.append(f"{writer}-{n}")

    async with running(follower.run()):
        await asyncio.gather(*(write(writer) for writer in range(30)))
        await eventually(lambda: follower.position == len(acked), "the follower reaches the end")
    stored = await naive.page(0)
    assert len(stored) == len(acked) == 600  # all of it is there
    assert len(follower.seen) < len(stored)  # and not all of it was seen
