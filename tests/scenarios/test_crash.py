"""SIGKILL at any moment: what was acknowledged is stored once, what is due is said once.

A real bot process works at the local Slack and is killed again and again, while people save
feedback and digests are delivered. The suite kills it 4 times on each transport; ``CRASHES=50`` in
the environment kills it 50 times.
"""

import json
import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import manifest
from bot.app import Linchpin, create_app
from bot.settings import Settings
from domain.digest import digest_key
from domain.ideas import Horizon
from domain.people import Request
from domain.schedule import Cadence, Schedule
from domain.subscriptions import Wish
from sandbox import Sandbox
from sandbox import Settings as Strictness
from scheduled.slack import reason
from services import digest_changes, digest_runs, errands, export, ideas, installations
from services.ideas import NewIdea
from storage import outbox
from storage.engine import Database
from tests.support.databases import Postgres, opened, sqlite_url
from tests.support.process import BotProcess, bot_process, comes_true, free_port

CRASHES = int(os.environ.get("CRASHES", "4"))

LEASE = timedelta(seconds=25)
"""After this the errands of a killed process are taken over."""

HANGS_S = 60.0
"""Longer than any test waits: what hangs this long is answered to nobody."""

NOTE_OF_UNKNOWN_OUTCOME = f"whisper: {reason('outcome_unknown')}"
"""Slack keeps no record of private notes. One that a kill interrupts is not said again, as it could
stand there twice; the mark on the message says that it is saved."""

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


@dataclass
class Stage:
    """The local Slack, the process, and the database as another replica of the bot sees it."""

    box: Sandbox
    bot: BotProcess
    database: Database
    url: str

    @property
    def workspace_id(self) -> int:
        found = installations.by_team(self.database, self.box.team_id)
        assert found is not None
        return found.id

    def another_bot(self) -> Linchpin:
        """A bot in this process, which hears nothing from Slack; by the local Slack's clock."""
        settings = Settings(
            bot_token=self.box.bot_token,
            signing_secret=self.box.signing_secret,
            slack_api_url=self.box.api_url,
            database_url=self.url,
        )
        bot = create_app(settings, now=self.box.clock.now)
        bot.identify()
        return bot

    def start(self) -> None:
        self.bot.start()
        self.bot.wait_until_ready()

    def kill_when(self, moment: Callable[[], bool]) -> None:
        assert comes_true(moment), self.bot.log()
        self.bot.kill()

    def recover(self) -> None:
        """Let a new bot, when the leases have run out, do everything that is left to do."""
        self.box.faults.clear()
        self.box.clock.advance(LEASE)
        if self.box.transport == "http":
            self.box.set_bot_urls([])
        bot = self.another_bot()
        bot.dispatcher.run_due()
        while (due := bot.dispatcher.next_due()) is not None:
            self.box.clock.move_to(max(due, self.box.clock.now()))
            bot.dispatcher.run_due()
        bot.database.dispose()

    def install(self) -> None:
        """Make the bot known to the database, with an idea for digests to tell of."""
        bot = self.another_bot()
        bot.dispatcher.run_due()
        bot.database.dispose()
        priya, at = self.box.person("priya").id, datetime.now(UTC)
        asked = Request(self.workspace_id, priya, "command", at)
        ideas.file(self.database, asked, NewIdea("Export to CSV"), None)
        ideas.move(self.database, asked, 1, Horizon.NEXT)

    def digest_due(self, channel_id: str, *, has_picture: bool = False) -> str:
        """Subscribe a channel to a digest that is due now; the key of its message."""
        due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=5)
        schedule = Schedule((due.weekday(),), due.time(), "UTC", Cadence.WEEKLY, due.date())
        priya, before = self.box.person("priya").id, due - timedelta(hours=1)
        found = digest_changes.subscribe(
            self.database,
            Request(self.workspace_id, priya, "command", before),
            channel_id,
            Wish(schedule, has_picture=has_picture),
        )
        return digest_key(found.id, due)

    def queue_after(self, channel_id: str) -> str:
        """Queue another message behind what waits for a channel; its key."""
        at, key = datetime.now(UTC), f"after:{channel_id}"
        said = errands.say(channel_id, "channel_back", {"channel": channel_id}, key=key, at=at)
        with self.database.transaction() as session:
            assert outbox.enqueue(session, self.workspace_id, said, at)
        return key

    def run_clock(self) -> None:
        """Queue the digests that are due, as every replica's clock does."""
        digest_runs.run_due(self.database, datetime.now(UTC))

    def said(self, channel: str) -> Counter[str]:
        """How often each message with a key stands in a channel."""
        keys: Counter[str] = Counter()
        for message in self.box.messages(channel):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if "key" in payload:
                keys[payload["key"]] += 1
        return keys

    def feedback(self, folder: Path) -> Counter[str]:
        """How often each text is stored as feedback."""
        path = folder / "export.json"
        export.write(self.database, path, datetime.now(UTC))
        return Counter(row["text"] for row in json.loads(path.read_text())["feedback"])

    def left(self) -> tuple[dict[str, int], list[str]]:
        """The errands that are still open, by state, and what became of those given up."""
        with self.database.reading() as session:
            open_ones = outbox.counts_by_state(session)
            failed = outbox.failures(session, self.workspace_id, 1000)
        return open_ones, [f"{one.kind}: {one.error}" for one in failed]

    def called(self, method: str) -> Callable[[], bool]:
        """Whether the bot has called a method since now."""
        before = len(self.box.calls(method))
        return lambda: len(self.box.calls(method)) > before


@contextmanager
def stage(transport: str, url: str, folder: Path) -> Iterator[Stage]:
    port = free_port()
    urls = [f"http://127.0.0.1:{port}{manifest.EVENTS_PATH}"] if transport == "http" else []
    strictness = Strictness(file_scan_s=0.0, retry_after_s=(0.3,) * 400)
    database = opened(url)
    try:
        with (
            Sandbox(
                manifest.load(),
                transport="http" if urls else "socket",
                bot_urls=urls,
                settings=strictness,
            ) as box,
            bot_process(box, url, folder, port) as bot,
        ):
            yield Stage(box, bot, database, url)
    finally:
        database.dispose()


@pytest.fixture
def on_socket(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Stage]:
    """Socket Mode on SQLite."""
    with sqlite_url(migrated_sqlite, tmp_path) as url, stage("socket", url, tmp_path) as one:
        yield one


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


def _unacknowledged(stage: Stage) -> set[str]:
    """The reactions of people that the bot has not taken yet."""
    tried: dict[str, bool] = {}
    for one in stage.box.deliveries("reaction_added"):
        event_id = one["payload"]["event_id"]
        tried[event_id] = tried.get(event_id, False) or one["ok"]
    return {event_id for event_id, is_taken in tried.items() if not is_taken}


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
    assert comes_true(lambda: not _unacknowledged(anywhere)), _unacknowledged(anywhere)
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


DIGEST_CRASHES = {
    "before it is claimed": None,
    "when it is claimed and its picture is announced": ("slow", "files.getUploadURLExternal"),
    "while its picture is uploaded": ("slow", "files.completeUploadExternal"),
    "during the call, before Slack took it": ("drop_before", "chat.postMessage"),
    "when Slack took it and has not answered": ("slow", "chat.postMessage"),
    "when Slack took it and the answer was lost": ("drop_after", "chat.postMessage"),
}


@pytest.mark.parametrize("crash", DIGEST_CRASHES)
def test_a_digest_is_said_once_after_a_crash(on_socket: Stage, crash: str) -> None:
    on_socket.install()
    channel = on_socket.box.create_channel("team", members=["priya", "bot"])
    key = on_socket.digest_due(channel, has_picture=True)
    on_socket.run_clock()
    after = on_socket.queue_after(channel)
    fault = DIGEST_CRASHES[crash]
    if fault is not None:
        kind, method = fault
        where = channel if method == "chat.postMessage" else None
        hit = on_socket.box.faults.add(kind, method=method, channel=where, seconds=HANGS_S)
        on_socket.start()
        on_socket.kill_when(lambda: hit.hits > 0)
    on_socket.recover()
    assert list(on_socket.said(channel).items()) == [(key, 1), (after, 1)]
    post, _ = on_socket.box.messages(channel)
    assert "image" in [block["type"] for block in post["blocks"]]
    assert on_socket.left() == ({}, [])


CAPTURE_CRASHES = (
    "conversations.history",
    "chat.getPermalink",
    "reactions.add",
    "chat.postEphemeral",
)


@pytest.mark.parametrize("method", CAPTURE_CRASHES)
def test_a_message_saved_by_reaction_is_saved_and_confirmed_once_after_a_crash(
    on_socket: Stage, tmp_path: Path, method: str
) -> None:
    hit = on_socket.box.faults.add("slow", method=method, seconds=HANGS_S)
    on_socket.start()
    sam = on_socket.box.person("sam")
    ts = sam.say("#support", "it hangs")
    sam.react("#support", ts, "inbox_tray")
    on_socket.kill_when(lambda: hit.hits > 0)
    on_socket.recover()
    assert on_socket.feedback(tmp_path) == {"it hangs": 1}
    assert on_socket.box.reactions("#support", ts)["white_check_mark"] == [
        on_socket.box.bot_user_id
    ]
    notes = len(sam.ephemerals("#support"))
    assert notes == 1 or (notes == 0 and on_socket.left() == ({}, [NOTE_OF_UNKNOWN_OUTCOME]))


def test_an_event_that_was_stored_but_not_acknowledged_is_stored_once(
    on_socket: Stage, tmp_path: Path
) -> None:
    on_socket.start()
    on_socket.box.faults.add("ack_lost", event="reaction_added")
    sam = on_socket.box.person("sam")
    sam.react("#support", sam.say("#support", "it hangs"), "inbox_tray")
    # A kill while Slack shows the note would leave it unknown whether it was shown.
    on_socket.kill_when(lambda: bool(sam.ephemerals("#support")))
    on_socket.start()
    assert comes_true(lambda: len(on_socket.box.deliveries("reaction_added")) > 1)
    assert comes_true(lambda: not _unacknowledged(on_socket))
    on_socket.bot.kill()
    on_socket.recover()
    assert on_socket.feedback(tmp_path) == {"it hangs": 1}
    assert len(sam.ephemerals("#support")) == 1
