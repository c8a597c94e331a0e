"""Whether Kubernetes, and the operators, would understand it."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import yaml

from scripts.manifests.render import Resource

OLDEST = "1.30"
"""The oldest Kubernetes that has all we use; the newest one that is known here is asked as well."""
_OPERATORS = Path(__file__).with_name("operators.yaml")


def problems(resources: list[Resource]) -> Iterator[str]:
    """What they would refuse, or silently drop."""
    operators = yaml.safe_load(_OPERATORS.read_text())
    for each in resources:
        kind = f"{each['apiVersion']} {each['kind']}"
        schema = operators.get(kind)
        found = _operators(each, schema) if schema else _kubernetes(each)
        for problem in found:
            yield f"{kind} {each['metadata']['name']}: {problem}"


def _kubernetes(resource: Resource) -> tuple[str, ...]:
    return _judged(json.dumps(resource))


@cache
def _judged(text: str) -> tuple[str, ...]:
    """Cached, since overlays have most in common and each look takes its time."""
    return tuple(_refused(json.loads(text)))


def _refused(resource: Resource) -> Iterator[str]:
    for version in (OLDEST, kubernetes_validate.latest_version()):
        try:
            kubernetes_validate.validate(resource, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            yield f"Kubernetes {version}: {_where(error.path)}{error.message}"
        except kubernetes_validate.SchemaNotFoundError:
            yield f"Kubernetes {version} has no such kind, and operators.yaml neither"


def _operators(resource: Resource, schema: dict[str, Any]) -> Iterator[str]:
    for error in jsonschema.Draft202012Validator(schema).iter_errors(resource):
        yield f"{_where(error.absolute_path)}{error.message}"
    for key in ("override", ""):
        spec = resource["spec"].get(key, {}) if key else resource["spec"]
        if made := spec.get("statefulSet"):
            yield from _kubernetes(_as_stateful_set(made))


def _as_stateful_set(made: dict[str, Any]) -> Resource:
    """What an operator merges into the StatefulSet it makes, as one that is complete."""
    spec = {"selector": {}, "serviceName": "made", **made["spec"]}
    return {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "made"}, "spec": spec}


def _where(path: Any) -> str:
    return "".join(f"{step}." for step in path).rstrip(".") + ": " if path else ""
