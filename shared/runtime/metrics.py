"""Where measurements are kept, and what is measured where it happens."""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

REQUESTS = Histogram(
    "pomegranate_http_request_seconds",
    "How long requests took until their answer began, by the template of their route",
    ["method", "route", "status"],
    registry=REGISTRY,
)

IGNORED = Counter(
    "pomegranate_ignored_events",
    "Events of other services that this release does not know, by type",
    ["type"],
    registry=REGISTRY,
)
