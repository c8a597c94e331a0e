"""A district filled once for all rounds, and how a sample of questions about it is taken."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.bench.city.facts import DISTRICT
from tests.bench.harness import LIFE, Ground
from tests.bench.measure import Sample
from tests.bench.place import Place
from tests.bench.spawn import Spawned, spawned, start

CITY, STRAIGHT = "tests.bench.city", "tests.bench.reference.answering"
Request = tuple[str, str, str]
"""A method, a path, a body."""
WARM = 20


async def filled(ground: Ground, district: str, share: int = 1) -> Place:
    """A place with one of the districts in it, or one in `share` of it; made once in a run."""
    name = f"city {district}"
    if name not in ground.kept:
        place = ground.place()
        async with spawned(CITY, ("keeper",), place) as processes:
            await processes["keeper"].ask({"kind": "fill", "with": district, "share": share})
        ground.kept[name] = place
    kept: Place = ground.kept[name]
    return kept


def headers(ground: Ground, node: str = DISTRICT) -> dict[str, str]:
    """Those of a clerk of `node`."""
    token = ground.issuer.token("staff", "clerk", now=datetime.now(UTC), lifetime=LIFE, node=node)
    return {"Authorization": f"Bearer {token}"}


@dataclass
class Desk:
    """A process that answers, and one that asks it."""

    ground: Ground
    api: Spawned
    asker: Spawned

    async def ask(self, requests: Sequence[Request], headers: Mapping[str, str], **job: Any) -> dict[str, Any]:
        """Asks them in turn; gives what `asker.ask` does."""
        asked = {"kind": "ask", "port": self.api.port, "requests": requests, "headers": headers, **job}
        told: dict[str, Any] = await self.asker.ask(asked)
        return told

    async def sample(
        self, requests: Sequence[Request], headers: Mapping[str, str], status: int = 200, **job: Any
    ) -> Sample:
        """What answering them costs, after some to warm up; each has to be answered with `status`."""
        await self.ask(requests[:WARM], headers)
        meter = self.ground.meter({"api": self.api}, outside=[self.asker.pid])
        meter.start()
        told = await self.ask(requests, headers, **job)
        sample = meter.stop(len(requests))
        sample.figures = {name: told[name] for name in ("p50", "p99")}
        if told["statuses"] != [status]:
            sample.wrong.append(f"answered with {told['statuses']}")
        return sample


@asynccontextmanager
async def desk(ground: Ground, place: Place, module: str, role: str) -> AsyncIterator[Desk]:
    """A process of `module` that answers over the documents in `place`, and who asks it."""
    async with spawned(module, (role,), place) as processes:
        asker = await start("asker", "tests.bench.asker")
        try:
            await asker.ready()
            yield Desk(ground, processes[role], asker)
        finally:
            await asker.end()


def got(*paths: str) -> list[Request]:
    """Requests that read `paths`."""
    return [("GET", path, "") for path in paths]
