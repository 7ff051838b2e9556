"""What is asked after a quick save, in a quiet moment: *is it one of these?*

Nobody waits for it, and it must cost those nothing who wait for something else. So it is no task
of the saving transaction: what was just saved is noted in memory, and looked at once nothing more
was saved for a second. After a crash, or in a rush, the question is simply not asked.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from domain.core.errors import UserError
from domain.idea_page.page import Filed
from domain.ideas.model import Idea
from domain.similarity.suggestions import Question
from scheduled.clock.scheduler import EACH_MINUTE, Job
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from services.outbox.payloads import unpack
from services.similarity import follow_up as questions
from services.similarity import index as embedding_index
from services.similarity.follow_up import Saved
from storage.database.engine import Database
from views.idea_page.messages import filed_message, linked_message
from views.similarity import question_message

log = logging.getLogger("linchpin.afterthoughts")

QUIET_S = 1.0
MOST_WAITING = 20


class FollowUpQueue:
    """A short list of what was just saved, and a thread that asks about it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._waiting: deque[Saved] = deque(maxlen=MOST_WAITING)
        self._noted = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, saved: Saved) -> None:
        """Remember what was saved; in a rush the oldest is forgotten."""
        self._waiting.append(saved)
        if not self._noted.is_set():
            self._noted.set()

    def start(self) -> None:
        """Begin asking in the background."""
        self._thread = threading.Thread(target=self._run, name="afterthoughts", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Ask nothing more."""
        self._stopping.set()
        self._noted.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def run_due(self) -> int:
        """Ask about everything noted, in the calling thread; how many questions were asked."""
        asked = 0
        while self._waiting:
            saved = self._waiting.popleft()
            try:
                asked += questions.ask(self._database, saved, self._now())
            except UserError as error:
                log.info("A question was not asked: %s", error.message)
        return asked

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._noted.wait()
            self._noted.clear()
            while not self._stopping.wait(QUIET_S) and self._noted.is_set():
                self._noted.clear()
            if not self._stopping.is_set():
                self.run_due()


def _alike_question(data: dict[str, Any]) -> Post:
    return Post(question_message(unpack(Question, data)))


def _idea_filed(data: dict[str, Any]) -> Post:
    return Post(filed_message(unpack(Filed, data)))


def _idea_joined(data: dict[str, Any]) -> Post:
    return Post(linked_message(unpack(Idea, data["idea"]), data["feedback"]))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("meanings", EACH_MINUTE, partial(embedding_index.catch_up_all, database)),)


PART = ScheduledPart(
    jobs=_jobs,
    templates={
        "alike_question": _alike_question,
        "idea_filed": _idea_filed,
        "idea_joined": _idea_joined,
    },
)
