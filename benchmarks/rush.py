"""1,000 channels in 20 workspaces whose digests come due at the same minute, by the real clock.

    python -m benchmarks.rush [CHANNELS] [WORKSPACES]     (default 1000 20)

The local Slack enforces its limits and shares the machine, but not the bot's process. Printed
beside the time taken is the time that the pace allows: 200 messages a minute and workspace, a
quarter of a minute's at once.
"""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bot.app import create_app
from bot.settings import Settings
from domain.core.rate_limit import Limit
from scheduled.delivery.backoff import method_limit
from storage.database import migrate
from storage.database.engine import open_database
from tests.support.rush import rush

TIMEOUT_S = 1800.0
LOOK_EVERY_S = 0.25
"""Looking is a query, which takes processor time from what is measured."""


def allowed_s(posts: int, limit: Limit) -> tuple[float, float]:
    """The seconds that a workspace's posts take at the even pace, and with the burst at once."""
    return posts * limit.interval_s, max(posts - limit.burst, 0) * limit.interval_s


def deliver(settings: Settings) -> tuple[float, float]:
    """Let a bot in a process of its own say all; the seconds it took, and its processor time."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.rush", "--dispatch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as bot:
        told, _ = bot.communicate(json.dumps(asdict(settings)), timeout=TIMEOUT_S)
    took_s, cpu_s = json.loads(told)
    return took_s, cpu_s


def dispatch() -> None:
    """Be that bot: take settings from stdin, say what is due, print both times."""
    bot = create_app(Settings(**json.loads(sys.stdin.readline())))
    began, cpu = time.monotonic(), time.process_time()
    bot.dispatcher.start()
    while bot.dispatcher.next_due() is not None:
        time.sleep(LOOK_EVERY_S)
    took_s, cpu_s = time.monotonic() - began, time.process_time() - cpu
    bot.stop(2.0)
    print(json.dumps([took_s, cpu_s]))


def main(channels: int, workspaces: int) -> int:
    """Measure once and print; 1 when a digest is missing or double, or Slack refused a call."""
    limit = method_limit("chat.postMessage")
    with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'linchpin.db'}"
        database = open_database(url)
        migrate.upgrade(database)
        database.dispose()
        with rush(url, [channels // workspaces] * workspaces) as all_at_once:
            queued_s = all_at_once.queue()
            took_s, cpu_s = deliver(all_at_once.settings)
            said = all_at_once.said()
            refused = all_at_once.refused_for_pace()
            last = all_at_once.last_said_s()
    even_s, burst_s = allowed_s(channels // workspaces, limit)
    for meaning, figure in (
        ("digests, workspaces", f"{channels}, {workspaces}"),
        ("queued in", f"{queued_s:.1f} s"),
        ("all said in", f"{took_s:.1f} s, {channels / took_s:.0f} a second"),
        ("processor time of the bot for each", f"{cpu_s / channels * 1000:.1f} ms"),
        ("the limits allow", f"{even_s:.1f} s evenly, {burst_s:.1f} s with a burst"),
        ("channels with other than one message", sum(count != 1 for count in said)),
        ("calls that Slack refused for their pace (429)", len(refused)),
        ("first and last workspace to be done after", f"{min(last):.1f} s, {max(last):.1f} s"),
    ):
        print(f"{meaning:<50} {figure}")
    return 1 if set(said) != {1} or refused else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--dispatch"]:
        dispatch()
        sys.exit(0)
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(given or [1000, 20])))
