"""The log beside the `eventsourcing` library: one event per save."""

from functools import partial
from importlib.util import find_spec

from tests.bench import postgres
from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane, Measure
from tests.bench.lanes import append
from tests.bench.measure import Pids, Sample
from tests.bench.spawn import start

SECONDS, WARM = 3.0, 0.5
MODULE = "tests.bench.eventsourcing_way.store"
OURS = "ours"


def _without_postgres() -> str:
    """Why PostgreSQL is left out; empty where it is not."""
    if not postgres.find():
        return "PostgreSQL is left out: there is none on this machine."
    if not find_spec("psycopg_pool"):
        return "PostgreSQL is left out: the library's module for it needs psycopg_pool, which is not locked."
    return ""


WITHOUT_POSTGRES = _without_postgres()


async def measure(callers: int, environment: dict[str, str], servers: Pids, ground: Ground) -> Sample:
    """The library in a process of its own."""
    process = await start(MODULE, MODULE, **environment)
    try:
        await process.ready()
        job = {"kind": "append", "callers": callers}
        warm = await process.ask({**job, "seconds": WARM})
        meter = ground.meter({"writer": process}, servers=servers)
        meter.start()
        done = await process.ask({**job, "seconds": SECONDS})
        sample = meter.stop(done)
        stored = await process.ask({"kind": "count"})
    finally:
        await process.end()
    sample.wrong = [f"{warm + done} acknowledged, {stored} stored"] if stored != warm + done else []
    return sample


async def _sqlite(callers: int, ground: Ground) -> Sample:
    file = ground.state / f"store-{ground.place().prefix}.sqlite"
    environment = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(file)}
    return await measure(callers, environment, {}, ground)


async def _postgres(callers: int, ground: Ground) -> Sample:
    programs = postgres.find()
    assert programs
    async with postgres.postgres(programs) as server:
        return await measure(callers, server.environment(), {"postgres": [server.pid]}, ground)


def _variants() -> dict[str, Measure]:
    ours = partial(append.measure, module=append.OURS, writers=1, numbered=True)
    found: dict[str, Measure] = {OURS: ours, "SQLite, 1 thread": partial(_sqlite, 1)}
    if not WITHOUT_POSTGRES:
        found |= {f"PostgreSQL, {n} thread{'s' * (n > 1)}": partial(_postgres, n) for n in (1, 8)}
    return found


def _aim(name: str) -> Aim:
    text = f"appends/s, of eventsourcing's on {name}"
    return Aim(text, lambda r: r[OURS].rate / r[name].rate, 1, at_least=True, needs=(OURS, name))


_VARIANTS = _variants()

LANE = Lane(
    name="store",
    title="appending one event per save with the `eventsourcing` library; ours as in the lane append",
    variants=_VARIANTS,
    aims=[_aim(name) for name in _VARIANTS if name != OURS],
    notes=(
        "SQLite is in the writer's own process, with the library's settings (WAL, SQLite's default of syncing).",
        WITHOUT_POSTGRES or "PostgreSQL has its defaults (synchronous commit).",
    ),
    per="event",
)
