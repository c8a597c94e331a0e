"""What can go wrong, made to go wrong, and set right again."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import aio_pika
import orjson

from tests.alarms.stage import PREFIX, Stage

Act = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Cause:
    """`do` makes `alerts` fire, `undo` ends them; `says` is the process whose /readyz is worth reading meanwhile."""

    name: str
    do: Act
    undo: Act
    alerts: frozenset[str]
    says: str = ""
    """What goes on all the time while it is looked at."""
    meanwhile: Act | None = None


def _alerts(*names: str) -> frozenset[str]:
    return frozenset(f"Pomegranate{name}" for name in names)


async def _write(stage: Stage) -> None:
    await stage.write()


async def _nothing(stage: Stage) -> None:
    """It ends by itself."""


def _kill(target: str) -> Act:
    return lambda stage: stage.programs[target].kill()


def _start(target: str) -> Act:
    return lambda stage: stage.programs[target].start()


async def _kill_broker(stage: Stage) -> None:
    await stage.broker.kill()


async def _start_broker(stage: Stage) -> None:
    await stage.broker.start()


async def _kill_mongod(stage: Stage) -> None:
    await stage.mongod.kill()


async def _start_mongod(stage: Stage) -> None:
    await stage.mongod.start()


async def _fill_disk(stage: Stage) -> None:
    await stage.broker.ctl("set_disk_free_limit", "1000000GB")


async def _free_disk(stage: Stage) -> None:
    await stage.broker.ctl("set_disk_free_limit", "50MB")


def _sigstop(target: str, seconds: float) -> Act:
    async def act(stage: Stage) -> None:
        pid = stage.programs[target].pid
        assert pid
        os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(pid, signal.SIGCONT)

    return act


async def _restart_often(stage: Stage) -> None:
    program = stage.programs["notify-api"]
    for _ in range(4):
        await program.kill()
        await program.start()
        while not (await stage.readyz("notify-api")).startswith("200"):
            await asyncio.sleep(0.5)
        await asyncio.sleep(4)  # to be seen by Prometheus


async def _read_the_future(stage: Stage) -> None:
    path = "/registry/v1/tree?min_position=registry:999999999"
    await asyncio.gather(*(stage.speaker.send("district", "GET", path) for _ in range(5)))


async def _slow_disks(stage: Stage) -> None:
    await stage.fail("insert", "registry", "commits", blockConnection=True, blockTimeMS=700)


async def _no_room_for_matching(stage: Stage) -> None:
    await stage.fail("insert", "matching", "commits", errorCode=8)
    await stage.write()


async def _no_updates_of_documents(stage: Stage) -> None:
    row = await stage.database("registry")["projections"].find_one({"_id": {"$regex": "^organizations"}})
    await stage.fail("update", "registry", row["collection"], errorCode=8)


async def _erase_and_fail(stage: Stage) -> None:
    await stage.fail("delete", "registry", "vault", errorCode=8)
    await stage.speaker.write("district", "DELETE", f"/registry/v1/persons/{stage.town.wang}?reason=asked_by_person")


async def _mend(stage: Stage) -> None:
    await stage.mend()


def _event(kind: str, index: int, position: int) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": f"evaluation/scheme_of_a_later_release/{position}/{index}",
        "source": "evaluation",
        "type": f"cn.pomegranate.evaluation.{kind}",
        "time": datetime.now(UTC).isoformat(),
        "stream": "scheme_of_a_later_release",
        "version": position,
        "index": index,
        "count": 1,
        "position": position,
        "correlation": "alarm",
        "data": {},
    }


async def _speak_of_the_future(stage: Stage) -> None:
    """What a later release of evaluation would tell: a fact of a new kind, and a new version of an old one."""
    row = await stage.database("notify")["positions"].find_one({"_id": "inbox.evaluation"})
    at = row["position"]
    events = [_event("weather_changed.v1", 0, at + 1), _event("scheme_adopted.v9", 0, at + 2)]
    async with await aio_pika.connect(stage.broker.url) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(f"{PREFIX}.evaluation")
        await exchange.publish(aio_pika.Message(orjson.dumps(events), headers={"from": at, "to": at + 2}), "")


async def _forget_the_future(stage: Stage) -> None:
    for listener in ("matching", "notify"):
        await stage.database(listener)["parked"].delete_many({})
        await stage.programs[f"{listener}-worker"].kill()
        await stage.programs[f"{listener}-worker"].start()


async def _break_the_log(stage: Stage) -> None:
    """A commit that this release can't read, as after a step back to an older one."""
    commits = stage.database("evaluation")["commits"]
    last = await commits.find_one({}, sort=[("_id", -1)])
    odd = last | {"_id": last["_id"] + 1, "stream": "odd_stream", "version": 1, "command_id": "odd"}
    await commits.insert_one(odd | {"events": [{"type": "of_a_later_release", "v": 1, "data": {}}]})


async def _mend_the_log(stage: Stage) -> None:
    await stage.database("evaluation")["commits"].delete_one({"command_id": "odd"})


async def _unbind(stage: Stage) -> None:
    """The relay of evaluation falls silent: its worker is gone."""
    await stage.programs["evaluation-worker"].kill()


CAUSES = (
    Cause(
        "kill the worker of matching",
        _kill("matching-worker"),
        _start("matching-worker"),
        _alerts("Down", "NobodyWorks"),
    ),
    Cause("kill the API of notify", _kill("notify-api"), _start("notify-api"), _alerts("Down")),
    Cause(
        "stop the broker",
        _kill_broker,
        _start_broker,
        _alerts("RabbitmqDown", "BrokerLost", "BrokerBlocked", "LoopStands", "TellsLate"),
        "registry-worker",
        _write,
    ),
    Cause(
        "fill the broker's disk",
        _fill_disk,
        _free_disk,
        _alerts("RabbitmqAlarm", "BrokerBlocked", "TellsLate"),
        "registry-worker",
        _write,
    ),
    Cause(
        "stop mongod",
        _kill_mongod,
        _start_mongod,
        _alerts("MongoUnreachable", "NotReady", "RequestsFail"),
        "registry-api",
        _write,
    ),
    Cause(
        "hear a later release: an unknown fact, and a version of a known one",
        _speak_of_the_future,
        _forget_the_future,
        _alerts("Parked", "UnknownEvents"),
    ),
    Cause(
        "put a commit into the log that can't be read",
        _break_the_log,
        _mend_the_log,
        _alerts("LoopStands", "LeaseMoves"),
        "evaluation-worker",
    ),
    Cause(
        "let documents of registry not be written",
        _no_updates_of_documents,
        _mend,
        _alerts("DocumentsLate"),
        "registry-worker",
        _write,
    ),
    Cause(
        "let matching's log take nothing",
        _no_room_for_matching,
        _mend,
        _alerts("TakesInLate", "LoopStands", "InboxBehind"),
        "matching-worker",
        _write,
    ),
    Cause("let an erasure fail", _erase_and_fail, _mend, _alerts("EffectsLate")),
    Cause("slow disks under MongoDB", _slow_disks, _mend, _alerts("AppendsSlow"), "", _write),
    Cause(
        "ask for what is not there yet",
        _nothing,
        _nothing,
        _alerts("RequestsSlow", "RequestsFail"),
        "",
        _read_the_future,
    ),
    Cause("hold an API for three seconds", _sigstop("matching-api", 3), _nothing, _alerts("EventLoopBlocked")),
    Cause("restart an API four times", _restart_often, _nothing, _alerts("Restarts")),
    Cause("silence evaluation", _unbind, _start("evaluation-worker"), _alerts("InboxSilent", "NobodyWorks")),
)
