"""What the outside asks about this process: is it alive, is it ready, what does it count."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from slack_bolt import App

from bot.server.metrics import Metrics, Readings
from bot.settings import Settings
from domain.core.errors import Unavailable
from domain.core.outages import Trouble
from services.workspace import jobs as upkeep
from services.workspace.installations import Installation
from storage.database.engine import Database
from storage.digests import deliveries
from storage.outbox import monitoring as outbox_monitoring


class Health(Protocol):
    """What works at this moment."""

    @property
    def trouble(self) -> Trouble | None:
        """What keeps the database from being written to, or None."""

    @property
    def scheduler(self) -> bool:
        """True while the clock runs."""

    @property
    def dispatcher(self) -> bool:
        """True while the outbox is worked."""


class Program(Protocol):
    """The bot as its transports see it; ``bot.app.Linchpin`` is one."""

    settings: Settings
    database: Database
    bolt: App
    now: Callable[[], datetime]

    def start(self) -> None:
        """Start everything but the transport."""

    def stop(self, timeout_s: float = ...) -> None:
        """Start nothing more, wait for what runs, and close the database."""

    def health(self) -> Health:
        """What works now."""

    def install(self, installation: Installation) -> None:
        """Store an installation and use it from now on."""


class SlackLink(Protocol):
    """A connection that this process holds to Slack (Socket Mode)."""

    @property
    def is_connected(self) -> bool:
        """True while Slack can send something through it."""


def readiness(program: Program, link: SlackLink | None) -> tuple[bool, dict[str, Any]]:
    """Whether this process can do its work, and a report by check for the one who asks."""
    health = program.health()
    checks = {
        "database": _database_check(health.trouble),
        "slack": _slack_check(link),
        "scheduler": _check(health.scheduler, "The clock does not run."),
        "dispatcher": _check(health.dispatcher, "The outbox is not being worked."),
    }
    ready = all(check["ok"] for check in checks.values())
    return ready, {"ready": ready, "checks": checks}


def scrape(program: Program, link: SlackLink | None, metrics: Metrics) -> bytes:
    """The metrics with everything read anew that does not count itself."""
    metrics.slack_connected(link is None or link.is_connected)
    try:
        metrics.update(_readings(program.database, program.now()))
    except Unavailable:
        metrics.update(None)
    return metrics.render()


def _readings(database: Database, now: datetime) -> Readings:
    runs = upkeep.job_runs(database)
    with database.reading() as session:
        counts = outbox_monitoring.counts_by_state(session)
        due = outbox_monitoring.count_due(session, now)
        oldest = outbox_monitoring.oldest_due(session, now)
        digests = deliveries.count_results(session, now - timedelta(days=1))
    return Readings(
        outbox_open=counts,
        outbox_due=due,
        digests_last_day=digests,
        oldest_due_age_s=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        job_success={run.name: run.succeeded_at for run in runs if run.succeeded_at},
    )


def _database_check(trouble: Trouble | None) -> dict[str, Any]:
    # The probe may be public: the folder or the host is named in the log alone.
    return _check(trouble is None, trouble.heading if trouble else "")


def _check(ok: bool, problem: str) -> dict[str, Any]:
    return {"ok": True} if ok else {"ok": False, "detail": problem}


def _slack_check(link: SlackLink | None) -> dict[str, Any]:
    if link is None:
        return {"ok": True, "detail": "Slack calls this process over HTTP."}
    return _check(link.is_connected, "There is no connection to Slack.")
