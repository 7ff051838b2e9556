"""What the bot counts about itself, for Prometheus."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

ACK_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Up to Slack's 3 s; what lies above was too late."""

DELAY_BUCKETS_S = (1, 2, 5, 10, 30, 60, 120, 300, 900, 3600)
"""A message is due at once or at a minute; above an hour a digest says that it catches up."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What is read from the database at each scrape; ``oldest_due_age_s`` 0 means none is due."""

    outbox_open: Mapping[str, int] = field(default_factory=dict)
    outbox_due: int = 0
    oldest_due_age_s: float = 0.0
    digests_last_day: Mapping[str, int] = field(default_factory=dict)
    job_success: Mapping[str, datetime] = field(default_factory=dict)


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._count_requests(registry)
        about = "Requests and connections refused before they were believed, by reason"
        self._refused = Counter("linchpin_edge_refused", about, ("reason",), registry=registry)
        self._errands = Counter(
            "linchpin_outbox_errands",
            "Errands of the outbox that this process settled, by outcome",
            ("outcome",),
            registry=registry,
        )
        self._observe_outbox(registry)
        self._observe_parts(registry)

    def _observe_parts(self, registry: CollectorRegistry) -> None:
        self._jobs = Gauge(
            "linchpin_job_last_success_timestamp_seconds",
            "When each job last ended well",
            ("job",),
            registry=registry,
        )
        self._connected = Gauge(
            "linchpin_slack_connected", "1 while Slack can reach this process", registry=registry
        )
        self._database = Gauge(
            "linchpin_database_up", "1 while the database answers", registry=registry
        )

    def _count_requests(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "linchpin_requests",
            "Requests from Slack, by kind and outcome",
            ("kind", "outcome"),
            registry=registry,
        )
        self._unreadable = Counter(
            "linchpin_unreadable",
            "Payloads from Slack that could not be read and were ignored, by kind",
            ("kind",),
            registry=registry,
        )
        self._ack_s = Histogram(
            "linchpin_ack_seconds",
            "Time from a request's arrival to its answer",
            ("kind",),
            buckets=ACK_BUCKETS_S,
            registry=registry,
        )
        self._api = Counter(
            "linchpin_api_requests",
            "Requests from other programs, by operation and status",
            ("operation", "status"),
            registry=registry,
        )

    def _observe_outbox(self, registry: CollectorRegistry) -> None:
        about = "Errands not done yet, by state"
        self._open = Gauge("linchpin_outbox_open", about, ("state",), registry=registry)
        self._said_s = Histogram(
            "linchpin_message_delay_seconds",
            "From when a message was due until it stood at Slack",
            buckets=DELAY_BUCKETS_S,
            registry=registry,
        )
        self._due = Gauge(
            "linchpin_outbox_due", "Errands whose time has come, waiting", registry=registry
        )
        about = "Digests that came due in the last 24 hours: said, or quiet as nothing had moved"
        self._digests = Gauge("linchpin_digests_last_day", about, ("result",), registry=registry)
        self._oldest = Gauge(
            "linchpin_outbox_oldest_due_age_seconds",
            "How long the oldest due errand has waited",
            registry=registry,
        )

    def request(self, kind: str, outcome: str, ack_s: float | None = None) -> None:
        """Count a request; ``ack_s`` is the time to its answer when there was one."""
        self._requests.labels(kind, outcome).inc()
        if ack_s is not None:
            self._ack_s.labels(kind).observe(ack_s)

    def unreadable(self, kind: str) -> None:
        """Count a payload, or a part of one, that had another shape than Slack documents."""
        self._unreadable.labels(kind).inc()

    def api(self, operation: str, status: int) -> None:
        """Count a request of another program, by operation and the status of its answer."""
        self._api.labels(operation, str(status)).inc()

    def edge(self, reason: str) -> None:
        """Count a request or connection that was refused for its form, time or size."""
        self._refused.labels(reason).inc()

    def new_task(self, outcome: str, delay_s: float | None = None) -> None:
        """Count an attempt of a task: ``sent``, ``failed`` or ``retried``.

        ``delay_s`` is how long after it was due a message came to stand at Slack.
        """
        self._errands.labels(outcome).inc()
        if delay_s is not None:
            self._said_s.observe(max(delay_s, 0.0))

    def slack_connected(self, connected: bool) -> None:
        """Note whether Slack can reach this process."""
        self._connected.set(connected)

    def update(self, readings: Readings | None) -> None:
        """Show the database's readings, or that it is out of reach when there are none."""
        self._database.set(readings is not None)
        if readings is None:
            return
        self._open.clear()
        for state, count in readings.outbox_open.items():
            self._open.labels(state).set(count)
        self._due.set(readings.outbox_due)
        self._digests.clear()
        for result in ("said", "quiet"):
            self._digests.labels(result).set(readings.digests_last_day.get(result, 0))
        self._oldest.set(readings.oldest_due_age_s)
        for job, moment in readings.job_success.items():
            self._jobs.labels(job).set(moment.timestamp())

    def render(self) -> bytes:
        """Everything in the Prometheus text format."""
        return generate_latest(self.registry)
