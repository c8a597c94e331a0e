"""Who can speak to whom under the network policies, compared with who needs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from scripts.manifests.render import Resource, of_kind, workloads

Flow = tuple[str, str, int]
"""From, to, port."""

PODS = ("api", "worker", "job", "restore")
NEEDED: frozenset[Flow] = frozenset(
    {("the door", "api", 8080), ("the door", "portal", 8080)}
    | {("monitoring", each, 9090) for each in ("api", "worker", "portal")}
    | {("monitoring", "rabbitmq", 15692), ("topology operator", "rabbitmq", 15672)}
    | {(each, "mongodb", 27017) for each in (*PODS, "mongodb")}
    | {("worker", "rabbitmq", 5672), ("restore", "rabbitmq", 5672)}
    | {("rabbitmq", "rabbitmq", 4369), ("rabbitmq", "rabbitmq", 25672)}
    | {("api", "outside", 443)}  # the keys of the sign-in provider
    | {(each, "outside", port) for each in ("mongodb", "rabbitmq") for port in (443, 6443)}  # Kubernetes
    | {(each, "names", 53) for each in (*PODS, "mongodb", "rabbitmq")}
)

TRACED: frozenset[Flow] = frozenset((each, "monitoring", 4318) for each in ("api", "worker"))
"""Needed as well where a collector of traces is named."""


@dataclass(frozen=True, slots=True)
class End:
    """One that speaks or is spoken to; without `namespace`, outside of the cluster."""

    name: str
    namespace: str = ""
    labels: tuple[tuple[str, str], ...] = ()


def problems(resources: list[Resource]) -> Iterator[str]:
    """Flows that are open and not needed, or needed and closed."""
    found = flows(resources)
    present = {end.name for end in _ends(resources)}
    wanted = NEEDED | TRACED if _traced(resources) else NEEDED
    needed = {flow for flow in wanted if {flow[0], flow[1]} <= present}
    for start, end, port in sorted(found - needed):
        yield f"NetworkPolicy: {start} may speak to {end}:{port}, and need not"
    for start, end, port in sorted(needed - found):
        yield f"NetworkPolicy: {start} may not speak to {end}:{port}, and needs to"


def _traced(resources: list[Resource]) -> bool:
    return any(each["data"].get("OTEL_EXPORTER_OTLP_ENDPOINT") for each in of_kind(resources, "ConfigMap").values())


def flows(resources: list[Resource]) -> set[Flow]:
    """All that both sides allow, between ends of which one at least is in a namespace of ours."""
    policies = [each for each in resources if each["kind"] == "NetworkPolicy"]
    guarded = {each["metadata"]["namespace"] for each in policies}
    ports = {flow[2] for flow in NEEDED} | {p["port"] for each in policies for p in _ports(each["spec"])}
    return {
        (start.name, end.name, port)
        for start, end, port in product(_ends(resources), _ends(resources), ports)
        if {start.namespace, end.namespace} & guarded
        and _allows(policies, "Egress", start, end, port)
        and _allows(policies, "Ingress", end, start, port)
    }


def _ends(resources: list[Resource]) -> set[End]:
    ours = {
        End(each.component, "pomegranate", (("app.kubernetes.io/component", each.component),))
        for each in workloads(resources)
    }
    kinds = {each["kind"] for each in resources}
    if "MongoDBCommunity" in kinds:
        ours.add(End("mongodb", "pomegranate-data", (("app", "mongodb-svc"),)))
    if "RabbitmqCluster" in kinds:
        ours.add(End("rabbitmq", "pomegranate-data", (("app.kubernetes.io/name", "rabbitmq"),)))
    return ours | {
        _door(resources),
        End("monitoring", "monitoring"),
        End("topology operator", "rabbitmq-system"),
        End("names", "kube-system", (("k8s-app", "kube-dns"),)),
        End("a stranger", "strange"),
        End("outside"),
    }


def _door(resources: list[Resource]) -> End:
    """The ingress controller, of which every overlay says itself where it is."""
    (policy,) = (each for each in resources if each["metadata"]["name"] == "from-the-door")
    (peer,) = policy["spec"]["ingress"][0]["from"]
    spaces, labels = (peer.get(part, {}).get("matchLabels", {}) for part in ("namespaceSelector", "podSelector"))
    return End("the door", spaces.get("kubernetes.io/metadata.name", "anywhere"), (*labels.items(),))


def _allows(policies: list[Resource], direction: str, own: End, other: End, port: int) -> bool:
    """Whether what is said of `own` lets it speak with `other`; of whom nothing is said may do all."""
    said = [
        each["spec"]
        for each in policies
        if each["metadata"]["namespace"] == own.namespace
        and direction in each["spec"]["policyTypes"]
        and _chosen(each["spec"]["podSelector"], dict(own.labels))
    ]
    side, peers = ("egress", "to") if direction == "Egress" else ("ingress", "from")
    return not said or any(
        port in {each["port"] for each in rule["ports"]}
        and any(_is(peer, other, own.namespace) for peer in rule[peers])
        for spec in said
        for rule in spec.get(side, [])
    )


def _is(peer: dict[str, Any], end: End, here: str) -> bool:
    if "ipBlock" in peer:
        return not end.namespace
    if not end.namespace:
        return False
    spaces = {"kubernetes.io/metadata.name": end.namespace}
    inside = _chosen(peer["namespaceSelector"], spaces) if "namespaceSelector" in peer else end.namespace == here
    return inside and _chosen(peer.get("podSelector", {}), dict(end.labels))


def _chosen(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    wanted = selector.get("matchLabels", {})
    among = selector.get("matchExpressions", [])
    return wanted.items() <= labels.items() and all(labels.get(each["key"]) in each["values"] for each in among)


def _ports(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for rule in (*spec.get("ingress", []), *spec.get("egress", [])):
        yield from rule["ports"]
