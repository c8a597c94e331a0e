"""`pomegranate dev`, as a person meets it: killed while it starts for the first time, stopped, and started again."""

import asyncio
import json
import re
import shutil
from dataclasses import fields
from pathlib import Path

import httpx2
import pytest

from demo.table import Table
from services.embedded.programs import apt_install
from tests.e2e.expected import assert_right
from tests.support.dev import Dev, gone, started
from tests.support.eventually import eventually
from tests.support.program import PROGRAM

PLAYING = "演示 demonstration:"
FIRST_KILLS = ("starting MongoDB", f"{PLAYING} 三十个微心愿", f"{PLAYING} 对接与兑现", f"{PLAYING} 需求对接")
"""Moments of the very first start: mongod comes up, wishes are posted, the meeting has just closed, needs are met."""


def table_in(said: str) -> Table:
    """The table as it was printed."""
    lines = said.splitlines()
    first = next(number for number, line in enumerate(lines) if "wishes published" in line)
    return Table(*lines[first : first + len(fields(Table))])


def walk_in(said: str) -> list[str]:
    """The lines to paste."""
    return [line.strip() for line in said.splitlines() if line.strip().startswith("curl ")]


@pytest.fixture(scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Table]:
    """A state directory whose first start was killed four times before it came to its end, with the table."""
    state = tmp_path_factory.mktemp("embedded") / "state"
    for moment in FIRST_KILLS:
        async with started(state) as dev:
            await dev.says(moment)
            children = dev.children()
            await dev.kill()
            await gone(children)
    async with started(state) as dev:
        table = table_in(await dev.ready())
        assert_right(table)
        assert await dev.interrupt() < 10
    return state, table


@pytest.mark.timeout(300)
async def test_a_second_start_keeps_the_data_and_does_not_play(played: tuple[Path, Table]) -> None:
    state, table = played
    async with started(state) as dev:
        said = await dev.ready()
        assert PLAYING not in said
        assert table_in(said) == table
        await _assert_the_wishes_were_claimed_in_a_meeting(dev)
        again = Dev(state, "again.log")
        await again.start()
        await again.says(dev.address, within=20)
        await eventually(lambda: again.exit_code == 0, "the second one ends well")


async def _assert_the_wishes_were_claimed_in_a_meeting(dev: Dev) -> None:
    meeting = json.loads((dev.state / "demonstration.json").read_text())["ids"]["meeting"]
    headers = {"Authorization": f"Bearer {(dev.state / 'tokens' / 'desk').read_text()}"}
    async with httpx2.AsyncClient(base_url=dev.address, headers=headers) as client:
        held = (await client.get(f"/api/matching/v1/meetings/{meeting}")).json()
        assert (held["state"], held["claimed"], held["total"]) == ("closed", 30, 30)
        assert all(any(claim["here"] for claim in number["claims"]) for number in held["numbers"])
        sheet = (await client.get(f"/api/matching/v1/meetings/{meeting}/sheet")).json()
        assert "30 个心愿，已认领 30 个。" in sheet["text"]


@pytest.mark.timeout(240)
async def test_the_walk_can_be_pasted_and_nothing_acknowledged_is_lost(played: tuple[Path, Table]) -> None:
    state, _ = played
    assert shutil.which("curl") or apt_install("curl"), "请安装 curl / install curl: the walk is printed for it"
    async with started(state) as dev:
        said = await dev.ready()
        answers = [await _shell(line) for line in walk_in(said)]
        assert len(answers) == 5
        for answer, expected in zip(
            answers, ('"ledger"', '"position"', '"expired"', '"words_zh"', '"items"'), strict=True
        ):
            assert expected in answer
        wish = re.search(r'"id":"(wish_[a-z2-7]{26})"', answers[1])
        assert wish
        token = await _shell(_token_line(said))
        assert (await _words(dev, wish[1], token)) == "想要一本大字挂历"
        await dev.kill()
    async with started(state) as dev:
        await dev.ready()
        assert (await _words(dev, wish[1], token)) == "想要一本大字挂历"
        await _assert_ctrl_c_leaves_nothing(dev)


async def _assert_ctrl_c_leaves_nothing(dev: Dev) -> None:
    children = dev.children()
    assert any("mongod" in child.name() for child in children)
    assert await dev.interrupt() < 10
    assert dev.exit_code == 0
    await gone(children)


def _token_line(said: str) -> str:
    """The line that signs another token, with the program of these tests."""
    line = next(line for line in said.splitlines() if "pomegranate token" in line)
    return line.strip().replace(".venv/bin/pomegranate", str(PROGRAM))


async def _words(dev: Dev, wish: str, token: str) -> str:
    async def look() -> str | None:
        found = await client.post(f"/api/registry/v1/wishes/{wish}/words", headers=headers, json={"purpose": "review"})
        return found.json()["words"] if found.is_success else None

    headers = {"Authorization": f"Bearer {token.strip()}"}
    async with httpx2.AsyncClient(base_url=dev.address) as client:
        return str(await eventually(look, "the desk reads the wish"))


async def _shell(line: str) -> str:
    process = await asyncio.create_subprocess_shell(line, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.decode()
