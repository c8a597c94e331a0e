"""The demonstration in the embedded default: played once, then shown at every start."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from demo.client import MINE, Client
from demo.facts import Entry, facts
from demo.people import SignIn
from demo.showing import Place, show, show_elsewhere
from demo.story import Stage, tell
from demo.table import read_table
from services.catalogue import SERVICES
from services.founding import found
from services.portal.signin.person import Person
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation
from shared.runtime.service import Service

PLAYED = "demonstration.json"
"""In the state directory once all of it was played: the ids and people it brought up."""


async def play(
    address: str, installation: Installation, issuer: Issuer, console: Console, public: str | None = None
) -> None:
    """Plays the demonstration unless it was played before, then shows what one can do with it.

    It never plays where a commit stands that is not its own. `public`: the installation runs elsewhere, and that is how
    people reach it; nothing of this machine is shown then.
    """
    services = {name: await installation.service(part) for name, part in SERVICES.items()}
    directory = installation.settings.state_dir
    played = directory / PLAYED

    async def tips() -> Mapping[str, int]:
        return {name: await service.log.tip() for name, service in services.items()}

    if not played.exists() and await _used(services):
        console.print("已有别的数据，不播放演示 there are data of somebody's own: the demonstration is not played")
        console.print(f"地址 address: {address}")
        return
    async with Client(dict.fromkeys(SERVICES, address)) as client:
        stage = Stage(client, issuer)
        if played.exists():
            _remember(stage, json.loads(played.read_text()))
        else:
            stage.ids["root"] = await found(installation, **facts("story")["places"]["root"], correlation=f"{MINE}root")
            client.positions["registry"] = f"registry:{(await tips())['registry']}"
            await _play(stage, console)
            _keep(played, {"ids": stage.ids, "people": [person.dump() for person in stage.people.values()]})
        table = await read_table(stage, tips)
        if public:
            show_elsewhere(stage, public, table, console)
        else:
            show(stage, Place(address, directory, await _own_mongo(installation)), table, console)


def guests(directory: Path) -> list[Person]:
    """Who can sign in on the pages; nobody before the demonstration was played."""
    played = directory / PLAYED
    if not played.exists():
        return []
    kept = json.loads(played.read_text())
    names = {kept["ids"][place["key"]]: place["name"] for place in _places()}
    return [Person(**person, where=names.get(person["node"], "")) for person in kept["people"]]


def _places() -> list[Entry]:
    places = facts("story")["places"]
    return [{"key": "root", **places["root"]}, *places["nodes"]]


async def _used(services: Mapping[str, Service]) -> bool:
    foreign = {"correlation": {"$not": {"$regex": f"^{MINE}"}}}
    return any([await service.log.holds(foreign) for service in services.values()])


async def _play(stage: Stage, console: Console) -> None:
    with console.status("正在播放演示 playing the demonstration …") as status:

        def tell_console(chapter: str) -> None:
            status.update(f"演示 demonstration: {chapter} …")
            if not console.is_terminal:
                console.print(f"演示 demonstration: {chapter}")

        stage.tell = tell_console
        await tell(stage)


async def _own_mongo(installation: Installation) -> str | None:
    """Where the MongoDB is that we started ourselves; of another one the URL may hold a password."""
    if installation.settings.mongo_url:
        return None
    host, port = await installation.client.address or ("", 0)
    return f"mongodb://{host}:{port}/?directConnection=true"


def _remember(stage: Stage, kept: Any) -> None:
    stage.ids |= kept["ids"]
    for person in kept["people"]:
        stage.enter(SignIn(**person))


def _keep(file: Path, content: Any) -> None:
    """All of it or nothing, also after a crash."""
    temporary = file.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as opened:
        json.dump(content, opened, ensure_ascii=False, indent=1)
        opened.flush()
        os.fsync(opened.fileno())
    temporary.replace(file)
