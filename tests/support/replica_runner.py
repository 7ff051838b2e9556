"""A replica of the bot, a process of its own whose clock may be ahead of everybody's.

It is all that ``linchpin run`` starts, with a clock and leases as ordered. SIGUSR1 strikes the
minute of digests.
"""

import signal
import threading
from datetime import UTC, datetime, timedelta

from bot.app import Linchpin, create_app
from bot.server import logs
from bot.server.serve import serve
from bot.settings import from_environment


def run(ahead_s: float, lease_s: float) -> int:
    """``linchpin run`` by a clock that is ahead, and with leases of another length."""
    ahead = timedelta(seconds=ahead_s)
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
    linchpin.scheduler.run_due({"digests"})
