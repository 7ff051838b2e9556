"""A small bot: what the transports see of a program, without the product."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from bot.settings import Settings
from domain.core.outages import Trouble
from services.workspace.installations import Installation
from storage.database.engine import Database, open_database

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass
class Parts:
    """What works; a test switches parts off."""

    trouble: Trouble | None = None
    scheduler: bool = True
    dispatcher: bool = True


@dataclass
class SmallBot:
    """A program with one command, two events and no product."""

    settings: Settings
    database: Database
    bolt: App
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    parts: Parts = field(default_factory=Parts)
    heard: list[dict[str, Any]] = field(default_factory=list)
    installed: list[Installation] = field(default_factory=list)
    is_running: bool = False

    def start(self) -> None:
        self.is_running = True

    def stop(self, timeout_s: float = 8.0) -> None:
        self.is_running = False

    def health(self) -> Parts:
        return self.parts

    def install(self, installation: Installation) -> None:
        self.installed.append(installation)


def small_bot(settings: Settings) -> SmallBot:
    """A bot that answers ``/feedback``, hears ``reaction_added``, and fails at ``team_join``."""
    bolt = App(
        name="linchpin",
        signing_secret="",
        request_verification_enabled=False,
        process_before_response=True,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
    )
    bot = SmallBot(settings, open_database(settings.database_url), bolt)

    @bolt.command("/feedback")
    def feedback(ack: Ack, body: dict[str, Any]) -> None:
        bot.heard.append(body)
        ack(f"Saved: {body['text']}")

    @bolt.event("reaction_added")
    def reaction(body: dict[str, Any], request: Any) -> None:
        bot.heard.append({**body, "headers": request.headers})

    @bolt.event("team_join")
    def broken(body: dict[str, Any]) -> None:
        raise RuntimeError("the listener failed")

    return bot
