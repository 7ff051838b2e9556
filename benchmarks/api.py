"""What the API answers within, and what it costs those who use Slack meanwhile.

Sixteen programs with a token each send feedback at the pace that a token has (10 a second), to the
API and to a bare Starlette route that only reads the body. Then four people use `/feedback` over
HTTP as fast as they are answered: alone, beside those sixteen programs, and beside one program that
sends sixteen requests at once without minding its pace. All on one bot with SQLite.

    python -m benchmarks.api [SECONDS]     (default 10, for each of the five)
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.requests import Request as Asked
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks.capture_senders import PEOPLE, SECRET, TEAM, http_sender
from bot.app import create_app
from bot.server.serve import listen, settle_memory, web_server
from bot.server.web import create_web
from bot.settings import Settings
from domain.api import REQUESTS_PER_S, parse_wish
from domain.core.people import Person, Request
from services.api import tokens
from services.workspace import installations, people
from services.workspace.installations import Installation

PROGRAMS = 16
PEOPLE_AT_ONCE = 4
_API = "/api/feedback"

Ask = Callable[[int], Coroutine[Any, Any, int]]
"""Sends one numbered request and returns its status."""


@dataclass
class Times:
    """The times of answers in milliseconds, and how many had which status."""

    ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def row(self, name: str, took_s: float) -> dict[str, Any]:
        """What is printed of them."""
        ordered = sorted(self.ms)
        shares = {"p50": 0.5, "p99": 0.99, "max": 1.0}
        last = len(ordered) - 1
        told = {
            key: round(ordered[min(int(len(ordered) * share), last)], 1)
            for key, share in shares.items()
        }
        each_s = round(len(ordered) / took_s)
        return {"name": name, **told, "each_s": each_s, "statuses": dict(self.statuses)}


def serve(database_url: str) -> None:
    """Be the bot until killed; its port and the secrets of its tokens are printed first."""
    settings = Settings(bot_token="xoxb-bench", signing_secret=SECRET, database_url=database_url)
    bot = create_app(settings)
    bot.prepare()
    bot.install(Installation(TEAM, "Bench", "UBOT", "BBOT", ()))
    here = installations.by_team(bot.database, TEAM)
    assert here is not None
    known = [Person(f"U0BENCH{number}", f"Person {number}") for number in range(PEOPLE)]
    people.learn(bot.database, here.id, [*known, Person("UADMIN", "A", is_admin=True)], bot.now())
    asked = Request(here.id, "UADMIN", "command", bot.now())
    wishes = [parse_wish(f"Program {number}", asked.at) for number in range(PROGRAMS)]
    secrets = [tokens.make(bot.database, asked, wish).secret for wish in wishes]
    web = create_web(bot)
    web.router.routes.append(Route("/bare", bare, methods=["POST"]))
    settle_memory()
    listening = listen("127.0.0.1", 0)
    print(json.dumps([listening.getsockname()[1], secrets]), flush=True)
    web_server(web).run(sockets=[listening])


async def bare(request: Asked) -> Response:
    """The least that takes a body."""
    return JSONResponse(await request.json(), 201)


@contextmanager
def serving(database: Path) -> Iterator[tuple[int, list[str]]]:
    """The port of a bot in a process of its own, and its tokens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.api", "--serve", f"sqlite:///{database}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        port, secrets = json.loads(process.stdout.readline())
        yield port, secrets
    finally:
        process.kill()
        process.communicate()


async def program(port: int, path: str, secret: str) -> Ask:
    """A program with a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def ask(number: int) -> int:
        body = json.dumps({"text": f"the export times out {number}", "customer": "Acme"}).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
            f"authorization: Bearer {secret}\r\nidempotency-key: {number}\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        told = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(int(told.split("content-length:")[1].split("\r\n")[0]))
        return int(told.split(" ", 2)[1])

    return ask


async def person(port: int) -> Ask:
    """A person in Slack, whose requests are signed."""
    send = await http_sender(port)

    async def ask(number: int) -> int:
        return 200 if "Saved" in await send(number) else 0

    return ask


async def go_on(asks: list[Ask], seconds: float, pace_s: float, first: int) -> Times:
    """Everybody asks again when answered, and not before ``pace_s`` has passed."""
    times, until = Times(), time.perf_counter() + seconds

    async def one(ask: Ask, number: int) -> None:
        await asyncio.sleep(pace_s * (number % PROGRAMS) / PROGRAMS)
        while (began := time.perf_counter()) < until:
            times.statuses[await ask(number)] += 1
            took = time.perf_counter() - began
            times.ms.append(took * 1000)
            number += len(asks)
            await asyncio.sleep(max(pace_s - took, 0))

    await asyncio.gather(*(one(ask, first + start) for start, ask in enumerate(asks)))
    return times


async def measure(port: int, secrets: list[str], seconds: float) -> list[dict[str, Any]]:
    """The rows of the table. Connections are opened for each, as the server ends idle ones."""
    pace_s = 1 / REQUESTS_PER_S

    async def programs(path: str, who: list[str]) -> list[Ask]:
        return [await program(port, path, one) for one in who]

    async def in_slack() -> list[Ask]:
        return [await person(port) for _ in range(PEOPLE_AT_ONCE)]

    flooding = [secrets[0]] * PROGRAMS
    await go_on(await programs(_API, secrets), 1.0, pace_s, 0)
    await go_on(await in_slack(), 1.0, 0.0, 0)
    plain = await go_on(await programs("/bare", secrets), seconds, pace_s, 10**6)
    polite = await go_on(await programs(_API, secrets), seconds, pace_s, 2 * 10**6)
    alone = await go_on(await in_slack(), seconds, 0.0, 10**6)
    rows = [plain.row("bare route", seconds), polite.row("API", seconds)]
    rows.append(alone.row("/feedback alone", seconds))
    for name, who, pace, first in (
        ("16 programs", secrets, pace_s, 3 * 10**6),
        ("a flood", flooding, 0.0, 4 * 10**6),
    ):
        others = await programs(_API, who)
        beside = asyncio.create_task(go_on(others, seconds + 1, pace, first))
        found = await go_on(await in_slack(), seconds, 0.0, first)
        rows.append(found.row(f"/feedback beside {name}", seconds))
        rows.append((await beside).row(name, seconds + 1))
    return rows


def main(seconds: float) -> int:
    """Measure and print a table."""
    print(f"{seconds:.0f} s each, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "bench.db") as served:
        rows = asyncio.run(measure(*served, seconds))
    print(f"{'':32}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'a second':>10}  statuses")
    for row in rows:
        print(
            f"{row['name']:32}{row['p50']:9.1f}{row['p99']:9.1f}{row['max']:9.1f}"
            f"{row['each_s']:10}  {row['statuses']}"
        )
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        with contextlib.suppress(KeyboardInterrupt):
            serve(sys.argv[2])
    else:
        sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 10.0))
