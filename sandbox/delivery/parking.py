"""Deliveries that wait for a moment on the sandbox's clock."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime

from sandbox.clock import SandboxClock
from sandbox.delivery.parcel import Parcel

LONGEST_NAP_S = 3600.0


class Parking:
    """Holds parcels until they are due. A jump of the clock releases due parcels in the mover's
    own thread, so that whoever moved it can wait for them at once."""

    def __init__(self, clock: SandboxClock, release: Callable[[Parcel], None]) -> None:
        self._clock = clock
        self._release = release
        self._lock = threading.Lock()
        self._waiting: list[tuple[datetime, Parcel]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._unsubscribe: Callable[[], None] = lambda: None

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to watch the clock."""
        self._loop = loop
        self._unsubscribe = self._clock.on_move(self._moved)

    def close(self) -> None:
        """Stop watching and forget what waits; called in the loop's thread."""
        self._unsubscribe()
        if self._alarm is not None:
            self._alarm.cancel()
        with self._lock:
            self._loop = None
            self._waiting.clear()

    def add(self, parcel: Parcel, due: datetime) -> None:
        """Keep a parcel until `due`."""
        with self._lock:
            self._waiting.append((due, parcel))
        self._reset_alarm()

    def _moved(self, now: datetime) -> None:
        with self._lock:
            due = [row for row in self._waiting if row[0] <= now]
            self._waiting = [row for row in self._waiting if row[0] > now]
        for _, parcel in sorted(due, key=lambda row: row[0]):
            self._release(parcel)
        self._reset_alarm()

    def _reset_alarm(self) -> None:
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._set_alarm)

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        with self._lock:
            loop, first = self._loop, min((due for due, _ in self._waiting), default=None)
        if loop is None or first is None or self._clock.frozen:
            return
        wait_s = (first - self._clock.now()).total_seconds()
        self._alarm = loop.call_later(min(max(wait_s, 0.0), LONGEST_NAP_S), self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self._moved(self._clock.now())
