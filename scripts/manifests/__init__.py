"""The manifests in deploy/k8s: rendered, and held against Kubernetes, the operators and our own code."""

from scripts.manifests import agreement, commands, compose, network, schema, security
from scripts.manifests.render import Resource

CHECKS = (security, agreement, commands, compose, network)


def problems(resources: list[Resource]) -> list[str]:
    """What is wrong, each with the resource it is about; first of all, what Kubernetes would not even take."""
    refused = list(schema.problems(resources))
    return refused or [each for check in CHECKS for each in check.problems(resources)]
