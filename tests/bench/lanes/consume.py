"""B takes a backlog: into its log and its documents, or (naive, FastStream) only into documents."""

from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane, Measure
from tests.bench.measure import Sample
from tests.bench.sending import FASTSTREAM, take_backlog
from tests.bench.ways import NAIVE, OURS, REFERENCE, Way, stage

BACKLOG, ONE_BY_ONE = 10_000, 2_000


async def measure(ground: Ground, way: Way, count: int) -> Sample:
    """One backlog of `count` questions."""
    async with stage(ground, way, roles=("worker-b",)) as at_work:
        return await take_backlog(at_work, count)


def _variant(way: Way, count: int) -> Measure:
    return lambda ground: measure(ground, way, count)


def _aim(text: str, other: Way, bound: float) -> Aim:
    needs = (OURS.name, other.name)
    return Aim(text, lambda r: r[OURS.name].rate / r[other.name].rate, bound, at_least=True, needs=needs)


LANE = Lane(
    name="consume",
    title=f"taking a backlog of {BACKLOG:,} ({ONE_BY_ONE:,} where each is a message) into a log and documents",
    variants={
        OURS.name: _variant(OURS, BACKLOG),
        REFERENCE.name: _variant(REFERENCE, BACKLOG),
        NAIVE.name: _variant(NAIVE, ONE_BY_ONE),
        FASTSTREAM.name: _variant(FASTSTREAM, ONE_BY_ONE),
    },
    aims=(
        _aim("taken in per second, of the reference's", REFERENCE, 0.9),
        _aim("taken in per second, of FastStream's with an update each (no log)", FASTSTREAM, 5),
    ),
    per="event",
)
