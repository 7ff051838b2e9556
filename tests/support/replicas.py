"""Three replicas of the bot on one PostgreSQL, at a local Slack with two workspaces."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import col, func, select

from bot import manifest
from bot.app import create_app
from bot.settings import Settings
from domain.core.outbox import Failure
from domain.core.people import Request
from domain.dates.schedule import Cadence, Schedule
from domain.digests.model import digest_key
from domain.digests.subscriptions import SubscriptionForm
from domain.ideas.model import Horizon
from sandbox import Sandbox, Team
from sandbox import Settings as Strictness
from scheduled.delivery.dispatcher import HELD, LEASE_S
from services.digests import subscribe as digest_changes
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.outbox import messages as outbox_messages
from services.votes import filing
from services.workspace import installations
from services.workspace.installations import Installation
from storage.database.engine import Database
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from storage.schema import OutboxRow
from tests.support.databases import opened
from tests.support.process import free_port
from tests.support.replica_process import SECRET_KEY, Replica, started, wait_until

REPLICAS = 3
CHANNELS_EACH = HELD + 1
"""Channels of each workspace that messages go to: more than two replicas can hold at once, so that
the third has its share whoever comes first."""


@dataclass(frozen=True)
class Lane:
    """One channel, and the keys of what is said there, in order."""

    team: Team
    workspace_id: int
    channel_id: str
    keys: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    def said(self) -> list[str]:
        """The keys of the messages that stand in the channel, in Slack's order."""
        found = [
            ((one.get("metadata") or {}).get("event_payload") or {}).get("key")
            for one in self.team.messages(self.channel_id)
        ]
        return [key for key in found if key is not None]

    def said_at_s(self) -> list[float]:
        """When the messages came to stand in the channel, in seconds of Slack's clock."""
        return [float(one["ts"]) for one in self.team.messages(self.channel_id)]


Held = set[tuple[str, int]]
"""Pairs of a dispatcher's name and the row id of a task that it holds."""


@dataclass
class Stage:
    """The local Slack, its replicas, and the database as another replica sees it."""

    box: Sandbox
    database: Database
    replicas: list[Replica]
    lanes: list[Lane]

    def queue(self, deliveries: int) -> None:
        """Queue messages for all channels in turn, at once."""
        at = datetime.now(UTC)
        with self.database.transaction() as session:
            for number in range(deliveries):
                lane = self.lanes[number % len(self.lanes)]
                key = f"message:{lane.channel_id}:{number}"
                data = {"channel": lane.channel_id}
                said = outbox_messages.say(lane.channel_id, "channel_back", data, key=key, at=at)
                assert outbox.enqueue(session, lane.workspace_id, said, at)
                lane.keys.append(key)

    def subscribe(self) -> None:
        """Give every channel a weekly digest that became due at one and the same minute."""
        due = datetime.now(UTC).replace(second=0, microsecond=0)
        schedule = Schedule((due.weekday(),), due.time(), "UTC", Cadence.WEEKLY, due.date())
        for lane in self.lanes:
            priya = lane.team.person("priya").id
            asked = Request(lane.workspace_id, priya, "command", due - timedelta(hours=1))
            wish = SubscriptionForm(schedule, has_picture=False)
            found = digest_changes.subscribe(self.database, asked, lane.channel_id, wish)
            lane.digests.append(digest_key(found.id, due))

    def strike(self) -> None:
        """Let the minute of the digests come for all replicas at once, and wait for all digests."""
        for one in self.replicas:
            one.strike()
        wait_until(self.has_digests)

    def posted(self) -> int:
        """How many messages of the lanes stand at Slack."""
        return sum(len(lane.said()) for lane in self.lanes)

    def has_digests(self) -> bool:
        """Whether every digest was queued by now."""
        keys = [key for lane in self.lanes for key in lane.digests]
        query = select(func.count()).where(col(OutboxRow.key).in_(keys))
        with self.database.reading() as session:
            return session.exec(query).one() == len(keys)

    def held(self) -> Held:
        """Which dispatcher holds which task now."""
        query = select(OutboxRow.lease_owner, OutboxRow.id).where(OutboxRow.state == "claimed")
        with self.database.reading() as session:
            return {(str(owner), row_id or 0) for owner, row_id in session.exec(query)}

    def open_rows(self, kind: str | None = None) -> set[int]:
        """The row ids of tasks that are not done yet, of one kind or all."""
        query = select(OutboxRow.id).where(col(OutboxRow.state).in_(("pending", "claimed")))
        if kind is not None:
            query = query.where(OutboxRow.kind == kind)
        with self.database.reading() as session:
            return {row_id or 0 for row_id in session.exec(query)}

    def attempts(self) -> Counter[int]:
        """How many messages took how many attempts."""
        query = select(OutboxRow.attempts).where(col(OutboxRow.kind) == "say")
        with self.database.reading() as session:
            return Counter(session.exec(query))

    def is_done(self) -> bool:
        """Whether no task is open any more."""
        with self.database.reading() as session:
            return outbox_monitoring.counts_by_state(session) == {}

    def given_up(self) -> list[Failure]:
        """What was given up in any workspace."""
        with self.database.reading() as session:
            return [
                one
                for workspace_id in {lane.workspace_id for lane in self.lanes}
                for one in outbox_monitoring.failures(session, workspace_id, 1000)
            ]

    def refused_for_pace(self) -> list[tuple[str, Any]]:
        """Calls that Slack answered with 429: method and arguments."""
        return [
            (one["method"], one["args"].get("channel"))
            for one in self.box.calls()
            if one["status"] == httpx.codes.TOO_MANY_REQUESTS
        ]

    def logs(self) -> str:
        """What all processes wrote."""
        return "\n".join(one.log() for one in self.replicas)


@contextmanager
def stage(
    url: str,
    folder: Path,
    ahead_s: Sequence[float] = (0.0,) * REPLICAS,
    lease_s: float = LEASE_S,
) -> Iterator[Stage]:
    """Replicas that are ready, one for each number of seconds that its clock is ahead."""
    ports = [free_port() for _ in ahead_s]
    box = Sandbox(
        manifest.load(),
        transport="http",
        bot_urls=[f"http://127.0.0.1:{port}{manifest.EVENTS_PATH}" for port in ports],
        # The deadline is a busy machine's: whether an answer comes is told apart from how soon.
        settings=Strictness(ack_deadline_s=10.0, file_scan_s=0.0, retry_after_s=(0.3,) * 400),
    )
    with ExitStack() as stack:
        database = opened(url)
        stack.callback(database.dispose)
        stack.enter_context(box)
        teams = [box, box.add_team("Quayside")]
        _install(box, url, teams[1:])
        replicas = stack.enter_context(started(box, url, folder, ports, ahead_s, lease_s))
        lanes = [lane for team in teams for lane in _lanes(database, team)]
        one = Stage(box, database, replicas, lanes)
        for replica in replicas:
            wait_until(replica.is_ready, 120.0)
        wait_until(one.is_done)
        for team in teams:
            _file_idea(database, team)
        yield one


def _install(box: Sandbox, url: str, others: Sequence[Team]) -> None:
    """Store the workspaces: the first uses the settings' token, others bring their own."""
    settings = Settings(
        bot_token=box.bot_token,
        signing_secret=box.signing_secret,
        slack_api_url=box.api_url,
        database_url=url,
        secret_key=SECRET_KEY,
    )
    bot = create_app(settings)
    bot.identify()
    for team in others:
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
    bot.database.dispose()


def _lanes(database: Database, team: Team) -> list[Lane]:
    found = installations.by_team(database, team.team_id)
    assert found is not None
    return [
        Lane(team, found.id, team.create_channel(f"news-{number}", members=["priya", "bot"]))
        for number in range(CHANNELS_EACH)
    ]


def _file_idea(database: Database, team: Team) -> None:
    """Something for digests to tell of."""
    found = installations.by_team(database, team.team_id)
    assert found is not None
    asked = Request(found.id, team.person("priya").id, "command", datetime.now(UTC))
    filing.file(database, asked, NewIdea("Export to CSV"), None)
    ideas.move(database, asked, 1, Horizon.NEXT)
