"""Running against a local Slack: the same bot, another SLACK_API_URL."""

import logging
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from bot import manifest
from bot.api.routes import Api
from bot.app import Linchpin, create_app
from bot.server.metrics import Metrics
from bot.server.serve import told_to_stop
from bot.settings import Settings
from bot.slack.dispatch import Intake
from bot.slack.socket import SocketRunner
from domain.core.errors import Unavailable
from sandbox import Hooks, Sandbox, SandboxClock
from sandbox import Settings as Strictness
from sandbox.story import tell
from services.digests.runs import next_digest_at

log = logging.getLogger("linchpin.sandbox")

_CONNECTS_WITHIN_S = 20.0
_REMEMBERED = 2_000
"""Requests that the page's inspector can still show."""


def run_sandbox(settings: Settings, *, story: bool = True) -> int:
    """Serve the sandbox until SIGTERM, from a temporary database of its own; the exit code."""
    told = told_to_stop()
    with tempfile.TemporaryDirectory(prefix="linchpin-") as folder:
        show = Show(settings, Path(folder))
        try:
            show.box.is_setting_scene = story
            show.start()
            sys.stderr.write(f"Linchpin's sandbox is ready: open {show.box.url} in a browser.\n")
            if story:
                show.tell_story(told.is_set)
                show.box.offers_tour = True
            else:
                show.welcome()
            show.run()
            told.wait()
        finally:
            show.stop()
    return 0


class Show:
    """A local Slack and the bot, connected over Socket Mode."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self.clock = SandboxClock()
        self._api = Api(Metrics())
        hooks = Hooks(
            clock_moved=self._clock_moved,
            next_digest=self._next_digest,
            # Slack's methods are below /api too there, under other names.
            routes=self._api.routes(only_known=True),
        )
        self.box = Sandbox(
            manifest=manifest.load(),
            clock=self.clock,
            transport="socket",
            hooks=hooks,
            settings=Strictness(history=_REMEMBERED, file_scan_s=0.0),
        )
        self._database_url = f"sqlite:///{folder / 'sandbox.db'}"
        self.bot: Linchpin | None = None
        self._runner: SocketRunner | None = None
        self._intake: Intake | None = None

    def start(self) -> None:
        """Open the local Slack on HOST:PORT and connect the bot to it."""
        self.box.start(host=self._settings.host, port=self._settings.port)
        settings = replace(
            self._settings,
            bot_token=self.box.bot_token,
            app_token=self.box.app_token,
            slack_api_url=self.box.api_url,
            database_url=self._database_url,
        )
        self.bot = create_app(settings, now=self.clock.now)
        self.bot.prepare()
        self.bot.identify()
        self._api.serve(self.bot)
        self._intake = Intake(self.bot.bolt, self.bot.metrics)
        self._runner = SocketRunner(settings, self._intake)
        self._runner.start()
        if not self._runner.wait_until_connected(_CONNECTS_WITHIN_S):
            raise Unavailable("The sandbox could not connect to itself. Please start it again.")

    def tell_story(self, is_over: Callable[[], bool] = lambda: False) -> None:
        """Let the seeded story happen, through the same doors that people use, or break it off."""
        assert self.bot is not None
        self.bot.dispatcher.run_due()  # get to know the people now: the story begins weeks ago
        tell(self.box, self.clock, partial(self.bot.drain, {"digests"}), is_over)
        self.box.is_setting_scene = False

    def welcome(self) -> None:
        """Let the bot welcome an admin, as it does in a workspace that it is new in."""
        assert self.bot is not None
        self.bot.welcome()

    def run(self) -> None:
        """Start the clock and the dispatcher: from here on it lives by itself."""
        assert self.bot is not None
        self.bot.start()

    def stop(self) -> None:
        """End everything in the order that loses nothing."""
        if self._runner is not None:
            self._runner.stop(2.0)
        if self._intake is not None:
            self._intake.close()
        if self.bot is not None:
            self.bot.stop(3.0)
        self.box.stop()

    def _clock_moved(self) -> None:
        if self.bot is not None and self.bot.dispatcher.is_alive():
            threading.Thread(target=self.bot.scheduler.run_due, name="clock-moved").start()

    def _next_digest(self) -> datetime | None:
        return next_digest_at(self.bot.database) if self.bot is not None else None
