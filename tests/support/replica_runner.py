"""Replicas of the bot, each a process of its own, whose clock may be ahead of everybody's.

Run as a module it imports the bot once and forks for each line on standard input: a whole
``linchpin run``, or the same program with an injected clock.
"""

import json
import logging
import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import cli, logs
from bot.app import Linchpin, create_app
from bot.run import run_bot  # noqa: F401  # what every start needs, imported once
from bot.serve import serve
from bot.settings import from_environment

LOOKS_EVERY_S = 0.2


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
    # So that the log tells at which minutes this process ran the clock's jobs.
    logging.getLogger("apscheduler.executors.default").setLevel(logging.INFO)
    ahead = timedelta(seconds=order["ahead_s"])
    os._exit(_run_ahead(ahead) if ahead else cli.main(["run"]))


def _run_ahead(ahead: timedelta) -> int:
    """``linchpin run`` by a clock that is ahead."""
    settings = from_environment()
    logs.configure(settings.log_level, settings.log_format)
    linchpin = create_app(settings, now=lambda: datetime.now(UTC) + ahead)
    linchpin.prepare()
    linchpin.identify()
    linchpin.catch_up()
    threading.Thread(target=_run_early, args=[linchpin], daemon=True).start()
    return serve(linchpin, metrics=linchpin.metrics)


def _run_early(linchpin: Linchpin) -> None:
    """Run the digests at the minutes of the injected clock, which APScheduler does not go by."""
    never = threading.Event()
    while not never.wait(LOOKS_EVERY_S):
        linchpin.clockwork.run_due({"digests"})


if __name__ == "__main__":
    nurse()
