"""The alert rules as the Prometheus Operator of a Kubernetes cluster wants them."""

from pathlib import Path
from typing import Any

import yaml

OBSERVABILITY = Path(__file__).parent.parent / "deploy" / "observability"
RULES = OBSERVABILITY / "k8s" / "rules.yaml"
HEAD = "# Written by `make contracts` from ../alerts.\n"


def groups() -> list[dict[str, Any]]:
    """All groups of rules, file by file."""
    files = sorted((OBSERVABILITY / "alerts").glob("*.yml"))
    return [group for file in files for group in yaml.safe_load(file.read_text())["groups"]]


def for_kubernetes() -> str:
    """One PrometheusRule with everything."""
    rule = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "pomegranate", "namespace": "pomegranate"},
        "spec": {"groups": groups()},
    }
    return HEAD + yaml.safe_dump(rule, allow_unicode=True, sort_keys=False, width=110)
