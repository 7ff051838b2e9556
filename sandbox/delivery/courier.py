"""Carries events in order, retries them, and waits for answers to what people do."""

import asyncio
import threading
from collections import deque
from collections.abc import Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any, Protocol

from sandbox.clock import SandboxClock
from sandbox.delivery.parcel import Attempt, Parcel
from sandbox.delivery.parking import Parking
from sandbox.faults import Fault, Faults
from sandbox.journal import Journal


class Transport(Protocol):
    """Socket Mode or HTTP."""

    async def attempt(self, parcel: Parcel) -> Attempt:
        """Deliver once."""


@dataclass(slots=True)
class Timing:
    """When an unacknowledged event comes again, in seconds of the sandbox's clock, and how many
    events may be under way at once (1: strictly in order)."""

    retry_after_s: tuple[float, ...] = (0, 60, 300)
    events_at_once: int = 1


class Courier:
    """Delivers parcels from any thread over a transport that lives in one event loop."""

    def __init__(
        self, clock: SandboxClock, faults: Faults, journal: Journal, timing: Timing
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._journal = journal
        self._timing = timing
        self._idle = threading.Condition()
        self._under_way = 0
        self._sent = 0
        self._held: deque[Parcel] = deque()
        self._parking = Parking(clock, self._dispatch)
        self._transport: Transport | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queue: asyncio.Queue[Parcel] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._asking: set[asyncio.Task[Any]] = set()

    @property
    def events_sent(self) -> int:
        """How many events were handed over for delivery so far."""
        return self._sent

    def open(self, transport: Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to deliver; called in the loop's thread."""
        self._transport, self._loop = transport, loop
        for _ in range(self._timing.events_at_once):
            self._spawn(self._pump())
        self._parking.open(loop)

    async def close(self) -> None:
        """Give up what is under way and stop."""
        self._parking.close()
        tasks = [*self._tasks, *self._asking]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with self._idle:
            self._loop = None
            self._under_way = 0
            self._idle.notify_all()

    def send_event(self, parcel: Parcel) -> None:
        """Put an event on its way; faults for events strike here."""
        fault = self._faults.for_event(parcel.name, parcel.team_id)
        kind = fault.kind if fault else ""
        with self._idle:
            self._sent += 1
        if kind == "lost":
            self._record(parcel, Attempt(False, reason="lost"), self._clock.now(), 0.0)
            return
        if kind == "out_of_order":
            self._held.append(parcel)
            return
        if kind == "delay" and fault is not None:
            self._parking.add(parcel, self._clock.now() + timedelta(seconds=fault.seconds))
            return
        parcel.ack_lost = kind == "ack_lost"
        self._dispatch(parcel)
        if kind == "duplicate":
            self._dispatch(replace(parcel))
        self._release_held()

    def _release_held(self) -> None:
        while self._held:
            self._dispatch(self._held.popleft())

    def _dispatch(self, parcel: Parcel) -> None:
        with self._idle:
            loop = self._loop
            if loop is None:
                return
            self._under_way += 1
            loop.call_soon_threadsafe(self._queue.put_nowait, parcel)

    def ask(self, parcel: Parcel) -> Attempt:
        """Deliver a command or interaction once and wait for the answer; never retried. Must not
        be called in the loop's own thread."""
        if self._loop is None:
            return Attempt(False, reason="connection_failed")
        future: Future[Attempt] = asyncio.run_coroutine_threadsafe(self._ask(parcel), self._loop)
        return future.result()

    async def _ask(self, parcel: Parcel) -> Attempt:
        task = asyncio.current_task()
        assert task is not None
        self._asking.add(task)
        try:
            return await self._answered(parcel)
        except asyncio.CancelledError:
            return Attempt(False, reason="connection_failed")
        finally:
            self._asking.discard(task)

    async def _answered(self, parcel: Parcel) -> Attempt:
        fault = self._faults.for_event(parcel.name, parcel.team_id)
        if fault is not None and fault.kind == "lost":
            lost = Attempt(False, reason="connection_failed")
            self._record(parcel, lost, self._clock.now(), 0.0)
            return lost
        answer = await self._attempt(parcel)
        return await self._after_ask(parcel, answer, fault)

    async def _after_ask(self, parcel: Parcel, answer: Attempt, fault: Fault | None) -> Attempt:
        if fault is not None and fault.kind == "duplicate":
            await self._attempt(replace(parcel))
        if fault is not None and fault.kind == "ack_lost":
            return Attempt(False, reason="http_timeout")
        return answer

    async def _pump(self) -> None:
        while True:
            parcel = await self._queue.get()
            await self._deliver(parcel)

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            attempt = await self._attempt(parcel)
            failed = not attempt.ok or parcel.ack_lost
            if failed and not attempt.no_retry:
                self._retry(parcel, attempt.reason or "http_timeout")
        finally:
            with self._idle:
                self._under_way = max(0, self._under_way - 1)
                self._idle.notify_all()

    def _retry(self, parcel: Parcel, reason: str) -> None:
        if parcel.attempt >= len(self._timing.retry_after_s):
            return
        wait_s = self._timing.retry_after_s[parcel.attempt]
        again = replace(parcel, attempt=parcel.attempt + 1, reason=reason, ack_lost=False)
        if wait_s <= 0:
            self._dispatch(again)
        else:
            self._parking.add(again, self._clock.now() + timedelta(seconds=wait_s))

    async def _attempt(self, parcel: Parcel) -> Attempt:
        assert self._transport is not None
        at, started = self._clock.now(), perf_counter()
        attempt = await self._transport.attempt(parcel)
        self._record(parcel, attempt, at, (perf_counter() - started) * 1000)
        return attempt

    def _record(self, parcel: Parcel, attempt: Attempt, at: datetime, took_ms: float) -> None:
        self._journal.delivery(
            {
                "kind": parcel.kind,
                "name": parcel.name,
                "team": parcel.team_id,
                "payload": parcel.payload,
                "attempt": parcel.attempt,
                "ok": attempt.ok,
                "status": attempt.status,
                "reason": attempt.reason,
                "answer": attempt.answer,
                "at": at.astimezone(UTC),
                "duration_ms": round(took_ms, 2),
            }
        )

    def settle(self, timeout_s: float) -> None:
        """Return when no event is under way; held-back ones are released first. Retries that
        wait for the clock do not count. TimeoutError after `timeout_s` of real time."""
        self._release_held()
        with self._idle:
            if not self._idle.wait_for(lambda: self._under_way == 0, timeout_s):
                raise TimeoutError(f"{self._under_way} events are still under way")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
