"""Where measurements are kept, and what is measured where it happens."""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

REQUESTS = Histogram(
    "pomegranate_http_request_seconds",
    "How long requests took until their answer began, by the template of their route",
    ["method", "route", "status"],
    registry=REGISTRY,
)

LOOP_LAG = Histogram(
    "pomegranate_loop_lag_seconds",
    "How late the event loop of this process was",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)

IGNORED = Counter(
    "pomegranate_ignored_events",
    "Events of other services that this release does not know, by type",
    ["type"],
    registry=REGISTRY,
)
