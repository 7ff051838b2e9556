"""The sandbox's clock: real time plus an offset, or a frozen instant."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

MoveListener = Callable[[datetime], None]


class SandboxClock:
    """Slack's time inside the sandbox; every method may be called from any thread."""

    def __init__(self, at: datetime | None = None) -> None:
        """Runs with real time, or stands still at `at` (aware) when that is given."""
        self._lock = threading.Lock()
        self._offset = timedelta(0)
        self._frozen_at = at.astimezone(UTC) if at else None
        self._listeners: list[MoveListener] = []

    def now(self) -> datetime:
        """The sandbox's present instant, aware UTC."""
        with self._lock:
            return self._now()

    def _now(self) -> datetime:
        return self._frozen_at or datetime.now(UTC) + self._offset

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still."""
        return self._frozen_at is not None

    @property
    def offset_s(self) -> float:
        """Seconds by which this clock is ahead of real time."""
        with self._lock:
            return (self._now() - datetime.now(UTC)).total_seconds()

    def move_to(self, instant: datetime) -> None:
        """Jump to an aware instant; a frozen clock stays frozen there."""
        instant = instant.astimezone(UTC)
        with self._lock:
            if self._frozen_at is not None:
                self._frozen_at = instant
            else:
                self._offset = instant - datetime.now(UTC)
        self._tell()

    def advance(self, by: timedelta) -> None:
        """Jump by a duration; negative goes back."""
        with self._lock:
            if self._frozen_at is not None:
                self._frozen_at += by
            else:
                self._offset += by
        self._tell()

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still, at `at` or at the present instant."""
        with self._lock:
            self._frozen_at = at.astimezone(UTC) if at else self._now()
        self._tell()

    def run(self) -> None:
        """Let a frozen clock go on from where it stands."""
        with self._lock:
            if self._frozen_at is not None:
                self._offset = self._frozen_at - datetime.now(UTC)
                self._frozen_at = None
        self._tell()

    def reset(self) -> None:
        """Return to real time."""
        with self._lock:
            self._offset, self._frozen_at = timedelta(0), None
        self._tell()

    def on_move(self, listener: MoveListener) -> Callable[[], None]:
        """Call `listener(now)` after every jump, in the mover's thread; returns a function that
        stops it."""
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return stop

    def _tell(self) -> None:
        now = self.now()
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(now)
