"""Where measurements are kept, and how long requests take."""

from prometheus_client import CollectorRegistry, Histogram

REGISTRY = CollectorRegistry()

REQUESTS = Histogram(
    "pomegranate_http_request_seconds",
    "How long requests took until their answer began, by the template of their route",
    ["method", "route", "status"],
    registry=REGISTRY,
)
