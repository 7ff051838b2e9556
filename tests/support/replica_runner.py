"""Replicas of the bot, each a process of its own, whose clock may be ahead of everybody's.

Run as a module it imports the bot once and forks one for each line on standard input: all that
``linchpin run`` starts, with a clock and leases as ordered. SIGUSR1 strikes the minute of digests.
"""

import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import logs
from bot.app import Linchpin, create_app
from bot.run import run_bot  # noqa: F401  # what every start needs, imported once
from bot.serve import serve
from bot.settings import from_environment
from tests.support.process import nurse


def _be(order: dict[str, Any]) -> int:
    return _run(timedelta(seconds=order["ahead_s"]), order["lease_s"])


def _run(ahead: timedelta, lease_s: float) -> int:
    """``linchpin run`` by a clock that is ahead, and with leases of another length."""
    settings = from_environment()
    logs.configure(settings.log_level, settings.log_format)
    linchpin = create_app(settings, machine=lambda: datetime.now(UTC) + ahead, lease_s=lease_s)
    linchpin.prepare()
    linchpin.identify()
    linchpin.catch_up()
    struck = threading.Event()
    signal.signal(signal.SIGUSR1, lambda _number, _frame: struck.set())
    threading.Thread(target=_run_digests, args=[linchpin, struck], daemon=True).start()
    return serve(linchpin, metrics=linchpin.metrics)


def _run_digests(linchpin: Linchpin, struck: threading.Event) -> None:
    """Run the job of the digests when it is told that its minute strikes."""
    struck.wait()
    linchpin.clockwork.run_due({"digests"})


if __name__ == "__main__":
    nurse(_be)
