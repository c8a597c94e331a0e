"""Backup, a fresh stack, restore: the same table, and who was erased meanwhile stays erased."""

import shutil
from pathlib import Path

from demo.table import Table
from tests.compose.town import Town, table_in

PHONE = "13900007788"
KEPT = ("secret", "master_key")
"""What an operator keeps apart from the backups, and brings along; all other secrets are made anew."""


async def register(town: Town) -> str:
    """Registers somebody who is found by the phone number; gives the id."""
    node = town.played()["ids"]["hetaoyuan"]
    body = {"community": node, "consent": "in_person", "name": "钱某", "phone": PHONE}
    async with town.browser(town.token("desk")) as client:
        made = await client.post("/api/registry/v1/persons", json=body)
        assert made.status_code == 201, made.text
        assert await _found(town) == [made.json()["id"]]
        return str(made.json()["id"])


def back_up(town: Town) -> str:
    """The data, all services at one instant."""
    return town.operator("backup", "/backup/data")


async def erase(town: Town, person: str) -> str:
    """Erases the person, and backs the keys up after that; the data are those of before."""
    async with town.browser(town.token("desk")) as client:
        path = f"/api/registry/v1/persons/{person}"
        erased = await client.delete(path, params={"reason": "asked_by_person"})
        assert erased.is_success, erased.text
    return town.operator("backup", "--keys", "/backup/keys")


def restore(old: Town, new: Town) -> str:
    """Puts the backup into a stack that never ran."""
    new.secrets.mkdir(mode=0o700)
    for name in KEPT:
        shutil.copy(old.secrets / name, new.secrets / name)
    new.make_secrets()
    return new.operator("restore", "/backup/data", "--keys", "/backup/keys")


def carry_on(new: Town, played: str) -> Table:
    """Starts it; the demonstration knows its people again, and shows the table."""
    new.up()
    written = new.inside("portal", "sh", "-c", "cat > /var/lib/pomegranate/demonstration.json", given=played)
    assert written.returncode == 0, written.stderr
    return table_in(new.up("demo"))


async def assert_erased(town: Town, person: str) -> None:
    """The person is gone, from the vault and from the searches."""
    assert await _found(town) == []
    async with town.browser(town.token("desk")) as client:
        path = f"/api/registry/v1/persons/{person}/reveals"
        revealed = await client.post(path, json={"purpose": "arrange_delivery"})
        assert revealed.status_code == 410, revealed.text


async def _found(town: Town) -> list[str]:
    node = town.played()["ids"]["hetaoyuan"]
    async with town.browser(town.token("desk")) as client:
        answer = await client.post("/api/registry/v1/persons/matches", json={"community": node, "phone": PHONE})
        assert answer.is_success, answer.text
        return [each["person"] for each in answer.json()["items"]]


def folder(path: Path) -> Path:
    """A folder that the container's user may write to."""
    path.mkdir()
    path.chmod(0o777)
    return path
