"""`make up` and its kin: what is refused, and what stays."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scripts.stack import __main__ as main
from scripts.stack import docker
from scripts.stack.__main__ import Stack, make_secrets
from scripts.stack.docker import Failed
from scripts.stack.secrets import BROKER_USERS, make_missing


def config(secrets: Path) -> dict[str, Any]:
    """As much of what `docker compose config` prints as is read."""
    portal = {"image": "pomegranate:0.0.1", "environment": {"ENVIRONMENT": "production"}}
    return {
        "name": "pomegranate",
        "services": {"portal": portal, "door": {}, "prometheus": {"profiles": ["obs"]}},
        "secrets": {"secret": {"file": str(secrets / "secret")}},
        "volumes": {name: {"name": f"pomegranate_{name}"} for name in ("mongo", "backups", "key-backups", "trying")},
    }


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What Docker was asked for; it has every volume."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(main, "succeeds", lambda *arguments: True)
    monkeypatch.setattr(main, "docker", lambda *arguments, **_: asked.append(arguments))
    return asked


@pytest.mark.parametrize("name", ["secret", "master_key", "mongo_root_password", "mongo_key_file", "notify_amqp_url"])
def test_no_secret_is_made_anew_for_old_data(name: str, tmp_path: Path, asked: list[tuple[str, ...]]) -> None:
    make_missing(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(Failed, match=name):
        make_secrets(Stack(config(tmp_path)))
    assert not (tmp_path / name).exists()


def test_a_password_of_grafana_is(tmp_path: Path, asked: list[tuple[str, ...]]) -> None:
    make_missing(tmp_path)
    (tmp_path / "grafana_password").unlink()
    make_secrets(Stack(config(tmp_path)))
    assert (tmp_path / "grafana_password").exists()


@pytest.mark.parametrize("runs", [True, False])
def test_a_broker_that_runs_is_told_the_rights_of_this_release_first(
    runs: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fed: list[bytes] = []

    def docker_(*arguments: str, **given: Any) -> None:
        steps = ("sh", "await_startup", "up", "stop", "rm")
        done.append(next(each for each in steps if each in arguments))
        fed.extend([given["fed"]] if "fed" in given else [])

    monkeypatch.setattr(main, "docker", docker_)
    monkeypatch.setattr(main, "said", lambda *arguments, **_: "id" if runs or "rabbitmq" not in arguments else "")
    monkeypatch.setattr(main, "succeeds", lambda *_: False)
    main.replace(Stack(config(tmp_path)))
    assert done[: 2 * runs] == ["await_startup", "sh"][: 2 * runs]
    assert done[2 * runs] == "up"
    assert fed == [(tmp_path / BROKER_USERS).read_bytes()][:runs]


def test_no_backup_is_erased(tmp_path: Path, asked: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "stack", lambda *_: Stack(config(tmp_path)))
    main.down(erase=True)
    ended, erased = asked
    assert ended[-2:] == ("down", "--remove-orphans")
    assert erased == ("volume", "rm", "--force", "pomegranate_mongo", "pomegranate_trying")
    main.down(erase=False)
    assert asked[2:] == [ended]


def test_registry_knows_both_master_keys_while_one_takes_over(tmp_path: Path) -> None:
    both = ("--file", str(docker.KNOWS_OTHER))
    stack = Stack(config(tmp_path))
    assert stack.compose("up") == docker.compose("up")
    (tmp_path / "master_key_other").touch()
    assert stack.compose("up") == docker.compose(*both, "up")


def test_profiles_are_those_that_compose_found(tmp_path: Path) -> None:
    assert Stack(config(tmp_path)).profiles == {"obs"}


@pytest.mark.parametrize(("version", "refused"), [("v2.19.1", True), ("1.29.2", True), ("", True), ("2.20.0", False)])
def test_an_older_compose_is_refused(version: str, refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docker, "_captured", lambda command, *_: _said(command, version))
    monkeypatch.setattr(shutil, "which", lambda name: name)
    if refused:
        with pytest.raises(Failed, match=r"2\.20"):
            docker.check()
    else:
        docker.check()


def _said(command: list[str], version: str) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess(command, 0, version if "compose" in command else "20.10", "")
