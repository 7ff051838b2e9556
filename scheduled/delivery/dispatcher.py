"""The dispatcher: takes due tasks from the outbox, does them at Slack, settles each one."""

import logging
import math
import random
import secrets
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from domain.core.clocks import MOST_AHEAD
from domain.core.errors import NotConnected, TokenSealed, Unavailable
from domain.core.outbox import State, Task
from domain.erasure import is_neutral
from scheduled.delivery.api_errors import (
    CALL_ERRORS,
    Clients,
    Problem,
    Verdict,
    describe,
    diagnose,
    reason,
)
from scheduled.delivery.attempts import SAYS, is_hopeless, may_have_worked, may_repeat
from scheduled.delivery.backoff import backoff
from scheduled.delivery.web_api import LeaseLost, TooSoon, WebApi
from scheduled.delivery.worker import TaskContext, TaskHandlers
from services.outbox import delivery
from storage.database.engine import Database

log = logging.getLogger("linchpin.dispatcher")

LEASE_S = 20.0
"""A stopped dispatcher's tasks are taken over after this; one call takes 15 s at most."""

RENEWALS = 4
"""How often during a lease those of what is under way are renewed, and this machine's clock is
compared with the database's."""

POLL_S = 1.0
"""How often another process's tasks are looked for when nothing wakes this one."""

WORKERS = 8
"""Calls under way at once: enough that a few slow ones delay nobody, few enough for SQLite."""

HELD = 2 * WORKERS
"""Tasks held at once. Half of them wait for a worker, and new ones are taken by the half: taking
one by one cost as much as a third of all the work when a thousand were due."""


_SAY_SO_EVERY_S = 60.0

SETTLES_WITHIN = timedelta(seconds=3)
"""A call that was cut off may still take effect; the next attempt looks for it after this."""

KEY_RETRIED_AFTER = timedelta(minutes=1)
"""How long what can't be said without the right key waits before it is tried again."""


class Report(Protocol):
    """Hears what became of an attempt, and how long after it was due a message was said."""

    def __call__(self, outcome: str, delay_s: float | None = None, /) -> None:
        """``outcome`` is ``sent``, ``retried`` or ``failed``."""


class Dispatcher:
    """Works the outbox with a few threads. ``run_due`` does the same in the calling thread."""

    def __init__(
        self,
        database: Database,
        clients: Clients,
        task_handlers: TaskHandlers,
        now: Callable[[], datetime],
        report: Report = lambda _outcome, _delay_s=None: None,
        compare_clocks: Callable[[], None] = lambda: None,
        lease_s: float = LEASE_S,
    ) -> None:
        """``report`` is called after each attempt, and ``compare_clocks`` before the first task
        and a few times during each lease."""
        self._database = database
        self._clients = clients
        self._task_handlers = task_handlers
        self._now = now
        self._report = report
        self._compare_clocks = compare_clocks
        self._lease_s = lease_s
        self._renewed_at = self._intercepted_at = -math.inf
        self._under_way: set[int] = set()
        self._locked: set[int] = set()
        self._is_waiting = False
        self._name = uuid.uuid4().hex
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.last_pass_at: datetime | None = None

    def start(self) -> None:
        """Begin working in the background; tasks written from now on wake it at once."""
        self._database.on_outbox(self._wake.set)
        self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 8.0) -> None:
        """Take nothing new and wait for what is under way, at most ``timeout_s`` seconds."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def is_alive(self) -> bool:
        """True while the background thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def run_due(self, most: int = 10_000) -> int:
        """Do everything that is due now, in the calling thread; the number of tasks tried."""
        tried = 0
        while tried < most:
            tasks = self._take(limit=WORKERS)
            if not tasks:
                break
            for task in tasks:
                self._perform(task)
            tried += len(tasks)
        return tried

    def next_due(self) -> datetime | None:
        """The earliest instant at which a task waits to be done, or None."""
        return delivery.next_due(self._database)

    def _run(self) -> None:
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="errand") as pool:
            while not self._stopping.is_set():
                worked = self._try_pass(pool)
                if not worked:
                    self._wake.wait(self._idle_s())
                self._wake.clear()

    def _try_pass(self, pool: ThreadPoolExecutor) -> bool:
        try:
            self._renew()
            worked = self._pass(pool)
        except Unavailable:
            if not self._is_waiting:  # once, however long it lasts
                log.warning("The database is out of reach; the outbox waits.")
            self._is_waiting = True
            return False
        if self._is_waiting:
            log.info("The database is back; the outbox goes on.")
        self._is_waiting = False
        return worked

    def _pass(self, pool: ThreadPoolExecutor) -> bool:
        tasks = self._take(limit=self._room()) if self._room() >= WORKERS else []
        for task in tasks:
            self._under_way.add(task.id)
            pool.submit(self._perform, task).add_done_callback(partial(self._ended, task))
        self.last_pass_at = self._now()
        return bool(tasks)

    def _room(self) -> int:
        return HELD - len(self._under_way)

    def _renew(self) -> None:
        now = time.monotonic()
        if now - self._renewed_at >= self._lease_s / RENEWALS:
            self._compare_clocks()
            self._renewed_at = now
            held = list(self._under_way)
            delivery.renew(self._database, self._name, held, self._now(), lease_s=self._lease_s)
            bounded = delivery.bound(self._database, self._now(), lease_s=self._lease_s)
            if bounded:
                log.warning("The clock was set back; %d messages wait no longer for it.", bounded)

    def _idle_s(self) -> float:
        if self._room() < WORKERS:
            return POLL_S  # the next one that ends wakes this thread
        try:
            due = self.next_due()
        except Unavailable:
            return POLL_S
        if due is None:
            return POLL_S
        return min(max((due - self._now()).total_seconds(), 0.02), POLL_S)

    def _take(self, limit: int) -> list[Task]:
        return delivery.take(
            self._database, self._name, self._now(), lease_s=self._lease_s, limit=limit
        )

    def _ended(self, task: Task, work: Future[None]) -> None:
        # A task that the database left unsettled is no longer held here: its lease runs out.
        try:
            surprise = work.exception()
            if surprise is not None and not isinstance(surprise, Unavailable):
                self._give_up_broken(task, surprise)
            elif surprise is not None:
                log.warning("The database went out of reach during %s.", describe(task))
        except Unavailable:
            log.warning("The database went out of reach after %s.", describe(task))
        finally:
            self._under_way.discard(task.id)
            self._wake.set()

    def _give_up_broken(self, task: Task, surprise: BaseException) -> None:
        mark = secrets.token_hex(4)
        log.error("Errand %s failed (%s)", describe(task), mark, exc_info=surprise)
        sentence = f"It failed; look for {mark} in the log."
        delivery.give_up(self._database, task, self._now(), State.FAILED, sentence)
        self._report("failed")

    def _perform(self, task: Task) -> None:
        if is_neutral(str(task.payload.get("user"))):  # stands for somebody forgotten
            delivery.done(self._database, task, self._now())
            return
        called_at = self._now()
        try:
            client = self._clients(task.workspace_id)
        except TokenSealed as error:
            self._wait_for_key(task, error.message)
            return
        except NotConnected as error:
            delivery.stop_workspace(self._database, task, self._now(), error.message)
            return
        door = WebApi(client, task, self._database, self._now, self._lease_s)
        try:
            self._task_handlers[task.kind](task, TaskContext(self._database, door, self._now))
            self._report("sent", self._delay_s(task))
        except TooSoon as early:
            later = self._now() + timedelta(seconds=early.wait_s)
            delivery.postpone(self._database, task, later)
        except LeaseLost:
            log.warning("Left %s to another process, which took it over.", describe(task))
        except CALL_ERRORS as error:
            self._report(self._settle(task, door, diagnose(error, task.attempts), called_at))

    def _wait_for_key(self, task: Task, reason: str) -> None:
        """Leave a task to a process that has the right key, such as this one restarted."""
        if task.workspace_id not in self._locked:
            self._locked.add(task.workspace_id)
            log.error("The messages of workspace %d wait: %s", task.workspace_id, reason)
        delivery.postpone(self._database, task, self._now() + KEY_RETRIED_AFTER)

    def _delay_s(self, task: Task) -> float | None:
        if task.kind not in SAYS:
            return None
        return (self._now() - task.due_at).total_seconds()

    def _settle(self, task: Task, door: WebApi, problem: Problem, called_at: datetime) -> str:
        now = self._now()
        if problem.verdict is Verdict.RATE_LIMITED:
            until = now + min(timedelta(seconds=problem.retry_after_s), MOST_AHEAD)
            door.close(until)
            delivery.postpone(self._database, task, until)
            return "retried"
        if problem.verdict is Verdict.TOKEN_REFUSED:
            log.error("Slack refuses the token of workspace %d.", task.workspace_id)
            delivery.stop_workspace(
                self._database, task, now, reason(problem.code), called_at=called_at
            )
            return "failed"
        if is_hopeless(task, problem):
            log.warning("Gave up %s: %s", describe(task), problem.code)
            state = State.UNKNOWN if may_have_worked(task, problem) else State.FAILED
            delivery.give_up(
                self._database, task, now, state, reason(problem.code), code=problem.code
            )
            return "failed"
        self._note(task, door, problem)
        uncertain = may_repeat(task, problem)
        wait = backoff(task.attempts, random.random())
        if uncertain:
            wait = max(wait, SETTLES_WITHIN)
        delivery.retry(self._database, task, now + wait, error=problem.code, is_uncertain=uncertain)
        return "retried"

    def _note(self, task: Task, door: WebApi, problem: Problem) -> None:
        if problem.verdict is Verdict.UNEXPLAINED:
            log.warning(
                "Slack refused %s with %s, which this version does not know. Trying it again.",
                describe(task),
                problem.code,
            )
        if problem.verdict is not Verdict.INTERCEPTED:
            return
        now = time.monotonic()
        if now - self._intercepted_at >= _SAY_SO_EVERY_S:
            self._intercepted_at = now
            log.warning(
                "Something between this machine and Slack answered %s in Slack's place: a proxy, "
                "portal or firewall. What was to be said is tried again. Let this machine reach "
                "slack.com.",
                door.last_method or "a request",
            )
