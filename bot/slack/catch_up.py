"""What was not heard in a rush is read anew once the rush is over."""

import logging
import threading
import time
from collections.abc import Callable

from domain.core.errors import UserError

log = logging.getLogger("linchpin.missed")

QUIET_S = 60.0
"""So long after the last event that was refused: Slack sends events again at once, after a minute
and after five, and most of them come through by then."""


class Missed:
    """Runs ``catch_up`` once, in a thread of its own, when for ``quiet_s`` nothing was missed."""

    def __init__(self, catch_up: Callable[[], None], quiet_s: float = QUIET_S) -> None:
        self._catch_up = catch_up
        self._quiet_s = quiet_s
        self._lock = threading.Lock()
        self._last = 0.0
        self._is_waiting = False

    def note(self) -> None:
        """Something was not heard just now."""
        with self._lock:
            self._last = time.monotonic()
            if not self._is_waiting:
                self._is_waiting = True
                threading.Thread(target=self._wait, name="missed", daemon=True).start()

    def _wait(self) -> None:
        while (left_s := self._left_s()) > 0:
            time.sleep(left_s)
        try:
            self._catch_up()
        except UserError as refused:
            log.warning("What was missed could not be read: %s", refused.message)

    def _left_s(self) -> float:
        """The seconds to wait yet; with none left whoever misses something waits anew."""
        with self._lock:
            left_s = self._last + self._quiet_s - time.monotonic()
            self._is_waiting = left_s > 0
            return left_s
