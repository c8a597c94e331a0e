"""A process is paused when it has read what is then taken out of history, and wakes up when that is done (T14)."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from fastapi import APIRouter
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from shared.errors import Unavailable
from shared.eventsourcing import log as log_module
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Actor, Command, Event, Frozen
from shared.eventsourcing.past import PAST
from shared.redaction import rewriting
from shared.redaction.marks import INSTEAD, replacements
from shared.redaction.model import EVENTS, REDACTION, RedactHistory
from shared.runtime.service import Definition, Service
from tests.integration.faults.forks import Nursery
from tests.support.eventually import eventually
from tests.support.toy import BOXES, COMMUNITY, START, envelope

NAME = "慕容晚秋"
GIVE_UP_AFTER = 1.0
SECRET = b"secret"
NOTE, REDACTING = "note_a", "redaction_a"


class Noted(Event):
    type: ClassVar[str] = "noted"
    text: str


class Note(Command):
    """Write this, or once more what was written last."""

    text: str = ""


class Written(Frozen):
    community: str = COMMUNITY
    text: str


class Sleep:
    """Stops its own process, once, and says so by a file."""

    def __init__(self, said: Path) -> None:
        self._said = said

    def __call__(self) -> None:
        if not self._said.exists():
            self._said.touch()
            os.kill(os.getpid(), signal.SIGSTOP)


def _service(database: AsyncDatabase[dict[str, Any]], before_deciding: Callable[[], None] = lambda: None) -> Service:
    def decide(state: Written | None, command: Note) -> Sequence[Event]:
        before_deciding()
        return [Noted(text=command.text or (state.text if state else ""))]

    decider: Decider[Written] = Decider(decide, lambda _, event: Written(text=event.text))
    definition = Definition(
        name="notes",
        title="notes",
        events=(Noted, *EVENTS),
        deciders={"note": decider, "redaction": REDACTION},
        projections=(BOXES,),
        communities=BOXES,
        router=APIRouter(),
        policy={},
        sources=(),
        receive=lambda _, __: (),
    )
    return Service(definition, database, cast("Any", None), SECRET, now=lambda: START)


class SleepBeforeWriting(CommandListener):
    """Sleeps when all is said and checked, and nothing is sent yet."""

    def __init__(self, sleep: Callable[[], None]) -> None:
        self._sleep = sleep

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "insert":
            self._sleep()

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass


async def note_once_more(mongo_url: str, name: str, where: str, said: Path) -> None:
    """What the process does: it falls asleep when it has read, or when it is about to write."""
    log_module.GIVE_UP_AFTER = GIVE_UP_AFTER
    sleep = Sleep(said)
    listeners = [SleepBeforeWriting(sleep)] if where == "writing" else []
    async with AsyncMongoClient[dict[str, Any]](mongo_url, tz_aware=True, event_listeners=listeners) as client:
        service = _service(client[name], sleep if where == "deciding" else lambda: None)
        with suppress(Unavailable):  # it may have slept too long to ask again
            await service.handler.handle(envelope(NOTE, Note(at=START, actor=Actor(id="late")), id="late"))


@pytest.mark.parametrize("where", ["deciding", "writing"])
async def test_who_slept_writes_no_old_text(
    database: AsyncDatabase[dict[str, Any]],
    mongo_url: str,
    nursery: Nursery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    monkeypatch.setattr(rewriting, "GIVE_UP_AFTER", GIVE_UP_AFTER)
    service, said = _service(database), tmp_path / "asleep"
    await service.prepare()
    await service.handler.handle(envelope(NOTE, Note(at=START, actor=Actor(id="a"), text=f"找{NAME}借钥匙")))
    await _order(service)
    late = await nursery.start(note_once_more, mongo_url, database.name, where, said)
    await eventually(said.exists, "it sleeps")
    await rewriting.rewrite(service, REDACTING, lambda done, total: None)
    assert NAME not in str(await database["commits"].find().to_list())
    late.send(signal.SIGCONT)
    assert await late.ended() == 0, nursery.said()
    notes = [event for commit in await service.handler.history(NOTE) for event in commit.events]
    assert {event.text for event in notes if isinstance(event, Noted)} == {f"找{INSTEAD}借钥匙"}
    assert len(notes) == 2 or where == "writing"
    assert NAME not in str(await database["commits"].find().to_list())


async def test_two_who_rewrite_at_once_undo_nothing(database: AsyncDatabase[dict[str, Any]]) -> None:
    """A worker that was paused in the middle of rewriting knows what stood there, and puts none of it back."""
    service = _service(database)
    await service.prepare()
    await service.handler.handle(envelope(NOTE, Note(at=START, actor=Actor(id="a"), text=f"找{NAME}借钥匙")))
    (row,) = await service.log.stored(0, 1)
    old, new = row["events"], [{**row["events"][0], "data": {"text": "找谁借钥匙"}}]
    assert await service.log.rewrite({row["_id"]: (old, new)}) == 1
    assert await service.log.rewrite({row["_id"]: (old, old)}) == 0
    assert (await service.log.stored(0, 1))[0]["events"] == new


async def test_who_asks_for_the_past_meanwhile_keeps_what_was_folded_for_it(
    database: AsyncDatabase[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody left who was killed goes, since it may hold the old text."""
    monkeypatch.setattr(rewriting, "GIVE_UP_AFTER", 3.0)
    service, mark = _service(database), rewriting._mark
    await service.prepare()
    await service.handler.handle(envelope(NOTE, Note(at=START, actor=Actor(id="a"), text=f"找{NAME}借钥匙")))
    await _order(service)

    async def fold(whose: str) -> None:
        await database[f"{PAST}{int(time.time())}.{whose}"].insert_one({})

    async def folded_and_marked(*arguments: Any) -> None:
        await fold("asking")
        await mark(*arguments)

    monkeypatch.setattr(rewriting, "_mark", folded_and_marked)
    await fold("killed")
    await rewriting.rewrite(service, REDACTING, lambda done, total: None)
    left = [name for name in await database.list_collection_names() if name.startswith(PAST)]
    assert [name.rpartition(".")[2] for name in left] == ["asking"]


async def _order(service: Service) -> None:
    said = [event.model_dump(mode="json") for commit in await service.handler.history(NOTE) for event in commit.events]
    order = RedactHistory(
        at=START,
        actor=Actor(id="a"),
        community=COMMUNITY,
        service="notes",
        thing=NOTE,
        replacements=replacements(SECRET, said, NAME),
        reason="names_a_person",
    )
    await service.handler.handle(envelope(REDACTING, order))
