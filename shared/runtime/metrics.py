"""Where measurements are kept, and what is measured where it happens.

Labels are names out of the code (services, routes, loops, codes), never ids: the number of series stays.
"""

from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

BUILD = Gauge("pomegranate_build_info", "Always 1; which release this process runs", ["version"], registry=REGISTRY)
BUILD.labels(version("pomegranate")).set(1)

REQUESTS = Histogram(
    "pomegranate_http_request_seconds",
    "How long requests took until their answer began, by the template of their route",
    ["service", "method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)

WAITING = Gauge(
    "pomegranate_http_requests_waiting", "Requests that have come and whose answer has not begun", registry=REGISTRY
)

LOOP_LAG = Histogram(
    "pomegranate_loop_lag_seconds",
    "How late the event loop of this process was",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)

APPENDS = Histogram(
    "pomegranate_log_append_seconds",
    "How long MongoDB took until a majority had a batch of commits, or refused it",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)

SHOWN_AFTER = Histogram(
    "pomegranate_projection_delay_seconds",
    "From the command to its documents, for the oldest commit of each page that was projected",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600),
    registry=REGISTRY,
)

TAKEN_IN_AFTER = Histogram(
    "pomegranate_inbox_delay_seconds",
    "From the command at the source to its record here, for the oldest commit of what came together",
    ["service", "source"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600),
    registry=REGISTRY,
)

IGNORED = Counter(
    "pomegranate_ignored_events",
    "Events of other services that this release does not know, by type",
    ["type"],
    registry=REGISTRY,
)

EFFECT_RETRIES = Counter(
    "pomegranate_effect_retries",
    "How often something to be done outside the log failed and was tried again",
    ["service"],
    registry=REGISTRY,
)
