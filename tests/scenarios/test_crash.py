"""SIGKILL at any moment: what was acknowledged is stored once, what is due is said once.

A real bot process works at the local Slack and is killed again and again, while people save
feedback and digests are delivered. The suite kills it 4 times on each transport; ``CRASHES=50`` in
the environment kills it 50 times.
"""

import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.databases import Postgres
from tests.support.nursery import comes_true
from tests.support.stage import NOTE_OF_UNKNOWN_OUTCOME, Stage, stage, unacknowledged

CRASHES = int(os.environ.get("CRASHES", "4"))

MOMENTS = (
    "chat.postMessage",
    "chat.postEphemeral",
    "conversations.history",
    "reactions.add",
    "slash_commands",
    "reaction_added",
    "start",
)
"""What happens last before a kill: a call by the bot, a delivery to it, or its own start."""


@pytest.fixture(params=["socket-sqlite", "http-postgresql"])
def anywhere(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path: Path
) -> Iterator[Stage]:
    """Socket Mode on SQLite, and HTTP on PostgreSQL."""
    if request.param == "socket-sqlite":
        yield request.getfixturevalue("on_socket")
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh() as url, stage("http", url, tmp_path) as one:
        yield one


@dataclass
class Crowd:
    """People who save feedback all the time, and what Slack told them of it."""

    stage: Stage
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    reacted: list[str] = field(default_factory=list)

    @contextmanager
    def at_work(self, round_: int) -> Iterator[None]:
        resting = threading.Event()
        workers = [
            threading.Thread(target=work, args=(round_, resting))
            for work in (self._type, self._react)
        ]
        for worker in workers:
            worker.start()
        try:
            yield
        finally:
            resting.set()
            for worker in workers:
                worker.join()

    def _type(self, round_: int, resting: threading.Event) -> None:
        sam = self.stage.box.person("sam")
        for number in range(200):
            text = f"typed {round_}.{number}"
            reply = sam.command("#support", "/feedback", text)
            (self.acknowledged if reply.ok else self.refused).append(text)
            if resting.wait(0.02):
                return

    def _react(self, round_: int, resting: threading.Event) -> None:
        emil = self.stage.box.person("emil")
        for number in range(3):
            text = f"reacted {round_}.{number}"
            ts = emil.say("#support", text)
            emil.react("#support", ts, "inbox_tray")
            self.reacted.append(text)
            if resting.wait(0.2):
                return


def _moment(stage: Stage, name: str, chance: random.Random) -> Callable[[], bool]:
    """True once ``name`` has happened and up to 60 ms went by, or after 5 s in any case."""

    def seen() -> int:
        return len(stage.box.calls(name)) + len(stage.box.deliveries(name))

    before, clock, extra_s = seen(), stage.box.clock, chance.random() * 0.06
    begun_at, happened_at = clock.now(), None if name != "start" else clock.now()

    def reached() -> bool:
        nonlocal happened_at
        if happened_at is None and seen() > before:
            happened_at = clock.now()
        now = clock.now()
        if happened_at is not None and (now - happened_at).total_seconds() >= extra_s:
            return True
        return (now - begun_at).total_seconds() > 5.0

    return reached


@pytest.mark.slow
@pytest.mark.timeout(60 + 12 * CRASHES)
def test_kills_at_random_moments_lose_nothing_and_repeat_nothing(
    anywhere: Stage, tmp_path: Path
) -> None:
    chance, crowd = random.Random(), Crowd(anywhere)
    anywhere.install()
    anywhere.start()
    digests: dict[str, str] = {}
    for round_ in range(CRASHES):
        name = chance.choice(MOMENTS) if round_ else "chat.postMessage"
        with crowd.at_work(round_):
            channel = anywhere.box.create_channel(f"team-{round_}", members=["priya", "bot"])
            digests[channel] = anywhere.digest_due(channel, has_picture=chance.random() < 0.3)
            reached = _moment(anywhere, name, chance)
            anywhere.run_clock()
            anywhere.kill_when(reached)
            anywhere.bot.start()
            if name != "start":
                anywhere.bot.wait_until_ready()
        if name == "start":
            anywhere.bot.kill()
            anywhere.start()
    assert comes_true(lambda: not unacknowledged(anywhere)), unacknowledged(anywhere)
    anywhere.bot.kill()
    anywhere.recover()

    stored = anywhere.feedback(tmp_path)
    assert set(crowd.acknowledged) | set(crowd.reacted) <= set(stored)
    assert set(stored) <= {*crowd.acknowledged, *crowd.refused, *crowd.reacted}
    assert set(stored.values()) == {1}
    for channel, key in digests.items():
        assert anywhere.said(channel) == {key: 1}
    open_errands, given_up = anywhere.left()
    assert open_errands == {}
    assert set(given_up) <= {NOTE_OF_UNKNOWN_OUTCOME}
    assert "Traceback" not in anywhere.bot.log()
