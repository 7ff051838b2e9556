"""The composition root: everything is made and wired here, and no rule lives here."""

import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot import features, manifest
from bot.server.metrics import Metrics
from bot.settings import Settings
from bot.slack import clients as tokens
from bot.slack.checks import LastEvents, SlackChecks
from bot.slack.gate import Gate
from bot.store import open_store
from domain.core.errors import Unavailable
from domain.core.outages import Trouble
from handlers.slack.context import AppContext
from handlers.slack.payloads.reading import Unreadable
from scheduled.clock.scheduler import Scheduler
from scheduled.delivery.dispatcher import LEASE_S, Dispatcher
from scheduled.similarity import FollowUpQueue
from services import welcome
from services.feedback.intake import channel_catch_up as intake_catch_up
from services.votes.actions import heal_votes
from services.workspace import installations, people
from storage.database import migrate
from storage.database.clock import Clock, GivenClock, SharedClock
from storage.database.engine import Database

log = logging.getLogger("linchpin")


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Health:
    """What works at this moment; ``trouble`` is what keeps the database from being written to."""

    trouble: Trouble | None
    scheduler: bool
    dispatcher: bool


class Linchpin:
    """The running bot without its transport."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, lease_s: float
    ) -> None:
        self.settings = settings
        self.database = database
        self.now = now = clock.now
        self._clock = clock
        self.tokens = tokens.Tokens(settings, self.database)
        self.follow_ups = FollowUpQueue(self.database, now)
        self.metrics = Metrics()
        self.checks = SlackChecks(
            settings, database, self.tokens.token_of, manifest.wanted_scopes(), now
        )
        self.app_context = AppContext(
            self.database,
            now,
            manifest.wanted_scopes(),
            self.follow_ups.note,
            unreadable=self.metrics.unreadable,
            heard=LastEvents(database, now).note,
            ask_slack=self.checks.of_workspace,
            public_url=settings.public_url,
            address=settings.address,
            switches=features.switches(),
            shown=features.shown(),
        )
        self.bolt = _bolt(self)
        self.dispatcher = Dispatcher(
            self.database,
            self.tokens.client_of,
            features.task_handlers(settings.slack_api_url),
            now,
            self.metrics.new_task,
            clock.compare,
            lease_s,
        )
        # APScheduler goes by the machine's clock. What runs early by it waits in the outbox.
        self.scheduler = Scheduler(self.database, features.job_table(self.database), clock.machine)
        self.router = features.router(self.app_context)
        self.router.connect(self.bolt)

    def prepare(self) -> None:
        """Bring the schema up to date; several processes that start at once take turns."""
        if self.database.is_absent:
            log.info("There is no database at %s yet; making a new one.", self.database.place.name)
        if not migrate.is_current(self.database):
            migrate.upgrade(self.database)
        self._clock.compare()

    def install(self, installation: installations.Installation) -> None:
        """Store an installation, which is used from now on."""
        installations.install(self.database, self.tokens.seal, installation, self.now())

    def identify(self) -> None:
        """Ask Slack whose bot token the settings hold, and store that workspace."""
        self.install(tokens.identify(self.settings))

    def welcome(self) -> None:
        """Welcome an admin of each workspace that nobody welcomed yet."""
        welcome.ask_everywhere(self.database, self.now())

    def start(self) -> None:
        """Start the clock and the dispatcher (the transport comes after)."""
        self.database.outages.start_logging()
        self.dispatcher.start()
        self.scheduler.start()
        self.follow_ups.start()

    def stop(self, timeout_s: float = 8.0) -> None:
        """Start nothing more, wait for what runs, and close the database."""
        self.follow_ups.stop()
        self.scheduler.stop()
        self.dispatcher.stop(timeout_s)
        self.database.dispose()

    def catch_up(self) -> None:
        """Read anew what happened at Slack while nobody listened: after a start or a reconnect."""
        heal_votes(self.database, self.now())
        intake_catch_up.request_all(self.database, self.now())
        people.place_all(self.database, self.now())

    def drain(self, only: Collection[str] | None = None) -> int:
        """Do everything that is due at this instant in the calling thread; the tasks tried.

        ``only`` names the jobs that matter; None means all.
        """
        self.scheduler.run_due(only)
        return self.dispatcher.run_due()

    def health(self) -> Health:
        """What works now."""
        return Health(self.database.probe(), self.scheduler.is_alive(), self.dispatcher.is_alive())


def create_app(
    settings: Settings,
    *,
    now: Callable[[], datetime] | None = None,
    machine: Callable[[], datetime] = utc_now,
    database: Database | None = None,
    lease_s: float = LEASE_S,
) -> Linchpin:
    """The bot for these settings, on the database that they name unless an open one is given.

    It goes by ``now`` when that is given, and otherwise by the ``machine``'s clock as the database
    server puts it right. ``lease_s`` is how long it holds tasks between two signs of life.
    Nothing is connected, read or started yet.
    """
    database = database or open_store(settings.database_url)
    clock = SharedClock(database, machine) if now is None else GivenClock(now)
    return Linchpin(settings, database, clock, lease_s)


def _bolt(linchpin: Linchpin) -> App:
    gate = Gate(linchpin.tokens)
    bolt = App(
        name="linchpin",
        before_authorize=gate,
        authorize=lambda context: gate.authorize(context),  # Bolt takes no method for it
        client=tokens.client(linchpin.settings, None, tokens.LISTENER_TIMEOUT_S),
        signing_secret="",  # requests are verified at the edge, before Bolt reads them
        request_verification_enabled=False,
        process_before_response=True,
        ignoring_self_events_enabled=False,
        raise_error_for_unhandled_request=True,  # else Bolt logs a page of advice for each
        listener_executor=ThreadPoolExecutor(1, thread_name_prefix="bolt"),
    )
    bolt.error(_failed)
    return bolt


def _failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
    kind = (body.get("event") or {}).get("type") or body.get("type") or body.get("command")
    if isinstance(error, Unavailable):
        log.warning("A %s was refused so that Slack sends it again: %s", kind, error.message)
        return BoltResponse(status=503, body="")
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=404, body="")
    if isinstance(error, Unreadable):  # a part that Bolt itself looked for
        log.warning("Slack sent a %s that I can't read, so it was ignored: %s", kind, error)
        return BoltResponse(status=200, body="")
    log.error("A %s failed", kind, exc_info=error)
    return BoltResponse(status=500, body="")
