"""A real bot process at the local Slack, which tests kill and let others take over from."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import manifest
from bot.app import Linchpin, create_app
from bot.settings import Settings
from domain.core.people import Request
from domain.dates.schedule import Cadence, Schedule
from domain.digests.model import digest_key
from domain.digests.subscriptions import SubscriptionForm
from domain.ideas.model import Horizon
from sandbox import Sandbox
from sandbox import Settings as Strictness
from scheduled.delivery.api_errors import reason
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.home import export
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.outbox import messages as outbox_messages
from services.votes import filing
from services.workspace import installations
from storage.database.engine import Database
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from tests.support.databases import opened
from tests.support.nursery import comes_true
from tests.support.process import BotProcess, bot_process, free_port

LEASE = timedelta(seconds=25)
"""After this the tasks of a killed process are taken over."""

NOTE_OF_UNKNOWN_OUTCOME = f"whisper: {reason('outcome_unknown')}"
"""Slack keeps no record of private notes. One that a kill interrupts is not said again, as it could
stand there twice; the mark on the message says that it is saved."""


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
        filing.file(self.database, asked, NewIdea("Export to CSV"), None)
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
            SubscriptionForm(schedule, has_picture=has_picture),
        )
        return digest_key(found.id, due)

    def queue_after(self, channel_id: str) -> str:
        """Queue another message behind what waits for a channel; its key."""
        at, key = datetime.now(UTC), f"after:{channel_id}"
        said = outbox_messages.say(
            channel_id, "channel_back", {"channel": channel_id}, key=key, at=at
        )
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
        """The tasks that are still open, by state, and what became of those given up."""
        with self.database.reading() as session:
            open_ones = outbox_monitoring.counts_by_state(session)
            failed = outbox_monitoring.failures(session, self.workspace_id, 1000)
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


def unacknowledged(stage: Stage) -> set[str]:
    """The reactions of people that the bot has not taken yet."""
    tried: dict[str, bool] = {}
    for one in stage.box.deliveries("reaction_added"):
        event_id = one["payload"]["event_id"]
        tried[event_id] = tried.get(event_id, False) or one["ok"]
    return {event_id for event_id, is_taken in tried.items() if not is_taken}
