"""Every overlay is right, and each check would see what it is there for. It needs kubectl, so `make check` runs it."""

import os
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from scripts.manifests import problems
from scripts.manifests.render import OVERLAYS, Resource, overlays, rendered
from scripts.manifests.secrets import secrets

Spoil = Callable[[list[Resource]], None]


@pytest.fixture(scope="module")
def good() -> list[Resource]:
    return rendered(OVERLAYS / "three-zones")


def test_there_are_a_small_and_a_large_one() -> None:
    assert [overlay.name for overlay in overlays()] == ["small", "three-zones"]


@pytest.mark.parametrize("overlay", overlays(), ids=lambda path: path.name)
def test_an_overlay_is_right(overlay: Path) -> None:
    assert problems(rendered(overlay)) == []


def test_traces_and_monitors_can_be_added(tmp_path: Path) -> None:
    deploy = os.path.relpath(OVERLAYS.parent.parent, tmp_path)
    named = f"resources: [{deploy}/k8s/overlays/small, {deploy}/observability]"
    (tmp_path / "kustomization.yaml").write_text(f"{named}\ncomponents: [{deploy}/k8s/components/traces]\n")
    resources = rendered(tmp_path)
    assert problems(resources) == []
    assert {"PodMonitor", "PrometheusRule"} <= {each["kind"] for each in resources}
    assert settings(resources)["OTEL_EXPORTER_OTLP_ENDPOINT"]
    without(resources, "NetworkPolicy", "to-the-collector")
    assert "NetworkPolicy: api may not speak to monitoring:4318, and needs to" in problems(resources)


@pytest.mark.parametrize("overlay", overlays(), ids=lambda path: path.name)
def test_the_secrets_that_are_made_are_those_that_are_asked_for(overlay: Path, tmp_path: Path) -> None:
    resources = rendered(overlay)
    made = {each["metadata"]["name"] for each in secrets(resources, tmp_path / "secrets")}
    asked = set(
        re.findall(
            r"(?:secretName|passwordSecretRef|importCredentialsSecret)(?:': \{'name)?': '([\w-]+)", str(resources)
        )
    )
    assert asked == made | {"door-tls"}


def one(resources: list[Resource], kind: str, name: str) -> Any:
    return next(each for each in resources if (each["kind"], each["metadata"]["name"]) == (kind, name))


def pod(resources: list[Resource], name: str = "registry-api") -> Any:
    return one(resources, "Deployment", name)["spec"]["template"]["spec"]


def container(resources: list[Resource], name: str = "registry-api") -> Any:
    return pod(resources, name)["containers"][0]


def job(resources: list[Resource], name: str) -> Any:
    return one(resources, "CronJob", name)["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]


def settings(resources: list[Resource]) -> Any:
    maps = (each for each in resources if each["kind"] == "ConfigMap")
    return next(each for each in maps if each["metadata"]["name"].startswith("settings-"))["data"]


def without(resources: list[Resource], kind: str, name: str) -> None:
    resources.remove(one(resources, kind, name))


def secret() -> Resource:
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "x", "namespace": "pomegranate"}}


def claim(resources: list[Resource], name: str) -> Any:
    return one(resources, "PersistentVolumeClaim", name)["spec"]


def policy(resources: list[Resource], name: str) -> Any:
    return one(resources, "NetworkPolicy", name)["spec"]


SPOILT: dict[str, tuple[str, Spoil]] = {
    # Kubernetes and the operators
    "misspelt": ("unexpected", lambda them: container(them).update(resource={})),
    "wrong type": ("is not of type", lambda them: one(them, "PodDisruptionBudget", "portal").update(spec=1)),
    "no such kind": ("no such kind", lambda them: one(them, "Service", "portal").update(kind="Servise")),
    "unknown to the operator": (
        "unexpected",
        lambda them: one(them, "Vhost", "pomegranate")["spec"].update(tracking=1),
    ),
    "misspelt in what it makes": (
        "unexpected",
        lambda them: one(them, "MongoDBCommunity", "mongodb")["spec"]["statefulSet"]["spec"]["template"]["spec"].update(
            tolerance=[]
        ),
    ),
    # security
    "root": ("another user", lambda them: pod(them)["securityContext"].update(runAsUser=0)),
    "no seccomp": ("seccomp", lambda them: pod(them)["securityContext"].pop("seccompProfile")),
    "token": ("token", lambda them: pod(them).update(automountServiceAccountToken=True)),
    "default account": ("default service account", lambda them: pod(them).pop("serviceAccountName")),
    "service links": ("taken for settings", lambda them: pod(them).pop("enableServiceLinks")),
    "host network": ("hostNetwork", lambda them: pod(them).update(hostNetwork=True)),
    "host path": ("elsewhere", lambda them: pod(them)["volumes"].append({"name": "x", "hostPath": {"path": "/"}})),
    "host port": ("port of its node", lambda them: container(them)["ports"][0].update(hostPort=80)),
    "side car": ("another container", lambda them: pod(them).update(initContainers=[])),
    "writable root": (
        "write to its image",
        lambda them: container(them)["securityContext"].pop("readOnlyRootFilesystem"),
    ),
    "privileged": ("privileges", lambda them: container(them)["securityContext"].update(privileged=True)),
    "capability": ("capabilities", lambda them: container(them)["securityContext"].pop("capabilities")),
    "no tag": ("needs a tag", lambda them: container(them).update(image="registry.example.cn:5000/pomegranate")),
    "latest": ("needs a tag", lambda them: container(them).update(image="pomegranate:latest")),
    "no limit": ("limits", lambda them: container(them)["resources"]["limits"].pop("memory")),
    "no probe": ("livenessProbe", lambda them: container(them).pop("livenessProbe")),
    "secret in a variable": (
        "as a variable",
        lambda them: container(them)["env"].append(
            {"name": "SECRET", "valueFrom": {"secretKeyRef": {"name": "x", "key": "y"}}}
        ),
    ),
    "secret in git": ("do not belong", lambda them: them.append(secret())),
    "privileged namespace": (
        "not enforced",
        lambda them: one(them, "Namespace", "pomegranate")["metadata"].pop("labels"),
    ),
    "nowhere": ("in no namespace", lambda them: one(them, "Service", "portal")["metadata"].pop("namespace")),
    # agreement with the code
    "missing process": ("is missing", lambda them: without(them, "Deployment", "notify-worker")),
    "wrong process": ("runs", lambda them: container(them)["args"].reverse()),
    "no such command": ("there is no command", lambda them: container(them)["args"].__setitem__(0, "server")),
    "no such option": ("No such option", lambda them: job(them, "backup")["args"].append("--quick")),
    "told all": ("`*` believes", lambda them: settings(them).update(FORWARDED_ALLOW_IPS="*")),
    "secrets elsewhere": ("SECRETS_DIR", lambda them: container(them)["env"].pop(0)),
    "no master key": ("opens the vault", lambda them: container(them)["env"].pop()),
    "other version": ("is not version", lambda them: container(them).update(image="x/pomegranate:9.9.9")),
    "other's secrets": (
        "is given the secrets",
        lambda them: next(each for each in pod(them)["volumes"] if "secret" in each)["secret"].update(
            secretName="notify"
        ),
    ),
    "misspelt setting": ("is no setting", lambda them: settings(them).update(OIDC_JWSK="x")),
    "no settings": ("is no setting", lambda them: container(them)["envFrom"][0]["configMapRef"].update(name="other")),
    "other port": ("declares the ports", lambda them: settings(them).update(METRICS_PORT="9091")),
    "loopback": ("HOST", lambda them: settings(them).update(HOST="127.0.0.1")),
    "wrong path": (
        "should ask http/readyz",
        lambda them: container(them)["readinessProbe"]["httpGet"].update(path="/ready"),
    ),
    "cut off": ("preStop", lambda them: container(them).pop("lifecycle")),
    "killed": ("orderly end", lambda them: pod(them).update(terminationGracePeriodSeconds=15)),
    "wrong route": (
        "Ingress",
        lambda them: one(them, "Ingress", "door")["spec"]["rules"][0]["http"]["paths"][0].update(path="/api/registy"),
    ),
    "no TLS": ("without TLS", lambda them: one(them, "Ingress", "door")["spec"]["tls"].clear()),
    "selects others": ("selects", lambda them: one(them, "Service", "notify-api")["spec"]["selector"].popitem()),
    "two minds": ("undoes", lambda them: one(them, "Deployment", "notify-api")["spec"].update(replicas=2)),
    "scales another": (
        "scales",
        lambda them: one(them, "HorizontalPodAutoscaler", "notify-api")["spec"]["scaleTargetRef"].update(name="portal"),
    ),
    "too many rights": (
        "read should be",
        lambda them: one(them, "Permission", "notify")["spec"]["permissions"].update(read=".*"),
    ),
    "too few databases": (
        "its own databases",
        lambda them: one(them, "MongoDBCommunity", "mongodb")["spec"]["users"][0]["roles"].pop(),
    ),
    "backup beside MongoDB": ("lies where MongoDB lies", lambda them: claim(them, "backup").pop("storageClassName")),
    "keys beside the data": (
        "lie with the data",
        lambda them: claim(them, "backup-keys").update(storageClassName=claim(them, "backup")["storageClassName"]),
    ),
    "hangs": (
        "keep all others",
        lambda them: one(them, "CronJob", "backup")["spec"]["jobTemplate"]["spec"].pop("activeDeadlineSeconds"),
    ),
    # agreement with compose
    "one setting less": ("METRICS_PORT is set with compose", lambda them: settings(them).pop("METRICS_PORT")),
    "another RabbitMQ": (
        "with compose rabbitmq:4-management",
        lambda them: one(them, "RabbitmqCluster", "rabbitmq")["spec"].update(image="rabbitmq:3-management"),
    ),
    "another MongoDB": (
        "with compose mongo:8",
        lambda them: one(them, "MongoDBCommunity", "mongodb")["spec"].update(version="7.0.1"),
    ),
    "another operator": (
        "Permission operator",
        lambda them: one(them, "Permission", "operator")["spec"]["permissions"].update(read=".*"),
    ),
    # network
    "all open": ("network policy", lambda them: without(them, "NetworkPolicy", "nothing-else")),
    "one too many": (
        "api may speak to rabbitmq:5672",
        lambda them: [
            policy(them, name).update(podSelector={})
            if name == "to-rabbitmq"
            else policy(them, name)["ingress"][0]["from"][0].pop("podSelector")
            for name in ("to-rabbitmq", "rabbitmq")
        ],
    ),
    "anybody": (
        "a stranger may speak to api:8080",
        lambda them: policy(them, "from-the-door")["ingress"][0]["from"][0].update(namespaceSelector={}),
    ),
    "no names": ("may not speak to names:53", lambda them: without(them, "NetworkPolicy", "names")),
    "no database": ("job may not speak to mongodb:27017", lambda them: without(them, "NetworkPolicy", "to-mongodb")),
}


@pytest.mark.parametrize(("expected", "spoil"), SPOILT.values(), ids=SPOILT.keys())
def test_what_is_spoilt_is_seen(good: list[Resource], expected: str, spoil: Spoil) -> None:
    spoilt = deepcopy(good)
    spoil(spoilt)
    assert expected in "\n".join(problems(spoilt))
