"""`pomegranate`: everything that is started or asked for at a command line."""

import asyncio
import gc
import sys
from collections.abc import Coroutine
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, NoReturn

import typer
import uvloop
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from services.catalogue import SERVICES
from services.embedded.state import AlreadyRunning, OtherFormat
from services.founding import found
from services.running import run_embedded, run_separately
from shared.http.issuer import Issuer
from shared.runtime import jobs
from shared.runtime.installation import Unusable, check, installed
from shared.runtime.logging import configure
from shared.runtime.service import utc_now
from shared.runtime.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="红石榴 Pomegranate: community co-building.")
parked = typer.Typer(no_args_is_help=True, help="What a service could not take in.")
config = typer.Typer(no_args_is_help=True, help="The settings.")
app.add_typer(parked, name="parked")
app.add_typer(config, name="config")

console = Console()


class ServiceName(StrEnum):
    """The services one can name."""

    registry = "registry"
    matching = "matching"
    evaluation = "evaluation"
    notify = "notify"


SomeService = Annotated[str, typer.Argument(help=f"one of {', '.join(SERVICES)}, or all")]


@app.command()
def dev(demo: Annotated[bool, typer.Option(help="play the demonstration on first start")] = True) -> None:
    """Run everything in this process, with a MongoDB of its own and the demonstration's data."""
    settings = _settings()
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    configure(settings.log_level, (settings.state_dir / "pomegranate.log").open("a", buffering=1))
    try:
        _run(run_embedded(settings, console, demo))
    except AlreadyRunning as running:
        where = running.address or "（正在启动 starting）"
        console.print(f"红石榴已在运行 already running: {where}")


@app.command()
def serve(service: SomeService) -> None:
    """Run the API of a service (or of all behind one port), for clusters."""
    _run(run_separately(_settings(separate=True), _chosen(service), api=True))


@app.command()
def work(service: SomeService) -> None:
    """Run the worker of a service: projections, messages, deadlines. A second one stands by."""
    _run(run_separately(_settings(separate=True), _chosen(service), api=False))


@app.command()
def rebuild(
    service: ServiceName,
    projection: Annotated[str, typer.Argument(help="its name, or all")] = "all",
    prune: Annotated[bool, typer.Option(help="instead, remove what no code names any more")] = False,
) -> None:
    """Build documents anew from the log, while reads and writes go on."""
    _run(_job(service, "prune") if prune else _job(service, "rebuild", projection=projection))


@app.command()
def replay(
    source: Annotated[ServiceName, typer.Option(help="whose history")],
    into: Annotated[ServiceName, typer.Option("--in", help="which service takes it in once more")],
    start: Annotated[int, typer.Option("--from", min=0, help="the position it begins after")] = 0,
) -> None:
    """Let a service take in a peer's history again; what it had is passed over."""
    _run(_job(into, "replay", source=source.value, position=start))


@parked.command("list")
def parked_list(service: ServiceName) -> None:
    """Show what is parked, and why."""
    _run(_list_parked(service))


@parked.command("retry")
def parked_retry(service: ServiceName) -> None:
    """Feed what is parked through once more, in order."""
    _run(_job(service, "retry_parked"))


@app.command()
def token(
    role: Annotated[str, typer.Option(help="staff, contact, resident or service")],
    subject: Annotated[str, typer.Option(help="who, as the issuer calls them")] = "cli",
    node: Annotated[str | None, typer.Option(help="community_… the bearer belongs to")] = None,
    organization: Annotated[str | None, typer.Option(help="org_… a contact speaks for")] = None,
    person: Annotated[str | None, typer.Option(help="person_… the bearer is")] = None,
    hours: Annotated[int, typer.Option(min=1, max=720, help="how long it is good")] = 12,
) -> None:
    """Sign a token with the local issuer's key (for trying; production has a sign-in provider)."""
    settings = _settings()
    if settings.environment == "production":
        _fail("ENVIRONMENT=production：请向统一登录平台申请令牌 get tokens from your sign-in provider")
    issuer = Issuer.open(settings.state_dir)
    lifetime = timedelta(hours=hours)
    parties = {"node": node, "organization": organization, "person": person}
    print(issuer.token(role, subject, now=utc_now(), lifetime=lifetime, **parties))


@app.command("found-root")
def found_root(
    name: Annotated[str, typer.Option(help="as in 西城区")],
    level: Annotated[str, typer.Option(help="district, subdistrict or community")] = "district",
) -> None:
    """Found the first node of a new installation; prints its id. The same one twice is the same thing."""

    async def do() -> None:
        async with _installation() as installation:
            print(await found(installation, name, level))

    _run(do())


@config.command("check")
def config_check() -> None:
    """Show the effective settings, secrets hidden; fail naming the variable that can't work."""
    settings = _settings()
    table = Table("variable", "value", "for")
    for name, field in Settings.model_fields.items():
        table.add_row(name.upper(), str(getattr(settings, name)), field.description)
    console.print(table)
    try:
        check(settings, separate=False)
    except Unusable as unusable:
        _fail(str(unusable))


async def _job(service: ServiceName, kind: str, **arguments: object) -> None:
    """Submits a job, shows its progress, prints what it came to."""
    async with _installation() as installation:
        database = (await installation.service(SERVICES[service])).database
        job = await jobs.submit(database, kind, utc_now(), **arguments)
        with Progress(console=console, disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task(f"{service} {kind}", total=None)
            while (seen := await jobs.look(database, job))["state"] in ("waiting", "running"):
                progress.update(bar, completed=seen["done"], total=seen["total"] or None)
                await asyncio.sleep(0.2)
        if seen["state"] == "failed":
            _fail(seen["message"])
        console.print(seen["message"])


async def _list_parked(service: ServiceName) -> None:
    async with _installation() as installation:
        database = (await installation.service(SERVICES[service])).database
        table = Table("source", "stream", "version", "position", "reason")
        async for row in database["parked"].find().sort([("source", 1), ("position", 1)]):
            table.add_row(*(str(row[key]) for key in ("source", "stream", "version", "position", "reason")))
        console.print(table)


def _installation() -> Any:
    settings = _settings()
    if settings.mongo_url is None:
        raise Unusable("MONGO_URL: this command needs to know where the data is (`pomegranate dev` prints it)")
    return installed(settings, settings.mongo_url.get_secret_value())


def _settings(separate: bool = False) -> Settings:
    try:
        settings = Settings()
        check(settings, separate)
    except ValidationError as error:
        names = ", ".join(f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        _fail(f"设置有误 settings: {names}")
    except Unusable as unusable:
        _fail(str(unusable))
    configure(settings.log_level)
    return settings


def _chosen(service: str) -> list[str]:
    if service != "all" and service not in SERVICES:
        _fail(f"没有服务 {service}；请用 use {', '.join(SERVICES)} 或 or all")
    return list(SERVICES) if service == "all" else [service]


def _run(main: Coroutine[Any, Any, None]) -> None:
    gc.freeze()  # what was imported stays: no collection need ever look through it again, while somebody waits
    try:
        uvloop.run(main)
    except (Unusable, OtherFormat) as error:
        _fail(str(error))


def _fail(text: str) -> NoReturn:
    print(text, file=sys.stderr)
    raise typer.Exit(2)
