"""A real bot process, at a local Slack, that can be killed at any moment."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from sandbox import Sandbox
from tests.support.nursery import Process, born, comes_true


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def environment(box: Sandbox, database_url: str, port: int) -> dict[str, str]:
    """What a bot process needs to work at the local Slack, over the box's own transport."""
    is_socket = box.transport == "socket"
    return {
        "SLACK_BOT_TOKEN": box.bot_token,
        "SLACK_APP_TOKEN" if is_socket else "SLACK_SIGNING_SECRET": (
            box.app_token if is_socket else box.signing_secret
        ),
        "SLACK_API_URL": box.api_url,
        "DATABASE_URL": database_url.replace("postgresql+psycopg://", "postgresql://"),
        "PORT": str(port),
    }


class BotProcess:
    """``linchpin run`` in a process of its own; started and killed as often as a test likes.

    Over HTTP the process listens on ``port``, which the local Slack has to know.
    """

    def __init__(self, box: Sandbox, database_url: str, folder: Path, port: int) -> None:
        self._box = box
        self._environment = environment(box, database_url, port)
        self._folder = folder
        self._ready_url = f"http://127.0.0.1:{port}/readyz"
        self._log = folder / "bot.log"
        self._log.touch()
        self._process: Process | None = None

    def start(self, *arguments: str) -> None:
        """Begin to start; ``wait_until_ready`` waits for the end of that."""
        words = arguments or ("run",)
        self._process = born(self._folder, words, self._environment, log=self._log)

    def wait_until_ready(self) -> None:
        """Return when Slack reaches the bot."""
        ready = self._is_connected if self._box.transport == "socket" else self._is_listening
        assert comes_true(ready), self.log()

    def wait_for_end(self) -> None:
        """Return when a command that ends by itself has ended."""
        assert self._process is not None
        self._process.wait()
        self._process = None

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed or closed."""
        if self._process is None:
            return
        self._process.kill()
        self._process = None
        if self._box.transport == "socket":
            assert comes_true(lambda: self._box.connected == 0)

    def log(self) -> str:
        """What the processes wrote so far."""
        return self._log.read_text(errors="replace")

    def _is_connected(self) -> bool:
        assert self._is_alive(), self.log()
        return self._box.connected > 0

    def _is_listening(self) -> bool:
        assert self._is_alive(), self.log()
        try:
            return (
                httpx.get(self._ready_url, timeout=2.0, verify=False).status_code == httpx.codes.OK
            )
        except httpx.HTTPError:
            return False

    def _is_alive(self) -> bool:
        assert self._process is not None
        return self._process.returncode() is None


@contextmanager
def bot_process(box: Sandbox, database_url: str, folder: Path, port: int) -> Iterator[BotProcess]:
    """A bot that is not started yet, and does not outlive the block."""
    one = BotProcess(box, database_url, folder, port)
    try:
        yield one
    finally:
        one.kill()
