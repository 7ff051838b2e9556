"""A real bot process, at a local Slack, that can be killed at any moment."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from sandbox import Sandbox

ROOT = Path(__file__).parents[2]

STARTS_WITHIN_S = 60.0
"""A start imports everything, which a busy machine does slowly."""

_LOOK_EVERY_S = 0.005


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def comes_true(condition: Callable[[], bool], timeout_s: float = STARTS_WITHIN_S) -> bool:
    """Whether something another process does comes to be within ``timeout_s``."""
    until = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_EVERY_S)  # the other process offers nothing to wait on
    return True


def environment(box: Sandbox, database_url: str, port: int) -> dict[str, str]:
    """What a bot process needs to work at the local Slack, over the box's own transport."""
    kind = "SLACK_APP_TOKEN" if box.transport == "socket" else "SLACK_SIGNING_SECRET"
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": box.bot_token,
        kind: box.app_token if box.transport == "socket" else box.signing_secret,
        "SLACK_API_URL": box.api_url,
        "DATABASE_URL": database_url.replace("postgresql+psycopg://", "postgresql://"),
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }


class BotProcess:
    """``linchpin run`` in a process of its own; started and killed as often as a test likes.

    Over HTTP the process listens on ``port``, which the local Slack has to know.
    """

    def __init__(self, box: Sandbox, database_url: str, folder: Path, port: int) -> None:
        self._box = box
        self._folder = folder
        self._environment = environment(box, database_url, port)
        self._ready_url = f"http://127.0.0.1:{port}/readyz"
        self._process: subprocess.Popen[bytes] | None = None
        self.log_path = folder / "bot.log"

    def start(self, *arguments: str) -> None:
        """Begin to start; ``wait_until_ready`` waits for the end of that."""
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", *(arguments or ("run",))],
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self) -> None:
        """Return when Slack reaches the bot."""
        ready = self._is_connected if self._box.transport == "socket" else self._is_listening
        assert comes_true(ready), self.log()

    def wait_for_end(self, timeout_s: float = STARTS_WITHIN_S) -> int:
        """The exit code of a process that ends by itself."""
        assert self._process is not None
        return self._process.wait(timeout_s)

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed or closed."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = None
        if self._box.transport == "socket":
            assert comes_true(lambda: self._box.connected == 0)

    def log(self) -> str:
        """What the processes wrote so far."""
        return self.log_path.read_text(errors="replace")

    def _is_connected(self) -> bool:
        self._check_alive()
        return self._box.connected > 0

    def _is_listening(self) -> bool:
        self._check_alive()
        try:
            return httpx.get(self._ready_url, timeout=2.0).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def _check_alive(self) -> None:
        assert self._process is not None
        assert self._process.poll() is None, self.log()


@contextmanager
def bot_process(
    box: Sandbox, database_url: str, folder: Path, port: int
) -> Iterator[BotProcess]:
    """A bot that is not started yet, and does not outlive the block."""
    one = BotProcess(box, database_url, folder, port)
    try:
        yield one
    finally:
        one.kill()
