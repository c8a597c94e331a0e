"""What a process of ours shows to whoever reads its metrics."""

import re
from collections.abc import Sequence

import httpx2
from prometheus_client.parser import text_string_to_metric_families

from shared.runtime.lag import Lag
from shared.runtime.ops import ops_app
from shared.runtime.service import Service
from shared.runtime.worker import Worker

Shown = dict[tuple[str, frozenset[tuple[str, str]]], float]


def _read(text: str) -> Shown:
    families = text_string_to_metric_families(text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


class Measured:
    """One look at `/metrics`."""

    def __init__(self, text: str) -> None:
        self.shown = _read(text)

    @property
    def names(self) -> set[str]:
        """All that has at least one value."""
        return {name for name, _ in self.shown}

    def __call__(self, name: str, **labels: str) -> float | None:
        """The value of `name` with exactly these labels."""
        return self.shown.get((name, frozenset(labels.items())))


async def measured(services: Sequence[Service], workers: Sequence[Worker] = ()) -> Measured:
    """Reads the metrics of this process as Prometheus does."""
    transport = httpx2.ASGITransport(ops_app(services, workers, Lag()))
    async with httpx2.AsyncClient(transport=transport, base_url="http://ops") as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert re.match(r"text/plain; version=", answer.headers["content-type"])
    return Measured(answer.text)
