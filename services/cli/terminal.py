"""What every command needs: the settings, a console, and an end that says what is wrong."""

import gc
import sys
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Annotated, Any, NoReturn

import typer
import uvloop
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console

from services.catalogue import SERVICES
from services.embedded.state import OtherFormat
from shared.runtime.installation import Installation, Unusable, check, check_pages, installed
from shared.runtime.logging import configure
from shared.runtime.settings import Settings

console = Console()


class ServiceName(StrEnum):
    """The services one can name."""

    registry = "registry"
    matching = "matching"
    evaluation = "evaluation"
    notify = "notify"


PORTAL = "portal"
COLLECT_AFTER = (20_000, 10, 10)
"""Objects more than before, when they are looked through for circles: by Python's 700 a plan, or a page of a thousand
commits, spends a third of its time on that, and finds none."""
SomeService = Annotated[str, typer.Argument(help=f"one of {', '.join(SERVICES)}, or all")]


def chosen(service: str) -> list[str]:
    """The names of the services meant by one of them, or by `all`; ends the program for any other word."""
    if service != "all" and service not in SERVICES:
        fail(f"没有服务 {service}；请用 use {', '.join(SERVICES)} 或 or all")
    return list(SERVICES) if service == "all" else [service]


def parsed() -> Settings:
    """The settings as they are given; ends the program where one of them makes no sense."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        fail(f"设置有误 settings: {names}")
    except (OSError, SettingsError) as error:
        fail(f"SECRETS_DIR: {error}")


def read_settings(separate: bool = False, pages: bool = False) -> Settings:
    """The effective settings; ends the program where they can't work.

    `separate`: this process is one of several; `pages`: it only serves the pages.
    """
    settings = parsed()
    try:
        if pages:
            check_pages(settings)
        else:
            check(settings, separate)
    except Unusable as unusable:
        fail(str(unusable))
    configure(settings.log_level)
    return settings


def installation() -> AbstractAsyncContextManager[Installation]:
    """What the services share, for a command that works on their data. Raises Unusable."""
    settings = read_settings()
    if settings.mongo_url is None:
        raise Unusable("MONGO_URL: this command needs to know where the data is (`pomegranate dev` prints it)")
    return installed(settings, settings.mongo_url.get_secret_value())


def run(main: Coroutine[Any, Any, None]) -> None:
    """Runs a command to its end."""
    gc.freeze()  # what was imported stays: no collection need ever look through it again, while somebody waits
    gc.set_threshold(*COLLECT_AFTER)
    try:
        uvloop.run(main)
    except (Unusable, OtherFormat) as error:
        fail(str(error))


def fail(text: str) -> NoReturn:
    """Ends the program with `text` and status 2."""
    print(text, file=sys.stderr)
    raise typer.Exit(2)
