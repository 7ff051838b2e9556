"""An intake channel flooded by people and by a bot, over the real transport of the local Slack.

People say 100 messages a second for 30 s in a channel that takes everything in, and a bot says as
many beside them; somebody else uses `/feedback` all the time. Printed: what is stored and lost,
how long Slack waited for each answer (beside the same flood in a channel that takes nothing in),
how long `/feedback` took, the bot's memory, how the confirmations were folded, and how long it took
until the outbox was empty.

    python -m benchmarks.flood [SECONDS] [A_SECOND] [socket|http] [sqlite|postgresql]
"""

import contextlib
import json
import os
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psutil
from sqlalchemy import text

from benchmarks.flood_senders import Flood
from bot.manifest import EVENTS_PATH, load
from sandbox import Actor, Sandbox
from sandbox import Settings as Strictness
from storage.database.engine import Database, open_database
from storage.outbox import monitoring as outbox_monitoring
from tests.support.databases import Postgres
from tests.support.nursery import born, comes_true
from tests.support.process import environment, free_port

PEOPLE = 40
FLOODED, QUIET = "#support", "#general"
PROBE_EVERY_S = 0.1
MEMORY_EVERY_S = 0.1
AT_ONCE = {"socket": 1_000, "http": 50}
"""Slack sends an event as soon as it happens, whether or not the last one was answered. The local
Slack's HTTP client is slow with many requests at once."""

EMPTY_WITHIN_S = 300.0
WHOLE_WITHIN_S = 420.0


def main(seconds: float, each_s: int, transport: str, engine: str) -> int:
    """Measure once and print; 1 when a message is lost or stored twice, or a bot's is stored."""
    print(
        f"{seconds:.0f} s with {each_s} messages a second of {PEOPLE} people and as many of a bot, "
        f"{transport}, {engine}, load {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as name:
        folder = Path(name)
        with _database(engine, folder) as url, _world(transport, url, folder) as world:
            world.open_intake()
            settled_mb = world.memory_mb()
            with world.watching() as highest:
                quiet = world.flood(QUIET, "quiet", seconds, each_s)
                flooded = world.flood(FLOODED, "flood", seconds, each_s)
                emptied_s = world.emptied_s()
                whole_s = world.whole_s(quiet, flooded)
            times = (emptied_s, whole_s)
            bad = world.tell(quiet, flooded, times, (settled_mb, highest[0]))
    return 1 if bad else 0


class _World:
    """The local Slack here, the bot in a process of its own, and its database."""

    def __init__(self, box: Sandbox, database: Database, pid: int) -> None:
        self._box = box
        self._database = database
        self._bot = psutil.Process(pid)
        everywhere = [FLOODED, QUIET]
        self._people = [
            box.add_person(f"person{number}", in_channels=everywhere) for number in range(PEOPLE)
        ]
        box.invite(FLOODED, "otherbot")
        self._wait_until_empty()

    def open_intake(self) -> None:
        """Let a manager open the intake, in the form that managers use."""
        priya = self._box.person("priya")
        assert priya.command(FLOODED, "/linchpin", "channel").ok
        reply = priya.submit({"doors": ["intake", "emoji"]})
        assert reply.ok, reply.errors
        priya.close_modal(clear=True)
        priya.say(FLOODED, "the first one, which asks how links look")
        self._wait_until_empty()

    def memory_mb(self) -> float:
        """The bot's resident memory in MB (10^6 bytes)."""
        return float(self._bot.memory_info().rss) / 1e6

    @contextmanager
    def watching(self) -> Iterator[list[float]]:
        """The highest resident memory of the bot until the block ends."""
        highest, ends = [self.memory_mb()], threading.Event()

        def watch() -> None:
            while not ends.wait(MEMORY_EVERY_S):
                highest[0] = max(highest[0], self.memory_mb())

        watching = threading.Thread(target=watch)
        watching.start()
        try:
            yield highest
        finally:
            ends.set()
            watching.join()

    def flood(self, channel: str, word: str, seconds: float, each_s: int) -> "Flood":
        """Let everybody speak at once; all answered when it returns, or given up."""
        self._box.journal.clear()
        bot, sam = self._box.person("otherbot"), self._box.person("sam")
        flood = Flood(word)
        probes = round(seconds / PROBE_EVERY_S)
        threads = [
            _every(1 / each_s, round(seconds * each_s), self._speak(channel, flood)),
            _every(1 / each_s, round(seconds * each_s), self._echo(bot, channel, flood)),
            _every(PROBE_EVERY_S, probes, self._ask(sam, flood)),
        ]
        began = time.monotonic()
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        flood.took_s = time.monotonic() - began
        self._box.settle(60.0)
        for one in self._box.deliveries("message"):
            flood.heard(one)
        return flood

    def _speak(self, channel: str, flood: "Flood") -> Callable[[int], None]:
        def speak(number: int) -> None:
            words = f"{flood.word} {number}: the export times out"
            self._people[number % PEOPLE].say(channel, words)
            if channel == FLOODED:
                flood.said.add(words)

        return speak

    def _echo(self, bot: Actor, channel: str, flood: "Flood") -> Callable[[int], None]:
        def echo(number: int) -> None:
            bot.say(channel, f"{flood.word} of a bot {number}")

        return echo

    def _ask(self, sam: Actor, flood: "Flood") -> Callable[[int], None]:
        def ask(number: int) -> None:
            began = time.perf_counter()
            words = f"{flood.word} beside {number}"
            if sam.command("#sales", "/feedback", words).ok:
                flood.asked_ms.append((time.perf_counter() - began) * 1000)
                flood.said.add(words)
            else:
                flood.refused += 1

        return ask

    def emptied_s(self) -> float:
        """The seconds from now until nothing waits in the outbox."""
        began = time.monotonic()
        self._wait_until_empty()
        return time.monotonic() - began

    def whole_s(self, *floods: "Flood") -> float:
        """The seconds from now until all is stored; what was missed in a rush comes later, when
        Slack sends it again or the channel is read."""
        began = time.monotonic()
        comes_true(lambda: not self._wrong(self._stored(), floods), WHOLE_WITHIN_S)
        return time.monotonic() - began

    def _wrong(self, stored: Counter[str], floods: Iterable["Flood"]) -> set[str]:
        time.sleep(0.25)
        return {one for flood in floods for one in flood.said if stored[one] != 1}

    def _wait_until_empty(self) -> None:
        assert comes_true(self._is_empty, EMPTY_WITHIN_S)

    def _is_empty(self) -> bool:
        time.sleep(0.25)  # looking takes processor time from what is measured
        with self._database.reading() as session:
            return not sum(outbox_monitoring.counts_by_state(session).values())

    def _stored(self) -> Counter[str]:
        with self._database.reading() as session:
            found = session.connection().execute(text("SELECT text FROM feedback")).scalars()
            return Counter(found)

    def tell(
        self,
        quiet: "Flood",
        flooded: "Flood",
        times_s: tuple[float, float],
        memory_mb: tuple[float, float],
    ) -> int:
        """Print what was found; how many messages are not stored as they should be."""
        stored = self._stored()
        wrong = self._wrong(stored, (quiet, flooded))
        strangers = [one for one in stored if " of a bot " in one]
        calls = Counter(one["method"] for one in self._box.calls())
        limited = sum(one["status"] == 429 for one in self._box.calls())
        rows = (
            ("said by people, a second", f"{len(flooded.said)}, {flooded.each_s:.0f}"),
            ("lost or stored twice", f"{len(wrong)}"),
            ("stored of the bot's", f"{len(strangers)}"),
            ("messages answered, where nothing is taken in", quiet.answers()),
            ("messages answered, intake", flooded.answers()),
            ("/feedback beside the first", quiet.asks()),
            ("/feedback beside the intake", flooded.asks()),
            ("resident memory before, highest", "{:.0f} MB, {:.0f} MB".format(*memory_mb)),
            ("private confirmations, check marks", _both(calls)),
            ("calls that Slack refused for their pace (429)", f"{limited}"),
            (
                "outbox empty, all stored after the last answer",
                "{:.1f} s, {:.1f} s".format(*times_s),
            ),
        )
        for meaning, figure in rows:
            print(f"{meaning:<48} {figure}")
        facts = {"wrong": len(wrong), "strangers": len(strangers), "calls": dict(calls)}
        print(json.dumps(facts))
        return len(wrong) + len(strangers)


def _both(calls: Counter[str]) -> str:
    return f"{calls['chat.postEphemeral']}, {calls['reactions.add']}"


def _every(interval_s: float, times: int, deed: Callable[[int], None]) -> threading.Thread:
    """A thread that does something at an even pace, and catches up when it was held up."""

    def run() -> None:
        began = time.monotonic()
        for number in range(times):
            time.sleep(max(began + number * interval_s - time.monotonic(), 0))
            deed(number)

    return threading.Thread(target=run)


@contextmanager
def _world(transport: str, url: str, folder: Path) -> Iterator[_World]:
    port = free_port()
    urls = [f"http://127.0.0.1:{port}{EVENTS_PATH}"] if transport == "http" else []
    kind: Literal["http", "socket"] = "http" if urls else "socket"
    strictness = Strictness(events_at_once=AT_ONCE[kind], file_scan_s=0.0)
    box = Sandbox(load(), transport=kind, bot_urls=urls, settings=strictness)
    database = open_database(url)
    with box:
        log = folder / "bot.log"
        log.touch()
        bot = born(folder, ("run",), environment(box, url, port), log=log)
        try:
            assert comes_true(lambda: _is_ready(box, port)), log.read_text()
            yield _World(box, database, bot.pid)
        finally:
            bot.kill()
            database.dispose()


def _is_ready(box: Sandbox, port: int) -> bool:
    if box.transport == "socket":
        return box.connected > 0
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
        return True
    return False


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder}/linchpin.db"
        return
    server = Postgres(folder / "server")
    try:
        with server.fresh() as url:
            yield url
    finally:
        server.stop()


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    main_s, main_each = float(given.get(0, 30.0)), int(given.get(1, 100))
    sys.exit(main(main_s, main_each, given.get(2, "socket"), given.get(3, "sqlite")))
