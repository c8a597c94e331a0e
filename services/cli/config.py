"""Looking at the settings before anything is started with them."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from services.catalogue import SERVICES
from services.cli.terminal import PORTAL, chosen, console, fail, parsed, run
from shared.runtime.installation import Unusable, check, check_pages, installed, master_keys
from shared.runtime.reach import look
from shared.runtime.service import Definition
from shared.runtime.settings import Settings
from shared.runtime.shown import given_names, misspelt, show


def check_settings(
    service: Annotated[str, typer.Argument(help=f"one of {', '.join(SERVICES)}, {PORTAL}, or all")] = "all",
    connect: Annotated[bool, typer.Option(help="also look whether MongoDB, RabbitMQ and sign-in can be used")] = False,
) -> None:
    """Show the effective settings, secrets hidden; fail naming each variable that can't work, and the remedy."""
    parts = [SERVICES[name] for name in chosen(service)] if service != PORTAL else []
    settings = parsed()
    _print(settings)
    faults = misspelt(settings, given_names())
    faults += _unusable(settings, parts)
    if connect and parts and not faults:
        run(_connect(settings, parts, faults))
    if faults:
        fail("\n".join(faults))


def _print(settings: Settings) -> None:
    table = Table("variable", Column("value", overflow="fold"), "from")
    for shown in show(settings):
        table.add_row(shown.variable, escape(shown.value), shown.origin)
    console.print(table)


def _unusable(settings: Settings, parts: Sequence[Definition]) -> list[str]:
    """What the services would refuse to start with."""
    try:
        if not parts:
            check_pages(settings)
            return []
        check(settings, separate=settings.environment == "production")
        given = settings.environment == "production" or (settings.master_key_file and settings.master_key_file.exists())
        if given and any(part.keeps_vault for part in parts):
            master_keys(settings)
    except Unusable as unusable:
        return [str(unusable)]
    return []


async def _connect(settings: Settings, parts: Sequence[Definition], faults: list[str]) -> None:
    """Says of each thing whether it can be used, and adds the faults to `faults`."""
    if settings.mongo_url is None:
        raise Unusable("MONGO_URL: there is nothing to connect to while it is empty")
    async with installed(settings, settings.mongo_url.get_secret_value()) as installation:
        async for found in look(installation, parts):
            console.print(f"[{'red' if found.trouble else 'green'}]{'✗' if found.trouble else '✓'}[/] {found.what}")
            faults += [found.trouble] if found.trouble else []
