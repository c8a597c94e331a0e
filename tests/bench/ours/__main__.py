"""One process of ours, put together and run as in production: `python -m tests.bench.ours <role> <place>`."""

import asyncio
from collections.abc import Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from services.cli.terminal import run as run_as_in_production
from shared.directory.decider import Record
from shared.directory.events import CommunityKnown
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.model import Actor
from shared.http.app import make_app
from shared.http.door import Door
from shared.runtime.installation import Installation, installed
from shared.runtime.logging import configure
from shared.runtime.server import serving, until_told, working
from shared.runtime.service import Service, utc_now
from shared.runtime.settings import Settings
from shared.runtime.worker import Worker
from tests.bench.child import ready, run
from tests.bench.ours.asking import ASKING
from tests.bench.ours.taking import TAKING
from tests.bench.place import COMMUNITY, Place


def settings(place: Place) -> Settings:
    """The settings of all processes of one sample; the limit on requests counts, but is out of reach."""
    return Settings(
        mongo_url=SecretStr(place.mongo),
        amqp_url=SecretStr(place.amqp),
        database_prefix=place.prefix,
        amqp_prefix=place.prefix,
        state_dir=Path(place.state),
        rate_limit="1000000/minute",
        oidc_jwks=None,
    )


async def serve(installation: Installation) -> None:
    """The API of service A."""
    service = await installation.service(ASKING)
    app = make_app(service, ASKING.router, ASKING.policy, ASKING.title)
    async with serving(Door({service.name: app}, {service.name: service}), "127.0.0.1", 0) as port:
        ready(port)
        await until_told()


async def ask_worker(installation: Installation) -> None:
    """The worker of service A."""
    service = await installation.service(ASKING)
    fact = CommunityKnown(community=COMMUNITY, name="bench", level="community", path=(COMMUNITY,))
    known = Record(at=utc_now(), actor=Actor(id="bench"), fact=fact)
    await service.handler.handle(Envelope(COMMUNITY, known, "bench", creates=True))
    await work(installation, service)


async def take_worker(installation: Installation) -> None:
    """The worker of service B."""
    await work(installation, await installation.service(TAKING))


async def work(installation: Installation, *services: Service) -> None:
    """The workers of these services, until told to end."""
    workers = [Worker(service, installation.bus, "bench") for service in services]
    async with working(*(worker.run() for worker in workers), _announce(workers)):
        await until_told()


async def _announce(workers: Sequence[Worker]) -> None:
    while not all([await _is_ready(worker) for worker in workers]):
        await asyncio.sleep(0.02)
    ready()


async def _is_ready(worker: Worker) -> bool:
    if worker.active is None or worker.troubles() or await worker.service.ready():
        return False
    return worker.active.projector.position == await worker.service.log.tip()


ROLES = {"api": serve, "worker-a": ask_worker, "worker-b": take_worker}


async def main(role: str, place: Place) -> None:
    """Does what `role` says, until told to end."""
    async with installed(settings(place), place.mongo) as installation:
        await ROLES[role](installation)


if __name__ == "__main__":
    configure("WARNING")
    doing: Coroutine[Any, Any, None] = main(*Place.heard())
    run(partial(run_as_in_production, doing))
