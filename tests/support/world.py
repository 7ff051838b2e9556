"""A whole small Slack with the bot in it, over either transport, at a clock that stands still."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal

import uvicorn

from bot import manifest
from bot.app import Linchpin, create_app
from bot.server.metrics import Metrics
from bot.server.serve import listen
from bot.server.web import create_web
from bot.settings import Settings
from bot.slack.dispatch import Intake
from bot.slack.socket import SocketRunner
from sandbox import Actor, Sandbox, SandboxClock
from sandbox import Settings as Strictness
from storage.database.engine import Database
from tests.support.make import NOON

PUBLIC_URL = "https://linchpin.example.com"
"""Where others would reach the bot's pages; nothing listens there."""

Transport = Literal["socket", "http"]


@cache
def _manifest() -> dict[str, Any]:
    return manifest.load()


@dataclass
class World:
    """The local Slack (``box``), the bot, and the clock that both go by.

    ``events_url`` is where the bot listens in HTTP mode, empty in Socket Mode.
    """

    box: Sandbox
    bot: Linchpin
    clock: SandboxClock
    events_url: str = ""

    def person(self, name: str) -> Actor:
        """Somebody of the cast: priya (PM, admin), sam, sofia, emil, erin, gil, ada."""
        return self.box.person(name)

    @property
    def workspace_id(self) -> int:
        """The row id of the first workspace."""
        from services.workspace import installations

        found = installations.by_team(self.bot.database, self.box.team_id)
        assert found is not None
        return found.id

    def settle(self, horizon_s: float = 60.0) -> None:
        """Return when every event is answered and everything due within the horizon is done.

        The clock moves on to whatever the bot waits for, so that pacing takes no real time.
        """
        until = self.clock.now() + timedelta(seconds=horizon_s)
        while True:
            self.box.settle()
            if self.bot.dispatcher.run_due():
                continue
            self.box.settle()
            due = self.bot.dispatcher.next_due()
            if due is None or due > until:
                return
            self.clock.move_to(max(due, self.clock.now()))

    def run_jobs(self) -> None:
        """Run the clock's jobs once at the present instant, and what follows from them."""
        self.bot.scheduler.run_all()
        self.settle()

    def move_to(self, at: datetime) -> None:
        """Let it be another time, with the jobs that run then."""
        self.clock.move_to(at)
        self.run_jobs()

    def posts(self, channel: str) -> list[dict[str, Any]]:
        """What the bot posted in a channel, oldest first."""
        bot = self.box.bot_user_id
        return [one for one in self.box.messages(channel) if one.get("user") == bot]


@contextmanager
def world(database: Database, transport: Transport, at: datetime = NOON) -> Iterator[World]:
    """A connected bot in the sandbox's default workspace, with everybody known."""
    clock = SandboxClock(at)
    listening = listen("127.0.0.1", 0) if transport == "http" else None
    urls = []
    if listening is not None:
        urls = [f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"]
    box = Sandbox(
        manifest=deepcopy(_manifest()),
        clock=clock,
        transport=transport,
        bot_urls=urls,
        settings=Strictness(file_scan_s=0.0),
    )
    box.start()
    settings = Settings(
        bot_token=box.bot_token,
        app_token=box.app_token if transport == "socket" else None,
        signing_secret=box.signing_secret if transport == "http" else None,
        slack_api_url=box.api_url,
        public_url=PUBLIC_URL if transport == "http" else None,
        database_url=database.engine.url.render_as_string(hide_password=False),
    )
    bot = create_app(settings, now=clock.now, database=database)
    bot.identify()
    intake = Intake(bot.bolt, Metrics())
    try:
        with _transport(bot, settings, intake, listening):
            one = World(box, bot, clock, "".join(urls))
            one.settle()
            yield one
    finally:
        intake.close()
        bot.stop(2.0)
        box.stop()


@contextmanager
def _transport(bot: Linchpin, settings: Settings, intake: Intake, listening: Any) -> Iterator[None]:
    if listening is None:
        runner = SocketRunner(settings, intake)
        runner.start()
        assert runner.wait_until_connected(20.0)
        try:
            yield
        finally:
            runner.stop(2.0)
        return
    config = uvicorn.Config(
        create_web(bot, intake=intake), log_config=None, access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True  # it ends a moment later, which no test has to wait for
