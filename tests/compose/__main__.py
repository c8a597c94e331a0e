"""`python -m tests.compose`: takes a stack through its life and tells the times; ends all it has begun."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from demo.table import Table
from scripts.stack.docker import Failed, check, said
from services.catalogue import SERVICES
from tests.compose import restoring
from tests.compose.load import load
from tests.compose.town import PLAYING, Town, positions_in, step, table_in
from tests.e2e.expected import assert_right

MOST_BYTES = 420_000_000
"""Of these the solver of plans, with NumPy, is 137 million."""
REPLACED = (*(f"{name}-{role}" for role in ("api", "worker") for name in SERVICES), "portal")
"""What `make replace` replaces."""


def main() -> int:
    """Exit status 1 when Docker is missing or something is not as it should be."""
    try:
        check()
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        backups = restoring.folder(place / "backups")
        for name in ("data", "keys"):
            restoring.folder(backups / name)
        old, new = (Town(f"pomegranate-{name}", place, backups) for name in ("first", "second"))
        with _ended(old):
            person, table, played = _first(old)
        with _ended(new):
            _second(old, new, person, table, played)
    print("the stack does what it should")
    return 0


def _first(town: Town) -> tuple[str, Table, str]:
    """Gives who was erased, the table, and what the demonstration keeps."""
    with step("make up: image, secrets, stack, story through the door"):
        said_at_first = town.up("demo")
        assert PLAYING in said_at_first, said_at_first
        assert_right(table_in(said_at_first))
    _image()
    with step("users of their own, nobody else"):
        _users(town)
    with step("TLS, pages, limits at the door"):
        asyncio.run(_door(town))
    with step("make down, make up: nothing is lost"):
        town.down()
        again = town.up("demo")
        assert PLAYING not in again
        assert table_in(again) == table_in(said_at_first)
    with step("every process is replaced while people work"):
        asyncio.run(_replace(town))
    with step("backup; then one person is erased, and the keys are backed up"):
        person = asyncio.run(restoring.register(town))
        print(restoring.back_up(town))
        print(asyncio.run(restoring.erase(town, person)))
    played = town.inside("portal", "cat", "/var/lib/pomegranate/demonstration.json").stdout
    return person, table_in(again), played


def _second(old: Town, new: Town, person: str, table: Table, played: str) -> None:
    with step("restore into a stack that never ran"):
        print(restoring.restore(old, new))
    with step("make up: the same table"):
        restored = restoring.carry_on(new, played)
        assert replace(restored, positions="") == replace(table, positions="")
        before, after = positions_in(table), positions_in(restored)
        assert all(after[name] >= before[name] for name in SERVICES), (before, after)
    with step("who was erased stays erased"):
        asyncio.run(restoring.assert_erased(new, person))


@contextmanager
def _ended(town: Town) -> Iterator[None]:
    try:
        yield
    finally:
        with step("make down ERASE=yes"):
            town.down(erase=True)


def _image() -> None:
    shown = json.loads(said("image", "inspect", "pomegranate:0.0.1"))[0]
    print(f"   image: {shown['Size'] / 1e6:.0f} MB, user {shown['Config']['User']}")
    assert shown["Size"] <= MOST_BYTES
    assert shown["Config"]["User"] == "10001:10001"


def _users(town: Town) -> None:
    users = town.inside("rabbitmq", "rabbitmqctl", "-q", "list_users", "--formatter", "json").stdout
    assert {each["user"] for each in json.loads(users)} == {*SERVICES, "operator"}
    look = "db.getSiblingDB('pomegranate_{}').commits.findOne() !== null"
    url = (town.secrets / "notify_mongo_url").read_text().strip()
    for database, may in (("notify", True), ("registry", False), ("registry_keys", False)):
        seen = town.inside("mongo", "mongosh", "--quiet", url, "--eval", look.format(database))
        assert ("not authorized" not in seen.stderr + seen.stdout) == may, (database, seen)
    stranger = town.inside("mongo", "mongosh", "--quiet", "mongodb://mongo:27017", "--eval", look.format("notify"))
    assert "requires authentication" in stranger.stderr + stranger.stdout, stranger


async def _door(town: Town) -> None:
    async with town.browser() as client:
        home = await client.get("/")
        assert "<title>" in home.text
        assert "default-src 'none'" in home.headers["content-security-policy"]
        settings = (await client.get("/portal/settings.json")).json()
        assert settings["issuer"] == f"{town.address}/oidc"
        for name in SERVICES:
            assert (await client.get(f"/api/{name}/v1/openapi.json")).is_success, name
        assert (await client.get("/api/notify/v1/notices/unread")).status_code == 401
        assert (await client.get("/api/nobody/v1/tree")).status_code == 404
        too_much = await client.post("/api/registry/v1/wishes", content=b"x" * (2 * 1024 * 1024))
        assert too_much.status_code == 413


async def _replace(town: Town) -> None:
    async with load(town) as books:
        await asyncio.sleep(2)
        as_before = r"^pomegranate\.(matching|registry).*$"
        _rights_of_matching(town, as_before)
        before = books.answers
        running = _containers(town)
        await asyncio.to_thread(town.replace)
        assert not _containers(town) & running, "not all were replaced"
        assert _rights_of_matching(town) != as_before, "the broker was not told the rights of this release"
        assert books.answers - before > len(running), "hardly anybody worked meanwhile"
        await asyncio.sleep(2)
    print(f"   {books.answers} answers, {len(books.failed)} failed, the slowest took {books.longest:.1f} s")
    assert not books.failed, books.failed[:10]
    await _assert_kept(town, books.acknowledged)


def _rights_of_matching(town: Town, before: str | None = None) -> str:
    """What it may read at the broker; as a release before had it, from now on."""
    if before:
        rights = (f"{before}|^amq\\.default$", f"{before}|^amq\\.default$", before)
        town.inside("rabbitmq", "rabbitmqctl", "-q", "set_permissions", "-p", "pomegranate", "matching", *rights)
    rows = town.inside("rabbitmq", "rabbitmqctl", "-q", "list_user_permissions", "matching", "--formatter", "json")
    return str(json.loads(rows.stdout)[0]["read"])


def _containers(town: Town) -> set[str]:
    found = set(town.compose("ps", "--quiet", *REPLACED).split())
    assert len(found) == len(REPLACED)
    return found


async def _assert_kept(town: Town, acknowledged: dict[str, str]) -> None:
    assert acknowledged
    async with town.browser(town.token("desk")) as client:
        for name, organization in acknowledged.items():
            shown = await client.get(f"/api/registry/v1/organizations/{organization}")
            assert shown.is_success, shown.text
            assert shown.json()["name"] == name


if __name__ == "__main__":
    sys.exit(main())
