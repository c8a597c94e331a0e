"""Putting the services to work: all in one process, or each in its own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from socket import gethostname

import structlog
from pymongo.errors import PyMongoError
from rich.console import Console
from starlette.types import ASGIApp

from demo.playing import guests, play
from services.catalogue import SERVICES
from services.embedded.mongod import Mongod
from services.embedded.state import claimed, note_address
from services.portal.main import portal, portal_alone
from services.portal.signin.provider import Provider
from shared.http.app import make_app
from shared.http.door import Door
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation, installed, secret_of
from shared.runtime.lag import Lag
from shared.runtime.ops import ops_app
from shared.runtime.server import serving, until_told, working
from shared.runtime.service import Service, utc_now
from shared.runtime.settings import Settings
from shared.runtime.worker import Worker

TRY_AGAIN_AFTER = 1.0

logger = structlog.get_logger()


def door(services: Sequence[Service], lag: Lag | None = None, pages: ASGIApp | None = None) -> Door:
    """The API of `services` behind one port, and the `pages`."""
    apps = {
        service.name: make_app(service, part.router, part.policy, part.title)
        for service in services
        for part in (service.definition,)
    }
    return Door(apps, {service.name: service for service in services}, lag, pages)


async def run_separately(settings: Settings, names: Sequence[str], api: bool) -> None:
    """Runs the APIs (`api`) or else the workers of the services called `names`, until told to end."""
    assert settings.mongo_url
    async with installed(settings, settings.mongo_url.get_secret_value()) as installation:
        services = [await _prepared(installation, name) for name in names]
        lag = Lag()
        if api:
            pages = portal(settings) if len(services) == len(SERVICES) else None
            async with (
                working(lag.watch()),
                _ops(settings, services, [], lag),
                _api(settings, door(services, lag, pages), settings.port),
            ):
                await until_told()
        else:
            workers = [Worker(service, installation.bus, settings.worker_id) for service in services]
            loops = [lag.watch(), *(worker.run() for worker in workers)]
            async with _ops(settings, services, workers, lag), working(*loops):
                await until_told()


async def run_portal(settings: Settings) -> None:
    """Runs the pages alone, until told to end. For trying, people sign in here, unless the settings name a provider."""
    trying = settings.environment == "development"
    signin = _signin(settings, Issuer.open(settings.state_dir)) if trying and not settings.oidc_jwks else None
    lag = Lag()
    async with (
        working(lag.watch()),
        _ops(settings, [], [], lag),
        _api(settings, portal_alone(settings, signin), settings.port),
    ):
        await until_told()


async def run_demonstration(settings: Settings, address: str, public: str, console: Console) -> None:
    """Plays the demonstration to an installation that runs elsewhere: the first node by way of MongoDB, everything
    else through its door at `address`, which people know as `public`."""
    assert settings.mongo_url
    async with installed(settings, settings.mongo_url.get_secret_value()) as installation:
        await play(address, installation, Issuer.open(settings.state_dir), console, public)


async def _prepared(installation: Installation, name: str) -> Service:
    """The service, as soon as MongoDB takes writes: a process that starts during a failover need not end."""
    while True:
        try:
            return await installation.service(SERVICES[name])
        except PyMongoError as error:
            logger.warning("waits_for_mongodb", service=name, reason=type(error).__name__)
            await asyncio.sleep(TRY_AGAIN_AFTER)


def _api(settings: Settings, app: ASGIApp, port: int) -> AbstractAsyncContextManager[int]:
    return serving(app, settings.host, port, settings.forwarded_allow_ips)


@asynccontextmanager
async def _ops(
    settings: Settings, services: Sequence[Service], workers: Sequence[Worker], lag: Lag
) -> AsyncIterator[None]:
    if not settings.metrics_port:
        yield
        return
    async with serving(ops_app(services, workers, lag), settings.host, settings.metrics_port):
        yield


async def run_embedded(settings: Settings, console: Console, demo: bool) -> None:
    """Runs everything in this process until told to end: a MongoDB of our own, one port, the demonstration's data.

    Raises AlreadyRunning or OtherFormat.
    """
    with claimed(settings.state_dir) as directory:
        issuer = Issuer.open(directory)
        async with _mongo(settings, console) as mongo_url, installed(settings, mongo_url) as installation:
            services = [await installation.service(part) for part in SERVICES.values()]
            alone = not settings.mongo_url
            holder = f"{gethostname()}:{directory.resolve()}"  # the same after a crash, another for another directory
            workers = [Worker(service, installation.bus, holder, alone) for service in services]
            lag = Lag()
            pages = portal(settings, _signin(settings, issuer))
            async with (
                working(lag.watch(), *(worker.run() for worker in workers)),
                _ops(settings, services, workers, lag),
                _door(settings, door(services, lag, pages)) as address,
            ):
                note_address(directory, address)
                await _until_ready(services, console)
                if not demo:
                    console.print(f"地址 address: {address}")
                await until_told(play(address, installation, issuer, console) if demo else None)
                console.print("正在停止 stopping …")


def _signin(settings: Settings, issuer: Issuer) -> Provider | None:
    """The local provider of sign-ins, unless the settings name the keys of another one."""
    if settings.oidc_jwks:
        return None
    return Provider(
        issuer,
        lambda: guests(settings.state_dir),
        secret=secret_of(settings),
        client_id=settings.oidc_client_id,
        now=utc_now,
    )


@asynccontextmanager
async def _mongo(settings: Settings, console: Console) -> AsyncIterator[str]:
    if settings.mongo_url:
        yield settings.mongo_url.get_secret_value()
        return
    mongod = Mongod(settings.state_dir / "mongod")
    console.print("正在启动 MongoDB … starting MongoDB")
    try:
        yield await mongod.start()
    finally:
        await mongod.stop()


@asynccontextmanager
async def _door(settings: Settings, app: Door) -> AsyncIterator[str]:
    """Answers on the port of the settings, or on another one when that is taken; gives the address."""
    async with AsyncExitStack() as stack:
        try:
            port = await stack.enter_async_context(_api(settings, app, settings.port))
        except OSError:
            port = await stack.enter_async_context(_api(settings, app, 0))
        yield f"http://{settings.host}:{port}"


async def _until_ready(services: Sequence[Service], console: Console) -> None:
    console.print("正在准备文档 … preparing documents")
    for service in services:
        while await service.ready():
            await asyncio.sleep(0.05)
