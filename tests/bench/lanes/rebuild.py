"""Rebuilding 200,000 events into documents."""

from tests.bench.filling import fill
from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane, Measure
from tests.bench.measure import Sample
from tests.bench.spawn import start

EVENTS, STREAMS, FOLLOWED = 200_000, 20_000, 40_000
OURS, REFERENCE = "tests.bench.ours.store", "tests.bench.reference.rebuild"


async def prepare(ground: Ground) -> None:
    """Fills a log once for all rounds."""
    place = ground.kept["rebuild"] = ground.place()
    await fill(ground.database(place, "asking")["commits"], EVENTS, STREAMS)


async def measure(ground: Ground, module: str, kind: str, events: int) -> Sample:
    """One job of `kind` in a process of its own."""
    place = ground.kept["rebuild"]
    process = await start(module, module, "rebuilder", place.told())
    try:
        await process.ready()
        meter = ground.meter({"rebuilder": process})
        meter.start()
        shown = await process.ask({"kind": kind, "to": events})
        sample = meter.stop(events)
    finally:
        await process.end()
    wanted = min(events, STREAMS)
    sample.wrong = [f"{shown} documents, {wanted} streams"] if shown != wanted else []
    await _forget(ground)
    return sample


async def _forget(ground: Ground) -> None:
    database = ground.database(ground.kept["rebuild"], "asking")
    for name in await database.list_collection_names():
        if name != "commits":
            await database.drop_collection(name)


def _variant(module: str, kind: str, events: int = EVENTS) -> Measure:
    return lambda ground: measure(ground, module, kind, events)


LANE = Lane(
    name="rebuild",
    title=f"rebuilding {EVENTS:,} events of {STREAMS:,} streams; {FOLLOWED:,} of them by the guarded path",
    variants={
        "ours": _variant(OURS, "rebuild"),
        "reference": _variant(REFERENCE, "rebuild"),
        "guarded": _variant(OURS, "follow", FOLLOWED),
    },
    aims=(
        Aim(
            "events/s, of the reference's",
            lambda r: r["ours"].rate / r["reference"].rate,
            0.9,
            at_least=True,
            needs=("ours", "reference"),
        ),
        Aim(
            "events/s, of the guarded path's",
            lambda r: r["ours"].rate / r["guarded"].rate,
            5,
            at_least=True,
            needs=("ours", "guarded"),
        ),
    ),
    prepare=prepare,
    per="event",
)
