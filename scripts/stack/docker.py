"""Docker's command line, with words for those who have none."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "deploy" / "compose.yaml"
KNOWS_OTHER = ROOT / "deploy" / "master-key.yaml"
_OLDEST_COMPOSE = (2, 20)
_NO_DOCKER = (
    "没有 docker：请安装 Docker Engine 与 compose 插件 / no docker: install Docker Engine and the compose plugin"
)
_NO_ENGINE = "Docker 没有运行，或无权使用：{} / Docker does not run, or not for you"
_NO_COMPOSE = (
    "没有 docker compose（2.20 以上）：请安装 compose 插件 / the compose plugin (2.20 or newer) is missing: install it"
    "（现有 found: {}）"
)


class Failed(Exception):
    """A command failed; the text says what to do."""


def check() -> None:
    """Raises Failed, saying what to install, where there is no usable Docker with Compose."""
    if shutil.which("docker") is None:
        raise Failed(_NO_DOCKER)
    said = _captured(["docker", "version", "--format", "{{.Server.Version}}"])
    if said.returncode:
        raise Failed(_NO_ENGINE.format(said.stderr.strip()))
    found = _captured(["docker", "compose", "version", "--short"])
    if found.returncode or _version(found.stdout) < _OLDEST_COMPOSE:
        raise Failed(_NO_COMPOSE.format(found.stdout.strip() or "-"))


def docker(*arguments: str, environment: Mapping[str, str] | None = None, fed: bytes | None = None) -> None:
    """Runs `docker …`, with `fed` on its standard input; what it says is seen. Raises Failed."""
    command = ["docker", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=_with(environment), input=fed, check=False)  # noqa: S603
    if done.returncode:
        raise Failed(f"docker {arguments[0]} 失败 failed ({done.returncode})")


def said(*arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """What `docker …` prints. Raises Failed with what it complained about."""
    done = _captured(["docker", *arguments], environment)
    if done.returncode:
        raise Failed(f"docker {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def succeeds(*arguments: str) -> bool:
    """Whether `docker …` does."""
    return _captured(["docker", *arguments]).returncode == 0


def compose(*arguments: str) -> tuple[str, ...]:
    """The arguments of a `docker compose` for this stack."""
    return ("compose", "--file", str(FILE), *arguments)


def _version(text: str) -> tuple[int, ...]:
    """`v2.40.3` as (2, 40); empty, so older than any, where there is none in it."""
    found = re.search(r"(\d+)\.(\d+)", text)
    return tuple(int(number) for number in found.groups()) if found else ()


def _captured(command: Sequence[str], environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=_with(environment), capture_output=True, text=True, check=False
    )


def _with(environment: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(environment or {})}
