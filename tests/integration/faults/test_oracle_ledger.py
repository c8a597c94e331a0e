"""The ledger of the rig: on the disk before the answer counts, and readable after a crash."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

from tests.chaos.ledger import Ledger, Sent, Told
from tests.chaos.oracle.commands import command_ids

SENT = Sent(1, "key", "post_wish", "registry", "sub:desk", "POST", "/api/registry/v1/wishes", "", "digest")
TOLD = Told(1, "acknowledged", 201, id="wish_a", position=7, version=1)


async def test_each_line_is_on_the_disk_when_writing_returns(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger") as ledger:
        await asyncio.gather(*(ledger.sent(replace(SENT, number=n, key=f"k{n}")) for n in range(50)))
        written = (tmp_path / "ledger").read_text().splitlines()
        assert [json.loads(line)["number"] for line in written] == list(range(50))


async def test_a_last_line_that_was_cut_off_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with Ledger(path) as ledger:
        await ledger.sent(SENT)
        await ledger.told(TOLD)
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with Ledger(path) as ledger:
        (entry,) = ledger.entries()
        assert entry.kind == "unknown"
        await ledger.sent(replace(SENT, number=ledger.next_number()))
        (entry,) = ledger.entries()
    assert [attempt.sent.number for attempt in entry.attempts] == [1, 2]


async def test_it_knows_what_was_told_to_anybody_before_an_attempt_went_out(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger") as ledger:
        await ledger.sent(SENT)
        await ledger.sent(replace(SENT, number=2, key="other"))
        await ledger.told(TOLD)
        await ledger.sent(replace(SENT, number=3, key="third"))
        first, other, third = ledger.entries()
        assert ledger.counts() == {"acknowledged": 1, "refused": 0, "unknown": 0}
    assert (first.kind, other.kind, third.kind) == ("acknowledged", "unknown", "unknown")
    assert [entry.attempts[0].before for entry in (first, other, third)] == [0, 0, 7]


def test_a_command_is_another_one_for_another_caller_key_or_query() -> None:
    others = [replace(SENT, caller="person_a"), replace(SENT, key="k"), replace(SENT, query="reason=died")]
    assert len({command_ids(sent, b"secret")[0] for sent in (SENT, *others)}) == 4
    assert command_ids(replace(SENT, number=9, digest="x"), b"secret") == command_ids(SENT, b"secret")
