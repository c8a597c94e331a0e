"""Whether one machine and a cluster are told the same: processes, settings, health, routes, rights, servers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from scripts.manifests.render import ROOT, Resource, Workload, of_kind, workloads
from services.catalogue import SERVICES
from shared.runtime.settings import Settings

DEPLOY = ROOT / "deploy"
ONLY_THERE = {"STATE_DIR", "SECRETS_DIR"}
"""The portal has neither here; where a pod is given secrets, `agreement` looks."""


def problems(resources: list[Resource]) -> Iterator[str]:
    """What differs, and has no reason to."""
    stack = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    maps = {name: each["data"] for name, each in of_kind(resources, "ConfigMap").items()}
    for workload in workloads(resources):
        if workload.kind == "Deployment":
            there = stack.get(workload.name)
            found = _differing(workload, there, maps) if there else ["compose.yaml has no such service"]
            yield from (f"{workload}: {problem}" for problem in found)
    yield from _doors(resources)
    yield from _servers(resources, stack)
    yield from _permissions(resources)


def _differing(workload: Workload, there: dict[str, Any], maps: dict[str, dict[str, str]]) -> Iterator[str]:
    if workload.container["args"] != there["command"]:
        yield f"runs {workload.container['args']}; with compose {there['command']}"
    given = {each["name"] for each in workload.container.get("env", [])}
    for source in workload.container.get("envFrom", []):
        given |= maps.get(source["configMapRef"]["name"], {}).keys()
    for name, value in sorted(there["environment"].items()):
        if name not in ONLY_THERE | given and not _as_without(name, value):
            yield f"{name} is set with compose, and not here"
    port = {"http": "8080", "metrics": "9090"}[workload.container["readinessProbe"]["httpGet"]["port"]]
    asked = " ".join(there["healthcheck"]["test"])
    if f"/{port};" not in asked or "/readyz" not in asked:
        yield f"with compose, its health is not asked at {port}/readyz"


def _doors(resources: list[Resource]) -> Iterator[str]:
    routes = re.findall(r"handle (/api/\w+)/\*", (DEPLOY / "door/Caddyfile").read_text())
    for ingress in of_kind(resources, "Ingress").values():
        for rule in ingress["spec"]["rules"]:
            if {each["path"] for each in rule["http"]["paths"]} != {*routes, "/"}:
                yield f"Ingress: the door of compose has the routes {routes}"


def _servers(resources: list[Resource], stack: dict[str, Any]) -> Iterator[str]:
    for cluster in of_kind(resources, "RabbitmqCluster").values():
        if cluster["spec"]["image"] != _default(stack["rabbitmq"]["image"]):
            yield f"RabbitmqCluster: {cluster['spec']['image']}; with compose {_default(stack['rabbitmq']['image'])}"
    for cluster in of_kind(resources, "MongoDBCommunity").values():
        if not f"mongo:{cluster['spec']['version']}.".startswith(f"{_default(stack['mongo']['image'])}."):
            yield f"MongoDBCommunity: {cluster['spec']['version']}; with compose {_default(stack['mongo']['image'])}"


def _permissions(resources: list[Resource]) -> Iterator[str]:
    """Those of a service are held against the code, here and there."""
    here = {name: each["spec"]["permissions"] for name, each in of_kind(resources, "Permission").items()}
    for there in json.loads((DEPLOY / "rabbitmq/permissions.json").read_text())["permissions"]:
        wanted = {right: there[right] for right in ("configure", "write", "read")}
        if here and there["user"] not in SERVICES and here.get(there["user"]) != wanted:
            yield f"Permission {there['user']}: with compose {wanted}"


def _as_without(name: str, value: object) -> bool:
    """Whether it says, where no variable says otherwise, what would hold without it."""
    field = Settings.model_fields.get(name.lower())
    return field is not None and _default(str(value)) in ("", str(field.default))


def _default(value: str) -> str:
    """What is taken where no variable says otherwise."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
