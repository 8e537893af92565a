"""Counters of requests. Where PROMETHEUS_MULTIPROC_DIR is set, every web process writes its own file there."""

from prometheus_client import Counter, Histogram

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})

_requests = Counter("finpro_requests", "Requests answered.", ["route", "method", "status"])
_seconds = Histogram(
    "finpro_request_seconds",
    "Seconds from request to answer.",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def count(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request under its route's name."""
    _requests.labels(route, method, str(status)).inc()
    _seconds.labels(route).observe(seconds)
