"""What a worker does when it is asked to: rebuild, replay, retry."""

import asyncio
import sys
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from services.catalogue import SERVICES
from services.cli.terminal import ServiceName, console, fail, installation, run
from shared.runtime import jobs
from shared.runtime.service import utc_now


def rebuild(
    service: ServiceName,
    projection: Annotated[str, typer.Argument(help="its name, or all")] = "all",
    prune: Annotated[bool, typer.Option(help="instead, remove what no code names any more")] = False,
) -> None:
    """Build documents anew from the log, while reads and writes go on."""
    run(_job(service, "prune") if prune else _job(service, "rebuild", projection=projection))


def replay(
    source: Annotated[ServiceName, typer.Option(help="whose history")],
    into: Annotated[ServiceName, typer.Option("--in", help="which service takes it in once more")],
    start: Annotated[int, typer.Option("--from", min=0, help="the position it begins after")] = 0,
) -> None:
    """Let a service take in a peer's history again; what it had is passed over."""
    run(_job(into, "replay", source=source.value, position=start))


def parked_list(service: ServiceName) -> None:
    """Show what is parked, and why."""
    run(_list_parked(service))


def parked_retry(service: ServiceName) -> None:
    """Feed what is parked through once more, in order."""
    run(_job(service, "retry_parked"))


async def _job(service: ServiceName, kind: str, **arguments: object) -> None:
    """Submits a job, shows its progress, prints what it came to."""
    async with installation() as installed:
        database = (await installed.service(SERVICES[service])).database
        job = await jobs.submit(database, kind, utc_now(), **arguments)
        with Progress(console=console, disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task(f"{service} {kind}", total=None)
            while (seen := await jobs.look(database, job))["state"] in ("waiting", "running"):
                progress.update(bar, completed=seen["done"], total=seen["total"] or None)
                await asyncio.sleep(0.2)
        if seen["state"] == "failed":
            fail(seen["message"])
        console.print(seen["message"])


async def _list_parked(service: ServiceName) -> None:
    async with installation() as installed:
        database = (await installed.service(SERVICES[service])).database
        table = Table("source", "stream", "version", "position", "reason")
        async for row in database["parked"].find().sort([("source", 1), ("position", 1)]):
            table.add_row(*(str(row[key]) for key in ("source", "stream", "version", "position", "reason")))
        console.print(table)
