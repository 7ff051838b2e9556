"""The processes of several replicas: started together, watched, and killed."""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot import manifest
from sandbox import Sandbox
from tests.support.nursery import Process, born
from tests.support.process import environment

SECRET_KEY = "replicas-share-one-sealing-secret"

_RUN = "tests.support.replica_runner:run"

LOOKS_EVERY_S = 0.05


def wait_until(condition: Callable[[], bool], timeout_s: float = 60.0) -> float:
    """The seconds until something that other processes do comes to be; TimeoutError if not."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > timeout_s:
            raise TimeoutError(f"it did not come to be within {timeout_s:.0f} s")
        time.sleep(LOOKS_EVERY_S)  # the other processes offer nothing to wait on
    return time.monotonic() - began


@dataclass
class Replica:
    """One process of the bot."""

    process: Process
    port: int

    @property
    def events_url(self) -> str:
        """Where Slack delivers to this process."""
        return f"http://127.0.0.1:{self.port}{manifest.EVENTS_PATH}"

    def log(self) -> str:
        """What the process wrote so far."""
        return self.process.stderr()

    def is_ready(self) -> bool:
        """Whether it takes requests, with its clock and dispatcher at work."""
        assert self.is_alive(), self.log()
        return self._get("/readyz").status_code == httpx.codes.OK

    def sent(self) -> int:
        """How many tasks it did at Slack."""
        for line in self._get("/metrics").text.splitlines():
            if line.startswith('linchpin_outbox_errands_total{outcome="sent"}'):
                return int(float(line.split()[-1]))
        return 0

    def strike(self) -> None:
        """Let its clock come to a minute at which digests are due."""
        self.process.send_signal(signal.SIGUSR1)

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process.returncode() is None

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed or closed."""
        self.process.kill()

    def _get(self, path: str) -> httpx.Response:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=5.0, verify=False)
        except httpx.HTTPError:
            return httpx.Response(503)


@contextmanager
def started(
    box: Sandbox,
    url: str,
    folder: Path,
    ports: Sequence[int],
    ahead_s: Sequence[float],
    lease_s: float,
) -> Iterator[list[Replica]]:
    """A process for each port, by a clock that is ahead by so many seconds; killed at the end."""
    replicas: list[Replica] = []
    try:
        for port, seconds in zip(ports, ahead_s, strict=True):
            given = {**environment(box, url, port), "LINCHPIN_SECRET_KEY": SECRET_KEY}
            process = born(folder, [seconds, lease_s], given, call=_RUN)
            replicas.append(Replica(process, port))
        yield replicas
    finally:
        for one in replicas:
            one.kill()
