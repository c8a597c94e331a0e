"""`python3 -m scripts.stack image|secrets|up|replace|down [--erase]`."""

import json
import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.stack.docker import KNOWS_OTHER, ROOT, Failed, check, compose, docker, said, succeeds
from scripts.stack.secrets import BROKER_USERS, SERVICES, make_missing, missing

DEMO = "demo"
AUTHORITY = "door_ca.crt"
PROCESSES = (*(f"{service}-{kind}" for service in reversed(SERVICES) for kind in ("worker", "api")), "portal")
"""Those that serve and work, in the order in which they are replaced: who listens before who tells (of matching and
evaluation, which listen to each other, evaluation first), and a worker before the API of its service, which waits for
the documents that only a new worker builds."""
_BACKUPS = frozenset({"backups", "key-backups"})
_REMADE = frozenset({"grafana_password"})
_PATIENCE_S = 1800
_AUTHORITY_INSIDE = "/data/caddy/pki/authorities/local/root.crt"
_BUILD_ARGUMENTS = ("PYTHON_IMAGE", "PYTHON_INDEX", "NPM_REGISTRY", "UV_VERSION")
_IMPORT = "cat >/tmp/users && rabbitmqctl -q import_definitions /tmp/users; done=$?; rm -f /tmp/users; exit $done"
"""From a file: reading standard input, rabbitmqctl never ends (seen with 4.0.5)."""
_LOST = """\
数据还在，密钥却不在：{names}
请把密钥从备份恢复到 {directory}；确实要从头开始，先运行 make down ERASE=yes
The data are there and their secrets are not. Restore them in that folder from your backup; to begin anew, run
`make down ERASE=yes` first, which erases all data but the backups."""
_TRYING = """\
  试用方式：任何人都能以演示人员的身份登录。正式使用见 docs/operations/install-compose.md
  For trying: whoever opens it signs in as anybody of the demonstration.
  For real use see docs/operations/install-compose.md"""


class Stack:
    """What `deploy/compose.yaml` comes to with the variables that are set here and in `deploy/.env`."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.name: str = config["name"]
        self.image: str = config["services"]["portal"]["image"]
        self.secrets = Path(config["secrets"]["secret"]["file"]).parent
        self.profiles = frozenset(name for each in config["services"].values() for name in each.get("profiles", []))
        self.data = [each["name"] for name, each in config["volumes"].items() if name not in _BACKUPS]
        """The volumes that are erased with the data; a backup is there for when these are gone."""
        self._door = config["services"]["door"]
        self._environment: str = config["services"]["portal"]["environment"]["ENVIRONMENT"]

    def compose(self, *arguments: str) -> tuple[str, ...]:
        """The arguments of a `docker compose` for it; while the master key is changed, registry knows both."""
        both = ("--file", str(KNOWS_OTHER)) if (self.secrets / "master_key_other").exists() else ()
        return compose(*both, *arguments)

    @property
    def for_trying(self) -> bool:
        """Whether anybody may sign in."""
        return self._environment != "production"

    @property
    def has_own_authority(self) -> bool:
        """Whether the door's certificate is signed by itself."""
        return bool(self._door["environment"]["TLS"] == "internal")

    @property
    def addresses(self) -> list[str]:
        """Where people find it."""
        port = next(each["published"] for each in self._door["ports"] if each["target"] == 443)
        names = self._door["environment"]["SITE"].replace(",", " ").split()
        return [f"https://{name}" + ("" if port == "443" else f":{port}") for name in names]


def stack(environment: Mapping[str, str] | None = None) -> Stack:
    """The stack as it is set up. Raises Failed."""
    return Stack(json.loads(said(*compose("config", "--format", "json"), environment=environment)))


def image(wanted: Stack) -> None:
    """Builds the image; what has not changed comes from Docker's cache."""
    given = {name: os.environ[name] for name in _BUILD_ARGUMENTS if os.environ.get(name)}
    arguments = {**given, "VERSION": wanted.image.rpartition(":")[2], "REVISION": _revision()}
    options = [part for name, value in arguments.items() for part in ("--build-arg", f"{name}={value}")]
    docker("build", "--quiet", "--file", "deploy/Dockerfile", "--tag", wanted.image, *options, ".")


def up(wanted: Stack) -> None:
    """Makes secrets and image where they are missing, starts everything, waits until it is ready, tells where it is."""
    make_secrets(wanted)
    tell_broker(wanted)
    if wanted.image == f"pomegranate:{_own_version()}":
        print("构建镜像 building the image …", flush=True)
        image(wanted)
    lasting = {"COMPOSE_PROFILES": ",".join(sorted(wanted.profiles - {DEMO}))}
    waiting = ("--detach", "--wait", "--wait-timeout", str(_PATIENCE_S), "--remove-orphans")
    docker(*wanted.compose("up", *waiting), environment=lasting)
    if wanted.has_own_authority:
        docker(*compose("cp", f"door:{_AUTHORITY_INSIDE}", str(wanted.secrets / AUTHORITY)))
    if DEMO in wanted.profiles:
        docker(
            *compose(
                "run", "--rm", "--no-deps", "-T", DEMO, "demo", "http://door:8088", "--public", wanted.addresses[0]
            )
        )
    _tell(wanted)


def replace(wanted: Stack) -> None:
    """Replaces all our processes by new ones, one after the other, while people work: none of them notices.

    A new API stands beside the old one before that ends, so the door finds an open one at any moment.
    """
    make_secrets(wanted)
    tell_broker(wanted)
    for service in PROCESSES:
        print(f"更换 replacing {service} …", flush=True)
        if service.endswith("-worker"):
            docker(*wanted.compose("up", "--detach", "--no-deps", "--force-recreate", "--wait", service))
            continue
        old = said(*compose("ps", "--quiet", service)).split()
        beside = ("--no-recreate", "--scale", f"{service}={len(old) + 1}")
        docker(*wanted.compose("up", "--detach", "--no-deps", "--wait", *beside, service))
        docker("stop", *old)
        docker("rm", *old)


def down(erase: bool) -> None:
    """Ends everything; the data stay, unless they are to be erased. Backups stay in any case."""
    every = {"COMPOSE_PROFILES": "*"}
    docker(*compose("down", "--remove-orphans"), environment=every)
    if erase:
        docker("volume", "rm", "--force", *stack(every).data)


def _own_version() -> str:
    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return version


def _revision() -> str:
    """The commit this is, where that can be told."""
    head = ROOT / ".git" / "HEAD"
    text = head.read_text().strip() if head.is_file() else "unknown"
    branch = ROOT / ".git" / text.removeprefix("ref: ")
    return branch.read_text().strip() if text.startswith("ref: ") and branch.is_file() else text


def make_secrets(wanted: Stack) -> None:
    """Makes those that are missing. Raises Failed rather than make new ones for old data, which don't open to them."""
    lost = [name for name in missing(wanted.secrets) if name not in _REMADE]
    if lost and succeeds("volume", "inspect", f"{wanted.name}_mongo"):
        raise Failed(_LOST.format(names=", ".join(lost), directory=wanted.secrets))
    if made := make_missing(wanted.secrets):
        print(f"生成密钥 secrets made in {wanted.secrets}: {', '.join(made)}", flush=True)


def tell_broker(wanted: Stack) -> None:
    """Users and rights as this release has them, for a broker that runs already: it reads them at its start alone."""
    if said(*compose("ps", "--quiet", "rabbitmq")).strip():
        docker(*compose("exec", "-T", "rabbitmq", "rabbitmqctl", "-q", "await_startup", "--timeout", "120"))
        users = (wanted.secrets / BROKER_USERS).read_bytes()
        docker(*compose("exec", "-T", "rabbitmq", "sh", "-c", _IMPORT), fed=users)


def _tell(wanted: Stack) -> None:
    print(f"\n红石榴已就绪 Pomegranate is ready: {' '.join(wanted.addresses)}")
    if wanted.has_own_authority:
        print(f"  证书由自建机构签发，可导入信任 its certificate is signed by {wanted.secrets / AUTHORITY}")
    if wanted.for_trying:
        print(_TRYING)


def main(arguments: list[str]) -> int:
    """Exit status 1 when it failed, after saying why."""
    try:
        check()
        match arguments:
            case ["image"]:
                image(stack())
            case ["secrets"]:
                make_secrets(stack())
            case ["up"]:
                up(stack())
            case ["replace"]:
                replace(stack())
            case ["down", *options]:
                down("--erase" in options)
            case _:
                raise Failed("usage: python3 -m scripts.stack image|secrets|up|replace|down [--erase]")
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
