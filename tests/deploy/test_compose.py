"""The compose stack says the same as the code: settings, ports, names, rights, and what a container may not do."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.rights import definitions
from scripts.sbom import IN_IMAGE
from scripts.stack import secrets
from scripts.stack.__main__ import PROCESSES
from services.catalogue import SERVICES
from shared.http.guard import MOST_BYTES
from shared.http.uploads import MOST_UPLOADED
from shared.runtime.settings import Settings

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
TEXT = (DEPLOY / "compose.yaml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
STACK: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in STACK.items() if service["image"].startswith("pomegranate:")}
DOOR = (DEPLOY / "door" / "Caddyfile").read_text()
SETTINGS = {name.upper() for name in Settings.model_fields}


def plain(value: str) -> str:
    """`value` with the defaults of its variables, as it is where none is set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value).replace("$$", "$")


def default_settings(service: dict[str, Any]) -> dict[str, str]:
    return {name: plain(str(value)) for name, value in service["environment"].items()}


def secrets_of(service: dict[str, Any]) -> dict[str, str]:
    """The source of each secret by the name it has in the container."""
    named = [{"source": each, "target": each} if isinstance(each, str) else each for each in service.get("secrets", [])]
    return {each["target"]: each["source"] for each in named}


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting_with_a_value_it_takes(name: str) -> None:
    given = default_settings(OURS[name])
    assert given.pop("SECRETS_DIR", None) == ("/run/secrets" if "secrets" in OURS[name] else None)
    assert given.keys() <= SETTINGS
    Settings(**{variable.lower(): value for variable, value in given.items()})


@pytest.mark.parametrize("name", OURS)
def test_every_secret_is_a_setting_and_is_made_by_make_up(name: str) -> None:
    found = secrets_of(OURS[name])
    files = {"master_key": OURS[name]["environment"].get("MASTER_KEY_FILE")}
    for target in found:
        assert target.upper() in SETTINGS or files.get(target) == f"/run/secrets/{target}"
    for source in found.values():
        assert COMPOSE["secrets"][source]["file"] == f"${{SECRETS:-./secrets}}/{source}"


def test_the_secrets_are_those_that_make_up_makes(tmp_path: Path) -> None:
    made = set(secrets.make_missing(tmp_path / "secrets"))
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} == made
    used = {source for service in STACK.values() for source in secrets_of(service).values()}
    assert used == set(COMPOSE["secrets"])


def test_each_service_has_an_api_and_a_worker_with_its_own_users() -> None:
    for name in SERVICES:
        api, worker = STACK[f"{name}-api"], STACK[f"{name}-worker"]
        assert (api["command"], worker["command"]) == (["serve", name], ["work", name])
        for process in (api, worker):
            found = secrets_of(process)
            assert (found["mongo_url"], found["amqp_url"]) == (f"{name}_mongo_url", f"{name}_amqp_url")
            assert ("master_key" in found) == SERVICES[name].keeps_vault
    assert STACK["portal"]["command"] == ["serve", "portal"]
    assert "secrets" not in STACK["portal"]


def test_all_processes_are_replaced_and_a_worker_before_its_api() -> None:
    assert set(PROCESSES) == {name for name, service in OURS.items() if service["restart"] != "no"}
    for name in SERVICES:
        assert PROCESSES.index(f"{name}-worker") < PROCESSES.index(f"{name}-api")


def test_health_is_asked_for_where_it_is_answered() -> None:
    port = Settings().port
    for name, service in OURS.items():
        if "healthcheck" not in service:
            assert service["restart"] == "no", f"{name} runs on and nobody asks how it is"
            continue
        asked = service["environment"]["METRICS_PORT"] if name.endswith("-worker") else port
        assert f"/dev/tcp/127.0.0.1/{asked};" in service["healthcheck"]["test"][-1]
        assert "GET /readyz " in service["healthcheck"]["test"][-1]


def test_the_door_leads_to_every_api_and_to_the_pages() -> None:
    led = dict(re.findall(r"handle /api/(\w+)/\* \{\s+reverse_proxy ([\w-]+:\d+)", DOOR))
    assert led == {name: f"{name}-api:{Settings().port}" for name in SERVICES}
    assert re.search(rf"handle \{{\s+reverse_proxy portal:{Settings().port} ", DOOR)
    assert DOOR.count("import patient") == len(SERVICES) + 1
    assert re.search(r"request_body @rest \{\s+max_size 1MiB", DOOR)
    assert re.search(r"request_body @files \{\s+max_size 20MiB", DOOR)
    assert (MOST_BYTES, MOST_UPLOADED) == (1024 * 1024, 20 * 1024 * 1024)
    assert set(STACK["door"]["depends_on"]) == {"portal", *(f"{name}-api" for name in SERVICES)}


def test_the_door_is_the_only_one_that_is_believed_and_the_only_one_outside_reaches() -> None:
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    for name, service in OURS.items():
        believed = service["environment"].get("FORWARDED_ALLOW_IPS")
        assert believed == (subnet if name == "portal" or name.endswith("-api") else None)
        assert "ports" not in service
    assert COMPOSE["networks"]["back"]["internal"] is True
    for name in ("mongo", "mongo-setup", "rabbitmq", *(name for name in OURS if name.endswith("-worker"))):
        assert STACK[name]["networks"] == ["back"]
    for service in STACK.values():
        assert all(plain(port).startswith("127.0.0.1:") for port in service.get("ports", []))


@pytest.mark.parametrize("name", STACK)
def test_a_container_may_do_little(name: str) -> None:
    service = STACK[name]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]
    assert not {"privileged", "pid", "ipc", "network_mode", "devices"} & service.keys()
    assert service.get("read_only") is True or name in ("mongo", "rabbitmq"), "these two configure themselves at start"
    assert {"cpus", "memory", "pids"} <= _limits(service).keys() or service["restart"] == "no"
    assert re.search(r":[\w.-]*\d", plain(service["image"])), "an image is named with its version"


def _limits(service: dict[str, Any]) -> dict[str, Any]:
    return service.get("deploy", {}).get("resources", {}).get("limits", {})  # type: ignore[no-any-return]


def test_every_variable_stands_in_the_example_and_the_other_way_round() -> None:
    used = set(re.findall(r"\$\{(\w+)", TEXT))
    shown = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    assert shown == used


def test_the_users_of_the_servers_are_the_services() -> None:
    assert tuple(SERVICES) == secrets.SERVICES
    setup = (DEPLOY / "mongo" / "setup.js").read_text()
    names = re.search(r"const SERVICES = \[(.*)\]", setup)
    assert names
    assert re.findall(r"'(\w+)'", names[1]) == list(SERVICES)
    assert {each["user"] for each in definitions()["permissions"]} == set(secrets.USERS)


def test_the_rights_at_the_broker_are_those_the_code_asks_for() -> None:
    assert json.loads((DEPLOY / "rabbitmq" / "permissions.json").read_text()) == definitions()


def test_the_list_of_what_is_in_the_image_is_made_from_the_same_packages() -> None:
    assert f"uv export -q --frozen {' '.join(IN_IMAGE)} --no-emit-project" in (DEPLOY / "Dockerfile").read_text()


def test_the_solver_does_without_what_the_image_leaves_out() -> None:
    """The image has no pandas, which ortools names."""
    tests = str(DEPLOY.parent / "tests" / "unit" / "matching" / "test_assigning.py")
    run = f"import sys, pytest; sys.modules['pandas'] = None; sys.exit(pytest.main([{tests!r}]))"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_image_builds_without_what_some_builders_lack() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    assert "# syntax" not in dockerfile
    assert "<<" not in dockerfile
    assert "--mount" not in dockerfile
    assert "USER 10001:10001" in dockerfile
    assert 'ENTRYPOINT ["pomegranate"]' in dockerfile
