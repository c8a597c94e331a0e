"""What an overlay comes to, and the pods in it."""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
OVERLAYS = ROOT / "deploy/k8s/overlays"
_TOOLS = (("kubectl", "kustomize"), ("kustomize", "build"))

Resource = dict[str, Any]


class NotRendered(Exception):
    """The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Workload:
    """A Deployment or CronJob of ours, as the pods it makes."""

    kind: str
    name: str
    labels: dict[str, str]
    pod: Resource

    @property
    def component(self) -> str:
        """api, worker, portal, job or restore."""
        return self.labels.get("app.kubernetes.io/component", "")

    @property
    def service(self) -> str:
        """registry, matching and so on; portal and backup as well."""
        return self.labels.get("app.kubernetes.io/name", "")

    @property
    def container(self) -> Resource:
        """The only one."""
        (container,) = self.pod["containers"]
        return dict(container)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


def overlays() -> list[Path]:
    """The folders that can be applied."""
    return sorted(path.parent for path in OVERLAYS.glob("*/kustomization.yaml"))


def rendered(overlay: Path) -> list[Resource]:
    """All resources of `overlay`. Raises NotRendered."""
    for tool in _TOOLS:
        if shutil.which(tool[0]):
            return _read(subprocess.run([*tool, overlay], capture_output=True, text=True, check=False))  # noqa: S603
    raise NotRendered("请安装 kubectl（或 kustomize） install kubectl (or kustomize): nothing could be checked")


def _read(done: subprocess.CompletedProcess[str]) -> list[Resource]:
    if done.returncode:
        raise NotRendered(done.stderr.strip())
    return list(yaml.load_all(done.stdout, yaml.CSafeLoader))


def of_kind(resources: Iterable[Resource], *kinds: str) -> dict[str, Resource]:
    """The resources of these kinds, by name."""
    return {each["metadata"]["name"]: each for each in resources if each["kind"] in kinds}


def workloads(resources: Iterable[Resource]) -> list[Workload]:
    """All that makes pods of ours."""
    return [_workload(each) for each in resources if each["kind"] in ("Deployment", "CronJob")]


def _workload(resource: Resource) -> Workload:
    spec = resource["spec"]
    template = spec["jobTemplate"]["spec"]["template"] if resource["kind"] == "CronJob" else spec["template"]
    return Workload(
        resource["kind"], resource["metadata"]["name"], template["metadata"].get("labels", {}), template["spec"]
    )
