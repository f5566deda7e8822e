"""The figures of one process for Prometheus, in a registry of its own. No label comes from a customer.

What a process counts by itself is its own (requests, messages): of several, Prometheus adds them up. What
stands in the database is the same whoever is asked.
"""

import hmac
from collections.abc import Iterator
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine

from storage import db
from storage.queries import standing

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4

SECONDS: Final = (0.005, 0.025, 0.1, 0.2, 0.5, 1, 2.5, 10)
"""Bounds that answers are sorted by; pages aim at 0.2."""

METHODS: Final = ("GET", "HEAD", "POST")
"""Anybody may send any word as the method of a request."""

OTHER: Final = "other"
"""The route of what leads nowhere, and the method of what is none of ours."""


# When each series began would be as many series again, for nobody.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """What this process counts, and what it finds in the database when it is asked."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "manyi_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "manyi_request_seconds",
            "How long an answer took.",
            ("route",),
            registry=self.registry,
            buckets=SECONDS,
        )
        self._took = Counter(
            "manyi_messages_in", "Messages taken from customers.", ("channel",), registry=self.registry
        )
        self._sent = Counter(
            "manyi_messages_out", "Messages given to customers.", ("channel",), registry=self.registry
        )
        self.registry.register(_Kept(engine))

    def answered(self, method: str, route: str, status: int, seconds: float | None) -> None:
        """A request was. `route` is its pattern, empty where there is none; no `seconds`: a stream."""
        known = route or OTHER
        self._requests.labels(method if method in METHODS else OTHER, known, str(status)).inc()
        if seconds is not None:
            self._seconds.labels(known).observe(seconds)

    def took(self, channel: str) -> None:
        """A customer's message is kept."""
        self._took.labels(channel).inc()

    def sent(self, channel: str, count: int = 1) -> None:
        """A customer has so many more lines of ours."""
        self._sent.labels(channel).inc(count)

    def told(self) -> bytes:
        """All of it, as Prometheus reads it. Asks the database: not for the event loop."""
        return generate_latest(self.registry)


class _Kept(Collector):
    """What stands in the database. Out of reach, it says only that."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def describe(self) -> list[Metric]:
        """Nothing: else the registry would ask the database when it is made."""
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            with db.reading(self._engine) as session:
                found = standing.standing(session, db.now(session))
        except db.OutOfReach:
            yield gauge("database_up", "Whether the database can be reached.", 0)
            return
        yield gauge("database_up", "Whether the database can be reached.", 1)
        yield from families(found)


def families(found: standing.Standing) -> Iterator[Metric]:
    """The figures of the database under their names."""
    waiting = gauge("outbox_waiting", "Rows that wait to be sent, or are being sent.", labels=("channel",))
    oldest = gauge("outbox_oldest_seconds", "How long the oldest of them has been due.", labels=("channel",))
    for channel, queue in sorted(found.outbox.items()):
        waiting.add_metric((channel,), queue.n)
        oldest.add_metric((channel,), queue.seconds)
    jobs = gauge("jobs", "Work for the worker.", labels=("kind", "state"))
    for each in found.jobs:
        for state in ("waiting", "running", "failed"):
            jobs.add_metric((each.kind, state), getattr(each, state))
    parked = gauge("parked", "What staff have to look at, because it could not be handled.", labels=("what",))
    for what, number in sorted(found.parked.items()):
        parked.add_metric((what,), number)
    yield from (waiting, oldest, jobs, parked)
    yield gauge("complaints_overdue", "Open complaints whose limit is over.", found.overdue)
    if found.heartbeat is not None:
        told = "Since the worker last said that it works."
        yield gauge("worker_heartbeat_seconds", told, found.heartbeat)
    yield gauge("database_bytes", "Size of the database.", found.size)


def gauge(
    name: str, told: str, value: float | None = None, labels: tuple[str, ...] = ()
) -> GaugeMetricFamily:
    """A figure of ours."""
    return GaugeMetricFamily(f"manyi_{name}", told, value=value, labels=labels or None)


def may(header: str, token: str) -> bool:
    """Whether the request carries the token (RFC 6750, 2.1)."""
    kind, _, given = header.partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(
        given.strip().encode(errors="surrogateescape"), token.encode()
    )
