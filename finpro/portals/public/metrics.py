"""What /metrics answers: requests of all web processes, and what the database says about jobs, mails and seals."""

import os
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from finpro.audit import selectors as audit
from finpro.kernel import clock, jobs
from finpro.notices import selectors as notices

CONTENT_TYPE = CONTENT_TYPE_LATEST


class _Stored(Collector):
    """Gauges read from the database at the moment of asking."""

    def describe(self) -> list[Metric]:
        """Nothing in advance: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The gauges; `finpro_database_up` alone where the database is away."""
        up = GaugeMetricFamily("finpro_database_up", "1 when the database answers.")
        try:
            gauges = [_jobs(), _notices(), *_ages()]
        except (OperationalError, InterfaceError):
            gauges = []
        up.add_metric([], 1 if gauges else 0)
        yield up
        yield from gauges


def _jobs() -> Metric:
    gauge = GaugeMetricFamily("finpro_jobs", "Background jobs by status.", labels=["job", "status"])
    for (name, status), count in jobs.counts().items():
        gauge.add_metric([name, status], count)
    return gauge


def _notices() -> Metric:
    gauge = GaugeMetricFamily("finpro_notices", "Mails of the outbox by state.", labels=["state"])
    for state, count in notices.depth().items():
        gauge.add_metric([state], count)
    return gauge


def _ages() -> Iterator[Metric]:
    now = clock.now()
    for name, text, since in (
        ("finpro_worker_silence_seconds", "Since a worker last gave a sign of life.", jobs.last_sign_of_life()),
        ("finpro_audit_unsealed_seconds", "Age of the oldest event not sealed yet.", audit.oldest_waiting_at()),
        ("finpro_notices_overdue_seconds", "How long the oldest waiting mail is overdue.", notices.oldest_due_at()),
    ):
        gauge = GaugeMetricFamily(name, text)
        if since is not None:
            gauge.add_metric([], max(0.0, (now - since).total_seconds()))
        yield gauge


def exposition() -> bytes:
    """All metrics in Prometheus' text format."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
        own = b""
    else:
        own = generate_latest(REGISTRY)
    registry.register(_Stored())
    return own + generate_latest(registry)
