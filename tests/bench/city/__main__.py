"""One process of the district: `python -m tests.bench.city <role> <place>`.

`registry` and `matching` are the APIs as in production, `workers` founds the first node and then is the workers of all
services, as none of them would be told anything without the others' queues. `keeper` does jobs with the logs and the
documents of both: `fill`, `change`, `follow`.
"""

from collections.abc import Coroutine
from functools import partial
from typing import Any

from services.catalogue import SERVICES
from services.cli.terminal import run as run_as_in_production
from services.founding import found
from services.matching.main import MATCHING
from services.registry.main import REGISTRY
from shared.http.app import make_app
from shared.http.door import Door
from shared.runtime.installation import Installation, installed
from shared.runtime.logging import configure
from shared.runtime.server import serving, until_told
from shared.runtime.service import Definition
from tests.bench.child import ready, run
from tests.bench.child import serve as do_jobs
from tests.bench.city.keeping import Keeper
from tests.bench.ours.__main__ import settings
from tests.bench.ours.__main__ import work as do_work
from tests.bench.place import Place


async def serve(definition: Definition, installation: Installation) -> None:
    """The API of a service."""
    service = await installation.service(definition)
    app = make_app(service, definition.router, definition.policy, definition.title)
    async with serving(Door({service.name: app}, {service.name: service}), "127.0.0.1", 0) as port:
        ready(port)
        await until_told()


async def work(installation: Installation) -> None:
    """The workers of all services, where there is a district."""
    await found(installation, "西城区", "district")
    await do_work(installation, *[await installation.service(each) for each in SERVICES.values()])


async def keep(installation: Installation) -> None:
    """Does jobs until no more come."""
    keeper = Keeper(installation)
    await do_jobs({"fill": keeper.fill, "change": keeper.change, "follow": keeper.follow})


ROLES = {
    "registry": partial(serve, REGISTRY),
    "matching": partial(serve, MATCHING),
    "workers": work,
    "keeper": keep,
}


async def main(role: str, place: Place) -> None:
    """Does what `role` says, until told to end."""
    async with installed(settings(place), place.mongo) as installation:
        await ROLES[role](installation)


if __name__ == "__main__":
    configure("WARNING")
    doing: Coroutine[Any, Any, None] = main(*Place.heard())
    run(partial(run_as_in_production, doing))
