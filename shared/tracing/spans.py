"""Spans, sent to a collector by OTLP over HTTP. Imported only where traces are on; needs the extra `otel`.

Every span is noted when it is over, with ids that others can work out by themselves: so nothing is handed from task to
task, and a trace goes on in a process that was not there when it began. They carry names out of the code, positions and
statuses; never a stream's id, a path or anything that was said.
"""

import time
from importlib.metadata import version

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)
from opentelemetry.util.types import AttributeValue

from shared.tracing.ids import trace_id

TRACES = "/v1/traces"
KINDS = {"request": SpanKind.SERVER, "commit": SpanKind.INTERNAL, "tell": SpanKind.PRODUCER, "take": SpanKind.CONSUMER}


class _Given(IdGenerator):
    """Gives out the ids that were decided beforehand."""

    def __init__(self) -> None:
        self.trace = self.span = 0

    def generate_trace_id(self) -> int:
        return self.trace

    def generate_span_id(self) -> int:
        return self.span


class Spans:
    """The spans of one service."""

    def __init__(self, service: str, provider: TracerProvider, ids: _Given) -> None:
        self.service = service
        self._ids = ids
        self._tracer = provider.get_tracer("pomegranate")

    def note(
        self,
        kind: str,
        name: str,
        correlation: str,
        *,
        span: int,
        parent: int,
        began: int,
        failed: bool = False,
        **attributes: AttributeValue,
    ) -> None:
        """A span that is over now and `began` then (nanoseconds since 1970). `parent` 0: it begins its trace.

        Whether a trace is kept follows from its id alone, so all services agree.
        """
        self._ids.trace, self._ids.span = trace_id(correlation), span
        above = SpanContext(self._ids.trace, parent, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
        context = set_span_in_context(NonRecordingSpan(above))
        named = {f"pomegranate.{key}" if "." not in key else key: value for key, value in attributes.items()}
        made = self._tracer.start_span(name, context, KINDS[kind], named, start_time=began)
        if failed:
            made.set_status(Status(StatusCode.ERROR))
        made.end(time.time_ns())


class Tracing:
    """The way to one collector."""

    def __init__(self, endpoint: str, ratio: float, instance: str) -> None:
        """`ratio`: the part of all traces that is kept, 0 to 1; `instance` tells processes of one service apart."""
        self._processor = BatchSpanProcessor(OTLPSpanExporter(endpoint.rstrip("/") + TRACES))
        self._sampler = TraceIdRatioBased(ratio)
        self._instance = instance
        self._spans: dict[str, Spans] = {}

    def of(self, service: str) -> Spans:
        """The spans of `service`, under its name."""
        if service not in self._spans:
            self._spans[service] = self._make(service)
        return self._spans[service]

    def close(self) -> None:
        """Sends what is left; gives up after some seconds."""
        self._processor.shutdown()  # type: ignore[no-untyped-call]

    def _make(self, service: str) -> Spans:
        resource = Resource.create(
            {
                "service.name": service,
                "service.namespace": "pomegranate",
                "service.version": version("pomegranate"),
                "service.instance.id": self._instance,
            }
        )
        ids = _Given()
        provider = TracerProvider(self._sampler, resource, shutdown_on_exit=False, id_generator=ids)
        provider.add_span_processor(self._processor)
        return Spans(service, provider, ids)
