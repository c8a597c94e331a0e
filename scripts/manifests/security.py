"""What no pod of ours may have, and what none may lack."""

import re
from collections.abc import Iterator

from scripts.manifests.render import Resource, Workload, of_kind, workloads

USER = 10001
_TAGGED = re.compile(r"^[a-z0-9./_-]+(:[0-9]+/[a-z0-9./_-]+)?(:(?!latest$)[A-Za-z0-9._-]+|@sha256:[0-9a-f]{64})$")
_HOST = ("hostNetwork", "hostPID", "hostIPC", "hostUsers")
_PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
_RESTRICTED = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}


def problems(resources: list[Resource]) -> Iterator[str]:
    """What is wrong, each with the resource it is about."""
    for workload in workloads(resources):
        for problem in (*_pod(workload.pod), *_container(workload.container), *_probes(workload)):
            yield f"{workload}: {problem}"
    yield from _namespaces(resources)
    for name in of_kind(resources, "Secret"):
        yield f"Secret {name}: secrets do not belong in the repository"
    for name, cluster in of_kind(resources, "RabbitmqCluster").items():
        if not _TAGGED.match(cluster["spec"]["image"]):
            yield f"RabbitmqCluster {name}: the image needs a tag that stays"


def _pod(pod: Resource) -> Iterator[str]:
    security = pod.get("securityContext", {})
    if security.get("runAsNonRoot") is not True or security.get("runAsUser") != USER:
        yield f"runs as another user than {USER}"
    if security.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield "has no seccomp profile RuntimeDefault"
    if pod.get("automountServiceAccountToken") is not False:
        yield "is given a token for Kubernetes"
    if pod.get("serviceAccountName", "default") == "default":
        yield "uses the default service account"
    if pod.get("enableServiceLinks") is not False:
        yield "is given variables for every Service, which may be taken for settings"
    for key in _HOST:
        if key in pod:
            yield f"uses {key}"
    for volume in pod.get("volumes", []):
        if not {"secret", "emptyDir", "persistentVolumeClaim", "configMap"} & volume.keys():
            yield f"mounts {volume['name']} from elsewhere"
    if len(pod["containers"]) != 1 or "initContainers" in pod:
        yield "has another container than ours"


def _container(container: Resource) -> Iterator[str]:
    security = container.get("securityContext", {})
    if security.get("readOnlyRootFilesystem") is not True:
        yield "can write to its image"
    if security.get("allowPrivilegeEscalation") is not False or security.get("privileged"):
        yield "can gain privileges"
    if security.get("capabilities") != {"drop": ["ALL"]}:
        yield "keeps capabilities"
    if not _TAGGED.match(container["image"]):
        yield f"the image {container['image']} needs a tag that stays"
    for bound in ("requests", "limits"):
        if container.get("resources", {}).get(bound, {}).keys() < {"cpu", "memory"}:
            yield f"has no {bound} for cpu and memory"
    if any("hostPort" in port for port in container.get("ports", [])):
        yield "takes a port of its node"
    for variable in container.get("env", []):
        if "secretKeyRef" in variable.get("valueFrom", {}):
            yield f"is given the secret {variable['name']} as a variable; mount it as a file"


def _probes(workload: Workload) -> Iterator[str]:
    for probe in _PROBES:
        if workload.kind == "Deployment" and probe not in workload.container:
            yield f"has no {probe}"


def _namespaces(resources: list[Resource]) -> Iterator[str]:
    for name, namespace in of_kind(resources, "Namespace").items():
        holds_ours = any(
            each["metadata"].get("namespace") == name for each in resources if each["kind"] == "Deployment"
        )
        if holds_ours and not _RESTRICTED.items() <= namespace["metadata"].get("labels", {}).items():
            yield f"Namespace {name}: the pod security `restricted` is not enforced"
        if not any(_denies_all(each) for each in resources if each["metadata"].get("namespace") == name):
            yield f"Namespace {name}: no network policy forbids what none allows"
    known = of_kind(resources, "Namespace").keys()
    for each in resources:
        if each["kind"] != "Namespace" and each["metadata"].get("namespace") not in known:
            yield f"{each['kind']} {each['metadata']['name']}: is in no namespace of ours"


def _denies_all(resource: Resource) -> bool:
    denied = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    return bool(resource["kind"] == "NetworkPolicy" and resource["spec"] == denied)
