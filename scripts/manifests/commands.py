"""Whether our command line takes what the manifests give it."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.exceptions import TyperException

from scripts.manifests.render import Resource, workloads
from services.cli import app


def problems(resources: list[Resource]) -> Iterator[str]:
    """What it would not understand."""
    known: Any = typer.main.get_command(app)
    for workload in workloads(resources):
        name, *rest = workload.container["args"]
        try:
            known.commands[name].make_context(name, rest)
        except KeyError:
            yield f"{workload}: there is no command {name}"
        except TyperException as error:
            yield f"{workload}: {name}: {error}"
