"""Starting the services."""

from typing import Annotated

import typer

from services.catalogue import SERVICES
from services.cli.terminal import PORTAL, SomeService, chosen, console, read_settings, run
from services.embedded.state import AlreadyRunning
from services.running import run_embedded, run_portal, run_separately
from shared.runtime.logging import configure


def dev(demo: Annotated[bool, typer.Option(help="play the demonstration on first start")] = True) -> None:
    """Run everything in this process, with a MongoDB of its own and the demonstration's data."""
    settings = read_settings()
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    configure(settings.log_level, (settings.state_dir / "pomegranate.log").open("a", buffering=1))
    try:
        run(run_embedded(settings, console, demo))
    except AlreadyRunning as running:
        where = running.address or "（正在启动 starting）"
        console.print(f"红石榴已在运行 already running: {where}")


def serve(
    service: Annotated[str, typer.Argument(help=f"one of {', '.join(SERVICES)}, {PORTAL} (the pages alone), or all")],
) -> None:
    """Run the API of a service (or of all behind one port), or the pages, for clusters."""
    if service == PORTAL:
        run(run_portal(read_settings(pages=True)))
    else:
        run(run_separately(read_settings(separate=True), chosen(service), api=True))


def work(service: SomeService) -> None:
    """Run the worker of a service: projections, messages, deadlines. A second one stands by."""
    run(run_separately(read_settings(separate=True), chosen(service), api=False))
