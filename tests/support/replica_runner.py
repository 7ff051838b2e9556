"""Replicas of the bot, each a process of its own, whose clock may be ahead of everybody's.

Run as a module it imports the bot once and forks one for each line on standard input: all that
``linchpin run`` starts, with a clock and leases as ordered. SIGUSR1 strikes the minute of digests.
"""

import json
import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import logs
from bot.app import Linchpin, create_app
from bot.run import run_bot  # noqa: F401  # what every start needs, imported once
from bot.serve import serve
from bot.settings import from_environment


def nurse() -> None:
    """Fork a replica for each order and print its process id."""
    # Nobody asks how they ended, so the kernel lets them go by itself.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _be(json.loads(line))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _be(order: dict[str, Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(0)
    os._exit(_run(timedelta(seconds=order["ahead_s"]), order["lease_s"]))


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
    nurse()
