"""Whether the manifests name what the code has: services, settings, ports, health, databases, rights, versions."""

import tomllib
from collections.abc import Iterator

from scripts.manifests.render import ROOT, Resource, Workload, of_kind, workloads
from services.catalogue import SERVICES
from shared.messaging.topology import rights
from shared.runtime.server import DRAIN, GRACE
from shared.runtime.service import Definition
from shared.runtime.settings import Settings

SECRETS_DIR = "/run/secrets"
MASTER_KEY = {"name": "MASTER_KEY_FILE", "value": f"{SECRETS_DIR}/master_key"}
NOT_SETTINGS = {"SECRETS_DIR", "ROOT_NAME", "ROOT_LEVEL"}
"""Variables that something else reads."""
OPERATOR = "operator"
SPARE = 5.0
"""Seconds beyond the orderly end, before a pod is killed."""


def problems(resources: list[Resource]) -> Iterator[str]:
    """What does not agree, each with the resource it is about."""
    yield from _processes(resources)
    yield from _settings(resources)
    yield from _routes(resources)
    for workload in workloads(resources):
        for problem in _health(workload):
            yield f"{workload}: {problem}"
    yield from _selected(resources)
    yield from _rights(resources)
    yield from _databases(resources)
    yield from _backups(resources)


def _processes(resources: list[Resource]) -> Iterator[str]:
    wanted = {f"{name}-api": ["serve", name] for name in SERVICES} | {
        f"{name}-worker": ["work", name] for name in SERVICES
    }
    wanted["portal"] = ["serve", "portal"]
    found = {each.name: each for each in workloads(resources) if each.kind == "Deployment"}
    for name in wanted.keys() ^ found.keys():
        yield f"Deployment {name}: {'is missing' if name in wanted else 'is none of ours'}"
    for name in wanted.keys() & found.keys():
        if found[name].container["args"] != wanted[name]:
            yield f"Deployment {name}: runs {found[name].container['args']}, not {wanted[name]}"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    for each in workloads(resources):
        if not each.container["image"].endswith(f"/pomegranate:{version}"):
            yield f"{each}: its image {each.container['image']} is not version {version}"
        yield from (f"{each}: {problem}" for problem in _secrets(each))


def _secrets(workload: Workload) -> Iterator[str]:
    """Each service has its own, and nobody else's."""
    of_whom = {"backup": OPERATOR}.get(workload.service, workload.service)
    wanted = {of_whom} & {*SERVICES, OPERATOR}
    volumes = {each["name"]: each["secret"]["secretName"] for each in workload.pod["volumes"] if "secret" in each}
    mounts = {each["name"]: each["mountPath"] for each in workload.container["volumeMounts"]}
    if set(volumes.values()) != wanted:
        yield f"is given the secrets {sorted(volumes.values())}, not {sorted(wanted)}"
    holders = {OPERATOR, *(name for name, part in SERVICES.items() if part.keeps_vault)}
    if (MASTER_KEY in workload.container.get("env", [])) != bool(wanted & holders):
        yield "MASTER_KEY_FILE: is for who opens the vault, and for nobody else"
    for name in volumes:
        if mounts.get(name) != SECRETS_DIR:
            yield f"the secrets lie at {mounts.get(name)}, not {SECRETS_DIR}"
        if {"name": "SECRETS_DIR", "value": SECRETS_DIR} not in workload.container.get("env", []):
            yield f"SECRETS_DIR: is not told that the secrets lie at {SECRETS_DIR}"


def _settings(resources: list[Resource]) -> Iterator[str]:
    known = {name.upper() for name in Settings.model_fields} | NOT_SETTINGS
    maps = {name: each["data"] for name, each in of_kind(resources, "ConfigMap").items()}
    for workload in workloads(resources):
        given: dict[str, str] = {}
        for source in workload.container.get("envFrom", []):
            given |= maps.get(source["configMapRef"]["name"], {"(no such ConfigMap)": ""})
        given |= {each["name"]: each.get("value", "") for each in workload.container.get("env", [])}
        for name in sorted(given.keys() - known):
            yield f"{workload}: {name} is no setting"
        yield from (f"{workload}: {problem}" for problem in _ports(workload, given))


def _ports(workload: Workload, given: dict[str, str]) -> Iterator[str]:
    """Those it opens and those that are declared."""
    opened = {"metrics": given.get("METRICS_PORT"), "http": given.get("PORT")}
    declared = {port["name"]: str(port["containerPort"]) for port in workload.container.get("ports", [])}
    wanted = {"api": ("http", "metrics"), "portal": ("http", "metrics"), "worker": ("metrics",), "job": ()}
    names = wanted.get(workload.component, ())
    if declared != {name: opened[name] for name in names}:
        yield f"declares the ports {declared}; it opens {', '.join(f'{name} {opened[name]}' for name in names)}"
    if "*" in given.get("FORWARDED_ALLOW_IPS", "*"):
        yield "FORWARDED_ALLOW_IPS: name the network of the pods; `*` believes whatever a caller says of himself"
    if given.get("HOST") != "0.0.0.0":  # noqa: S104
        yield "HOST: it has to listen on all addresses of its pod"


def _health(workload: Workload) -> Iterator[str]:
    if workload.kind != "Deployment":
        return
    port = "metrics" if workload.component == "worker" else "http"
    paths = {"startupProbe": "/livez", "livenessProbe": "/livez", "readinessProbe": "/readyz"}
    for probe, path in paths.items():
        asked = workload.container.get(probe, {}).get("httpGet", {})
        if (asked.get("path"), asked.get("port")) != (path, port):
            yield f"{probe} should ask {port}{path}"
    waits = workload.container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    if port == "http" and not waits:
        yield "stops while proxies still send to it: preStop is missing"
    needed = waits + DRAIN + GRACE + SPARE
    if workload.pod["terminationGracePeriodSeconds"] < needed:
        yield f"terminationGracePeriodSeconds: an orderly end takes up to {needed} s"


def _routes(resources: list[Resource]) -> Iterator[str]:
    wanted = {f"/api/{name}": f"{name}-api" for name in SERVICES} | {"/": "portal"}
    for ingress in of_kind(resources, "Ingress").values():
        for rule in ingress["spec"]["rules"]:
            found = {each["path"]: each["backend"]["service"]["name"] for each in rule["http"]["paths"]}
            if found != wanted:
                yield f"Ingress: {found} is not {wanted}"
        hosts = {host for each in ingress["spec"]["tls"] for host in each["hosts"]}
        if hosts != {rule["host"] for rule in ingress["spec"]["rules"]}:
            yield "Ingress: a host is without TLS"


def _selected(resources: list[Resource]) -> Iterator[str]:
    """What selects pods has to find those of the Deployment that is called like it, and no others."""
    deployments = {each.name: each.labels for each in workloads(resources) if each.kind == "Deployment"}
    for kind in ("Service", "PodDisruptionBudget"):
        for name, each in of_kind(_ours(resources), kind).items():
            selector = each["spec"]["selector"]
            wanted = selector.get("matchLabels", selector)
            found = [other for other, labels in deployments.items() if wanted.items() <= labels.items()]
            if found != [name]:
                yield f"{kind} {name}: selects the pods of {found}"
    for name, each in of_kind(resources, "HorizontalPodAutoscaler").items():
        if each["spec"]["scaleTargetRef"]["name"] != name or name not in deployments:
            yield f"HorizontalPodAutoscaler {name}: scales {each['spec']['scaleTargetRef']['name']}"
        if "replicas" in of_kind(resources, "Deployment")[name]["spec"]:
            yield f"Deployment {name}: `replicas` undoes what the autoscaler has decided"


def _ours(resources: list[Resource]) -> list[Resource]:
    return [each for each in resources if each["metadata"].get("namespace") == "pomegranate"]


def _rights(resources: list[Resource]) -> Iterator[str]:
    permissions = of_kind(resources, "Permission")
    if not permissions:
        return  # RabbitMQ is outside
    prefix = Settings.model_fields["amqp_prefix"].default
    for name in permissions.keys() ^ {*SERVICES, OPERATOR}:
        yield f"Permission {name}: there should be one for each service, and one for commands given by hand"
    for name in permissions.keys() & SERVICES.keys():
        wanted = rights(prefix, name, SERVICES[name].sources, SERVICES[name].publish is not None)
        for right, found in permissions[name]["spec"]["permissions"].items():
            if found != getattr(wanted, right):
                yield f"Permission {name}: {right} should be {getattr(wanted, right)}"


def _databases(resources: list[Resource]) -> Iterator[str]:
    prefix = Settings.model_fields["database_prefix"].default
    for cluster in of_kind(resources, "MongoDBCommunity").values():
        users = {user["name"]: user["roles"] for user in cluster["spec"]["users"]}
        own = {name: _databases_of(prefix, part) for name, part in SERVICES.items()}
        wanted = own | {OPERATOR: [each for databases in own.values() for each in databases]}
        for name in wanted.keys() | users.keys():
            if users.get(name) != [{"name": "readWrite", "db": each} for each in wanted.get(name, [])]:
                yield f"MongoDBCommunity: the user {name} should write its own databases and nothing else"


def _databases_of(prefix: str, part: Definition) -> list[str]:
    own = f"{prefix}_{part.name}"
    return [own, f"{own}_keys"] if part.keeps_vault else [own]


def _backups(resources: list[Resource]) -> Iterator[str]:
    """Both apart from MongoDB, which has the default class, and from each other; and no backup that hangs for ever."""
    claims = of_kind(resources, "PersistentVolumeClaim")
    classes = {name: claims[name]["spec"].get("storageClassName") for name in ("backup", "backup-keys")}
    for name, found in classes.items():
        if not found:
            yield f"PersistentVolumeClaim {name}: storageClassName: without one it lies where MongoDB lies"
    if len(set(classes.values())) == 1:
        yield f"PersistentVolumeClaim backup-keys: storageClassName {classes['backup']}: the keys lie with the data"
    for name, job in of_kind(resources, "CronJob").items():
        if not job["spec"].get("suspend") and not job["spec"]["jobTemplate"]["spec"].get("activeDeadlineSeconds"):
            yield f"CronJob {name}: activeDeadlineSeconds: one that hangs would keep all others from beginning"
