"""What is measured of a process: how far everything has come, what stands still, how long requests take."""

from collections.abc import Iterable, Sequence

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shared.runtime.worker import Worker

REGISTRY = CollectorRegistry()

REQUESTS = Histogram(
    "pomegranate_http_request_seconds",
    "How long requests took, by the template of their route",
    ["service", "method", "route", "status"],
    registry=REGISTRY,
)


class WorkerCollector(Collector):
    """Reads the workers of this process when somebody asks; a standby shows epoch 0 and nothing else."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self._workers = workers

    def collect(self) -> Iterable[Metric]:
        epoch = GaugeMetricFamily("pomegranate_lease_epoch", "Grows with each term; 0: standing by", labels=["service"])
        position = GaugeMetricFamily(
            "pomegranate_position", "How far a loop has come in its log", labels=["service", "loop"]
        )
        trouble = GaugeMetricFamily("pomegranate_trouble", "1 while a loop stands still", labels=["service", "loop"])
        for worker in self._workers:
            name, active = worker.service.name, worker.active
            epoch.add_metric([name], active.epoch if active else 0)
            if active is None:
                continue
            for loop, reached in active.reached().items():
                position.add_metric([name, loop], reached)
            for loop, reason in active.troubles().items():
                trouble.add_metric([name, loop], 1 if reason else 0)
        return [epoch, position, trouble]
