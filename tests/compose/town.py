"""The stack under test: a project, ports, a network and secrets of its own; and how it is spoken to."""

import json
import os
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx2

from demo.table import Table
from scripts.stack.docker import ROOT, compose, said
from scripts.stack.secrets import make_missing
from services.embedded.mongod import any_free_port

PLAYING = "演示 demonstration:"
PATIENCE = 600


class Town:
    """One project of Docker Compose. `directory` holds its secrets, `backups` what it backs up or restores."""

    def __init__(self, name: str, directory: Path, backups: Path) -> None:
        self.name = name
        self.secrets = directory / name
        self.port = any_free_port()
        self.environment = {
            "COMPOSE_PROJECT_NAME": name,
            "SECRETS": str(self.secrets),
            "HTTPS_PORT": str(self.port),
            "HTTP_PORT": str(any_free_port()),
            "FRONT_SUBNET": f"172.31.{200 + sum(name.encode()) % 40}.0/24",
            "BACKUPS": str(backups / "data"),
            "KEY_BACKUPS": str(backups / "keys"),
            "RATE_LIMIT": "100000000/minute",
        }

    @property
    def address(self) -> str:
        """Where its door is."""
        return f"https://localhost:{self.port}"

    def up(self, *profiles: str) -> str:
        """`make up`; gives what it said."""
        return self._make("up", COMPOSE_PROFILES=",".join(profiles))

    def replace(self) -> None:
        """`make replace`."""
        self._make("replace")

    def down(self, erase: bool = False) -> None:
        """`make down`."""
        self._make("down", *(["--erase"] if erase else []))

    def compose(self, *arguments: str) -> str:
        """What `docker compose …` prints."""
        return said(*compose(*arguments), environment=self.environment)

    def inside(self, service: str, *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """A command in the running container of `service`, also one that fails; `given` is what it reads."""
        return self._run(["docker", *compose("exec", "--no-TTY", service, *command)], given)

    def make_secrets(self) -> None:
        """What `make up` does first."""
        make_missing(self.secrets)

    def operator(self, *arguments: str) -> str:
        """`pomegranate …` as the operator gives it."""
        return self.compose("run", "--rm", "--no-TTY", "operator", *arguments)

    def browser(self, token: str | None = None) -> httpx2.AsyncClient:
        """A client that trusts the door's own authority and nobody else."""
        trusted = ssl.create_default_context(cafile=self.secrets / "door_ca.crt")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx2.AsyncClient(base_url=self.address, verify=trusted, headers=headers, timeout=60)

    def played(self) -> dict[str, Any]:
        """The ids and people that the demonstration has brought up."""
        kept: dict[str, Any] = json.loads(
            self.inside("portal", "cat", "/var/lib/pomegranate/demonstration.json").stdout
        )
        return kept

    def token(self, person: str) -> str:
        """A token for somebody of the demonstration."""
        who = next(each for each in self.played()["people"] if each["key"] == person)
        options = [f"--{name}={who[name]}" for name in ("node", "organization", "person") if who[name]]
        command = ("pomegranate", "token", "--role", who["role"], "--subject", person, *options)
        return self.inside("portal", *command).stdout.strip()

    def _make(self, task: str, *arguments: str, **environment: str) -> str:
        done = self._run([sys.executable, "-m", "scripts.stack", task, *arguments], "", **environment)
        assert done.returncode == 0, f"{task}: {done.stdout}\n{done.stderr}\n{self._state()}"
        return done.stdout

    def _state(self) -> str:
        return f"{self._run(['docker', *compose('ps', '--all')]).stdout}\n{self._logs()}"

    def _logs(self) -> str:
        return self._run(["docker", *compose("logs", "--tail", "15")]).stdout[-6000:]

    def _run(self, command: list[str], given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        everything = {**os.environ, **self.environment, **environment}
        return subprocess.run(
            command,
            cwd=ROOT,
            env=everything,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )


def table_in(output: str) -> Table:
    """The table as it was printed."""
    lines = output.splitlines()
    first = next(number for number, line in enumerate(lines) if "wishes published" in line)
    return Table(*lines[first : first + len(fields(Table))])


def positions_in(table: Table) -> dict[str, int]:
    """How far the log of each service goes."""
    return {name: int(number) for name, number in re.findall(r"(\w+) (\d+)", table.positions)}


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what is done, and how long it took."""
    began = time.monotonic()
    print(f"== {what} …", flush=True)
    yield
    print(f"   {time.monotonic() - began:.1f} s", flush=True)
