"""How long people wait for `/feedback`: signed requests over loopback to the real web server.

Sixteen senders at once, first to a bare Bolt app that only acknowledges (the reference: what this
web server and Bolt cost by themselves), then to Linchpin on SQLite, which answers after the commit.
Prints percentiles of both, and how many acknowledged texts are not in the database.

    python -m benchmarks.capture [REQUESTS]     (default 2000)
"""

import asyncio
import hashlib
import hmac
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from bot.app import create_app
from bot.intake import Intake
from bot.metrics import Metrics
from bot.serve import listen, settle_memory, web_server
from bot.settings import Settings
from bot.web import create_web
from domain.people import Person
from services import installations, people
from services.installations import Installation

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SENDERS = 16
WARM_UP = 100
PEOPLE = 200
TEAM = "T0BENCH"


def signed(body: bytes) -> dict[str, str]:
    """Slack's headers for a body, made now."""
    at = str(int(time.time()))
    base = b"v0:" + at.encode() + b":" + body
    digest = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": at,
        "x-slack-signature": f"v0={digest}",
    }


def command(number: int) -> bytes:
    """A `/feedback` of one of 200 people, whom the bot knows."""
    return urlencode(
        {
            "command": "/feedback",
            "text": f"the export times out {number}",
            "team_id": TEAM,
            "channel_id": "C0SUPPORT",
            "channel_name": "support",
            "user_id": f"U0BENCH{number % PEOPLE}",
            "trigger_id": f"{number}.1.0a",
            "response_url": "https://hooks.slack.com/commands/x",
        }
    ).encode()


def bare() -> App:
    """A Bolt app whose only listener acknowledges, in the mode that Linchpin uses."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id="UB", bot_token="x")

    app = App(
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,
        process_before_response=True,
    )

    @app.command("/feedback")
    def acknowledge(ack: Ack) -> None:
        ack("Saved")

    return app


def serve(kind: str, database_url: str) -> None:
    """Be the server: print its port and answer until killed."""
    settings = Settings(
        bot_token="xoxb-bench",
        signing_secret=SECRET,
        slack_api_url="http://127.0.0.1:9/api/",
        database_url=database_url,
    )
    bot = create_app(settings)
    bot.prepare()
    bot.install(Installation(TEAM, "Bench", "UBOT", "BBOT", ()))
    here = installations.by_team(bot.database, TEAM)
    assert here is not None
    known = [Person(f"U0BENCH{number}", f"Person {number}") for number in range(PEOPLE)]
    people.learn(bot.database, here.id, known, bot.now())
    bolt = bot.bolt if kind == "linchpin" else bare()
    if kind == "linchpin":
        bot.start()
    web = create_web(bot, intake=Intake(bolt, Metrics()))
    listening = listen("127.0.0.1", 0)
    print(listening.getsockname()[1], flush=True)
    settle_memory()
    web_server(web).run(sockets=[listening])


@contextmanager
def serving(kind: str, database: Path) -> Iterator[tuple[int, psutil.Process]]:
    """The port of a server, and its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.capture", "--serve", kind, f"sqlite:///{database}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline()), psutil.Process(process.pid)
    finally:
        process.kill()
        process.communicate()


@dataclass
class Result:
    """The times of the answers in milliseconds, and the numbers of what was acknowledged."""

    times_ms: list[float] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    took_s: float = 0.0
    cpu_s: float = 0.0

    def percentile(self, share: float) -> float:
        """The time that ``share`` of the answers did not exceed."""
        ordered = sorted(self.times_ms)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


async def _sender(port: int, numbers: range, result: Result) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in numbers:
        body = command(number)
        headers = {**signed(body), "host": "bench", "content-length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        request = f"POST /slack/events HTTP/1.1\r\n{lines}\r\n".encode() + body
        began = time.perf_counter()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        answer = await reader.readexactly(length)
        result.times_ms.append((time.perf_counter() - began) * 1000)
        if head.startswith("http/1.1 200") and b"Saved" in answer:
            result.acknowledged.append(number)
    writer.close()


async def _storm(port: int, first: int, count: int) -> Result:
    result = Result()
    began = time.perf_counter()
    shares = [range(first + start, first + count, SENDERS) for start in range(SENDERS)]
    await asyncio.gather(*(_sender(port, share, result) for share in shares))
    result.took_s = time.perf_counter() - began
    return result


def measure(kind: str, database: Path, count: int) -> Result:
    """The result of ``count`` requests, after a warm-up that is not counted."""
    with serving(kind, database) as (port, process):
        asyncio.run(_storm(port, 0, WARM_UP))
        before = process.cpu_times()
        result = asyncio.run(_storm(port, WARM_UP, count))
        after = process.cpu_times()
        result.cpu_s = after.user + after.system - before.user - before.system
        return result


def lost(database: Path, acknowledged: list[int]) -> int:
    """How many acknowledged texts are not stored exactly once."""
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT text, count(*) FROM feedback GROUP BY text").fetchall()
    times = {int(text.rsplit(" ", 1)[1]): count for text, count in found}
    return sum(times.get(number, 0) != 1 for number in acknowledged)


def main(count: int) -> int:
    """Measure both, print a table and a JSON line; 1 when something was lost."""
    with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as folder:
        results = {}
        for kind in ("bare", "linchpin"):
            database = Path(folder) / f"{kind}.db"
            results[kind] = measure(kind, database, count)
        missing = lost(database, results["linchpin"].acknowledged)
    print(f"{count} requests, {SENDERS} at once, load {os.getloadavg()[0]:.1f}")
    heads = ("p50 ms", "p99 ms", "max ms", "per s", "cpu ms", "acked")
    print(" " * 10 + "".join(f"{head:>9}" for head in heads) + "  lost")
    facts = {}
    for kind, one in results.items():
        gone = missing if kind == "linchpin" else 0
        row = [
            one.percentile(0.5),
            one.percentile(0.99),
            max(one.times_ms),
            count / one.took_s,
            one.cpu_s * 1000 / count,
        ]
        facts[kind] = [round(value, 2) for value in row]
        cells = "".join(f"{value:9.1f}" for value in row)
        print(f"{kind:10}{cells}{len(one.acknowledged):9}{gone:6}")
    print(json.dumps({"requests": count, **facts, "lost": missing}))
    return 1 if missing or len(results["linchpin"].acknowledged) != count else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(*sys.argv[2:4])
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
