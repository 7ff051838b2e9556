"""What is asked after a quick save, in a quiet moment: *is it one of these?*

Nobody waits for it, and it must cost those nothing who wait for something else. So it is no errand
of the saving transaction: what was just saved is noted in memory, and looked at once nothing more
was saved for a second. After a crash, or in a rush, the question is simply not asked.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime

from domain.core.errors import UserError
from services.similarity import follow_up as questions
from services.similarity.follow_up import Saved
from storage.database.engine import Database

log = logging.getLogger("linchpin.afterthoughts")

QUIET_S = 1.0
MOST_WAITING = 20


class Afterthoughts:
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
