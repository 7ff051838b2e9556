"""How long people wait for `/feedback`, saved on SQLite before it is answered.

Sixteen senders at once, each sending again as soon as it is answered: over Socket Mode (as a bot
with a SQLite file usually runs) and over HTTP (signed requests to the real web server). Each first
to a bare Bolt app that only acknowledges, which is what the transport and Bolt cost by themselves.
Prints percentiles, the processor time of the bot for each request, and how many acknowledged texts
are not in the database.

    python -m benchmarks.capture [REQUESTS]     (default 3000)
"""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from benchmarks.capture_senders import (
    PEOPLE,
    SECRET,
    SENDERS,
    TEAM,
    Result,
    SocketSide,
    http_sender,
    storm,
)
from bot.app import create_app
from bot.server.metrics import Metrics
from bot.server.serve import listen, settle_memory, web_server
from bot.server.web import create_web
from bot.settings import Settings
from bot.slack.dispatch import Intake
from bot.slack.socket import SocketRunner
from domain.core.people import Person
from services.workspace import installations, people
from services.workspace.installations import Installation

WARM_UP = 200
CONNECTS_WITHIN_S = 20.0


def bare() -> App:
    """A Bolt app that acknowledges without doing anything."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id="UB", bot_token="x")

    app = App(
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,
        process_before_response=True,
    )

    @app.command("/feedback")
    def feedback(ack: Ack) -> None:
        ack("Saved")

    return app


def serve(kind: str, transport: str, database_url: str, api_url: str) -> None:
    """Be the bot until killed; over HTTP its port is printed first."""
    settings = Settings(
        bot_token="xoxb-bench",
        app_token="xapp-bench" if transport == "socket" else None,
        signing_secret=SECRET,
        slack_api_url=api_url,
        database_url=database_url,
    )
    bot = create_app(settings)
    bot.prepare()
    bot.install(Installation(TEAM, "Bench", "UBOT", "BBOT", ()))
    here = installations.by_team(bot.database, TEAM)
    assert here is not None
    known = [Person(f"U0BENCH{number}", f"Person {number}") for number in range(PEOPLE)]
    people.learn(bot.database, here.id, known, bot.now())
    intake = Intake(bot.bolt if kind == "linchpin" else bare(), Metrics())
    settle_memory()
    if transport == "socket":
        print("connecting", flush=True)
        SocketRunner(settings, intake).start()
        threading.Event().wait()
    listening = listen("127.0.0.1", 0)
    print(listening.getsockname()[1], flush=True)
    web_server(create_web(bot, intake=intake)).run(sockets=[listening])


@contextmanager
def serving(kind: str, transport: str, database: Path, api_url: str) -> Iterator[tuple[str, int]]:
    """The first line that a bot in a process of its own prints, and its process id."""
    order = [kind, transport, f"sqlite:///{database}", api_url]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.capture", "--serve", *order],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.kill()
        process.communicate()


async def measure(kind: str, transport: str, database: Path, count: int) -> Result:
    """The result of ``count`` requests, after a warm-up that is not counted."""
    slack = SocketSide()
    async with slack.open():
        with serving(kind, transport, database, slack.api_url) as (line, pid):
            if transport == "socket":
                await asyncio.wait_for(slack.connected.wait(), CONNECTS_WITHIN_S)
                senders = [slack.send] * SENDERS
            else:
                senders = [await http_sender(int(line)) for _ in range(SENDERS)]
            await storm(senders, 0, WARM_UP)
            before = _cpu_s(pid)
            result = await storm(senders, WARM_UP, count)
            result.cpu_s = _cpu_s(pid) - before
    return result


def _cpu_s(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def lost(database: Path, acknowledged: list[int]) -> int:
    """How many acknowledged texts are not stored exactly once."""
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT text, count(*) FROM feedback GROUP BY text").fetchall()
    times = {int(text.rsplit(" ", 1)[1]): count for text, count in found}
    return sum(times.get(number, 0) != 1 for number in acknowledged)


def main(count: int) -> int:
    """Measure all, print a table and a JSON line; 1 when something was lost."""
    print(f"{count} requests, {SENDERS} at once, load {os.getloadavg()[0]:.1f}")
    heads = ("p50 ms", "p99 ms", "max ms", "per s", "cpu ms", "acked", "lost")
    print(" " * 18 + "".join(f"{head:>9}" for head in heads))
    facts: dict[str, list[float]] = {}
    all_is_well = True
    with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as folder:
        for transport in ("socket", "http"):
            for kind in ("bare", "linchpin"):
                database = Path(folder) / f"{kind}-{transport}.db"
                one = asyncio.run(measure(kind, transport, database, count))
                missing = lost(database, one.acknowledged) if kind == "linchpin" else 0
                facts[f"{kind} {transport}"] = row = _row(one, count, missing)
                cells = "".join(f"{value:9.1f}" for value in row[:5])
                print(f"{kind + ' ' + transport:18}{cells}{row[5]:9.0f}{row[6]:9.0f}")
                all_is_well &= missing == 0 and len(one.acknowledged) == count
    print(json.dumps(facts))
    return 0 if all_is_well else 1


def _row(one: Result, count: int, missing: int) -> list[float]:
    figures = (
        one.percentile(0.5),
        one.percentile(0.99),
        max(one.times_ms),
        count / one.took_s,
        one.cpu_s * 1000 / count,
    )
    return [*(round(value, 2) for value in figures), len(one.acknowledged), missing]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(*sys.argv[2:6])
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000))
