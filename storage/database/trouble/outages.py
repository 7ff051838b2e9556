"""Troubles with the database: each is logged with its cause, but not again and again."""

import logging
import threading
import time
from collections.abc import Callable

from domain.core.errors import DatabaseUnavailable
from domain.core.outages import Trouble

log = logging.getLogger("linchpin.database")

LOGGED_EVERY_S = 60.0
"""A bot whose database is away for hours writes a line a minute, not one a request."""

RECENT_S = 60.0
"""For how long a write that found no room speaks against those that find some."""


class Outages:
    """What went wrong with one database, by its kind. Safe in threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._noted: dict[Trouble, float] = {}
        self._logged: dict[Trouble, float] = {}
        self._is_logging = False

    def start_logging(self) -> None:
        """Log from now on; before that, whoever started the program is told."""
        self._is_logging = True

    def note(self, unavailable: DatabaseUnavailable) -> DatabaseUnavailable:
        """Log the cause unless that kind was logged within a minute; returns it to be raised."""
        now, trouble = self._clock(), unavailable.trouble
        with self._lock:
            self._noted[trouble] = now
            before = self._logged.get(trouble)
            is_news = self._is_logging and (before is None or now - before >= LOGGED_EVERY_S)
            if is_news:
                self._logged[trouble] = now
        if is_news:
            log.error("%s", unavailable.cause)
        return unavailable

    def is_recent(self, trouble: Trouble) -> bool:
        """True when that kind was met within the last minute."""
        with self._lock:
            noted = self._noted.get(trouble)
        return noted is not None and self._clock() - noted < RECENT_S
