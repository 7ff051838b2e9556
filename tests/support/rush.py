"""Many channels of many workspaces whose digests come due at one and the same minute."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from bot import manifest
from bot.app import Linchpin, create_app
from bot.settings import Settings
from domain.core.people import Request
from domain.dates.schedule import Cadence, Schedule
from domain.digests.subscriptions import SubscriptionForm
from domain.ideas.model import Horizon
from sandbox import Sandbox, Team
from sandbox import Settings as Strictness
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.votes import filing
from services.workspace import installations
from services.workspace.installations import Installation
from storage.outbox import monitoring as outbox_monitoring
from tests.support.nursery import comes_true


@dataclass
class Rush:
    """The local Slack by the real clock, the bot, and the channels of each workspace."""

    box: Sandbox
    bot: Linchpin
    settings: Settings
    channels: dict[str, tuple[Team, list[str]]]
    due: datetime

    def queue(self) -> float:
        """Run every digest; the seconds until all are in the outbox."""
        began = time.monotonic()
        digest_runs.run_due(self.bot.database, self.due)
        return time.monotonic() - began

    def deliver(self, timeout_s: float) -> float:
        """Let the dispatcher say all of them; the seconds it took."""
        began = time.monotonic()
        self.bot.dispatcher.start()
        assert comes_true(lambda: self._open() == 0, timeout_s)
        took_s = time.monotonic() - began
        self.bot.dispatcher.stop()
        return took_s

    def _open(self) -> int:
        with self.bot.database.reading() as session:
            return sum(outbox_monitoring.counts_by_state(session).values())

    def said(self) -> list[int]:
        """How many messages stand in each channel."""
        return [
            len([one for one in team.messages(channel) if one.get("user") == team.bot_user_id])
            for team, channels in self.channels.values()
            for channel in channels
        ]

    def last_said_s(self) -> list[float]:
        """When each workspace's last message came to stand, in seconds after the first of all."""
        at = [
            [float(one["ts"]) for channel in channels for one in team.messages(channel)]
            for team, channels in self.channels.values()
        ]
        first = min(ts for each in at for ts in each)
        return [max(each) - first for each in at]

    def refused_for_pace(self) -> list[Any]:
        """Calls that Slack answered with 429."""
        limited = httpx.codes.TOO_MANY_REQUESTS
        return [one["method"] for one in self.box.calls() if one["status"] == limited]


@contextmanager
def rush(url: str, sizes: list[int]) -> Iterator[Rush]:
    """A workspace for each size, with so many channels that get a digest at the last minute."""
    box = Sandbox(manifest.load(), settings=Strictness(file_scan_s=0.0))
    with box:
        teams = [box, *(box.add_team(f"Team {number}") for number in range(1, len(sizes)))]
        settings = _settings(box, url)
        bot = create_app(settings)
        bot.prepare()
        due = datetime.now(UTC).replace(second=0, microsecond=0)
        try:
            for team in teams:
                _install(bot, team)
            bot.dispatcher.run_due()
            channels = {
                team.team_id: (team, _subscribed(bot, team, size, due))
                for team, size in zip(teams, sizes, strict=True)
            }
            yield Rush(box, bot, settings, channels, due)
        finally:
            bot.stop(2.0)


def _settings(box: Sandbox, url: str) -> Settings:
    return Settings(
        signing_secret=box.signing_secret,
        client_id=box.client_id,
        client_secret=box.client_secret,
        secret_key="k" * 32,
        slack_api_url=box.api_url,
        database_url=url,
    )


def _install(bot: Linchpin, team: Team) -> None:
    facts = team.workspace
    bot.install(
        Installation(
            team_id=team.team_id,
            name=facts.name,
            bot_user_id=facts.bot_user_id,
            bot_id=facts.bot_id,
            scopes=tuple(facts.scopes),
            bot_token=team.bot_token,
        )
    )


def _subscribed(bot: Linchpin, team: Team, size: int, due: datetime) -> list[str]:
    found = installations.by_team(bot.database, team.team_id)
    assert found is not None
    schedule = Schedule((due.weekday(),), due.time(), "UTC", Cadence.WEEKLY, due.date())
    before = Request(found.id, team.person("priya").id, "command", due - timedelta(hours=1))
    channels = [team.create_channel(f"c-{n}", members=["priya", "bot"]) for n in range(size)]
    for channel in channels:
        wish = SubscriptionForm(schedule, has_picture=False)
        digest_changes.subscribe(bot.database, before, channel, wish)
    idea = filing.file(bot.database, before, NewIdea("Export to CSV"), None)
    ideas.move(bot.database, before, idea.number, Horizon.NEXT)
    return channels
