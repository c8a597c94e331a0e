"""The table of all metrics, from the code that measures."""

from collections.abc import Iterator

from prometheus_client.core import Metric
from prometheus_client.metrics import MetricWrapperBase

from shared.runtime import metrics
from shared.runtime.metrics import REGISTRY
from shared.runtime.survey import GAUGES

HEAD = """中文摘要：每个进程在 METRICS_PORT 的 /metrics 给出下列指标；标签只有名称与代码，从不含人的编号。

# What is measured

Written by `make contracts` from the code. Every process answers at `/metrics` on its `METRICS_PORT`. Gauges of loops,
inboxes, deadlines and the broker are shown by the worker that holds the lease; a standby shows
`pomegranate_lease_epoch` 0, and an API what concerns its requests, its log and MongoDB. Labels are names out of the
code, never ids. Times are in seconds, lags in seconds and in commits (a commit is what one command did). What one does
with them: [alerts.md](alerts.md).

| metric | kind | labels | what it says |
|---|---|---|---|
"""


def table() -> str:
    """The page for operators."""
    rows = sorted([*_measured(), *_surveyed()])
    return HEAD + "".join(f"| `{name}` | {kind} | {labels} | {said} |\n" for name, kind, labels, said in rows)


def names() -> set[str]:
    """Every name that a query may use."""
    found = set(GAUGES)
    for metric in REGISTRY.collect():
        found |= {metric.name} if metric.type == "gauge" else set(_series(metric))
    return found


def _series(metric: Metric) -> list[str]:
    if metric.type == "histogram":
        return [f"{metric.name}_{part}" for part in ("bucket", "count", "sum")]
    return [f"{metric.name}_total"]


def _measured() -> Iterator[tuple[str, str, str, str]]:
    for metric in REGISTRY.collect():
        name = f"{metric.name}_total" if metric.type == "counter" else metric.name
        yield name, metric.type, _listed(_labels(metric.name)), metric.documentation.removesuffix(".")


def _surveyed() -> Iterator[tuple[str, str, str, str]]:
    for name, (said, labels) in GAUGES.items():
        yield name, "gauge", _listed(labels), said


def _labels(name: str) -> tuple[str, ...]:
    measured = next((m for m in vars(metrics).values() if isinstance(m, MetricWrapperBase) and m._name == name), None)
    return measured._labelnames if measured else ()  # the client library shows them nowhere else


def _listed(labels: tuple[str, ...]) -> str:
    return ", ".join(labels)
