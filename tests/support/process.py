"""A real bot process, at a local Slack, that can be killed at any moment.

A start imports everything, which takes seconds on a busy machine. So one process imports it once
and forks for each start: what is forked is a whole ``linchpin run`` with an environment of its own.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from sandbox import Sandbox

ROOT = Path(__file__).parents[2]

STARTS_WITHIN_S = 60.0

_LOOK_EVERY_S = 0.004


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def comes_true(condition: Callable[[], bool], timeout_s: float = STARTS_WITHIN_S) -> bool:
    """Whether something that another process does comes to be within ``timeout_s``."""
    until = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_EVERY_S)  # the other process offers nothing to wait on
    return True


def environment(box: Sandbox, database_url: str, port: int) -> dict[str, str]:
    """What a bot process needs to work at the local Slack, over the box's own transport."""
    is_socket = box.transport == "socket"
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
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
        self._order = {
            "environment": environment(box, database_url, port),
            "folder": str(folder),
            "log": str(folder / "bot.log"),
        }
        self._ready_url = f"http://127.0.0.1:{port}/readyz"
        self._log = folder / "bot.log"
        self._log.touch()
        self._pid: int | None = None

    def start(self, *arguments: str) -> None:
        """Begin to start; ``wait_until_ready`` waits for the end of that."""
        nursery = _nursery()
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        order = {**self._order, "arguments": arguments or ("run",)}
        nursery.stdin.write(json.dumps(order) + "\n")
        nursery.stdin.flush()
        self._pid = int(nursery.stdout.readline())

    def wait_until_ready(self) -> None:
        """Return when Slack reaches the bot."""
        ready = self._is_connected if self._box.transport == "socket" else self._is_listening
        assert comes_true(ready), self.log()

    def wait_for_end(self) -> None:
        """Return when a command that ends by itself has ended."""
        assert comes_true(lambda: not self._is_alive()), self.log()
        self._pid = None

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed or closed."""
        if self._pid is None:
            return
        if self._is_alive():
            os.kill(self._pid, signal.SIGKILL)
        self.wait_for_end()
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
            return httpx.get(self._ready_url, timeout=2.0).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def _is_alive(self) -> bool:
        assert self._pid is not None
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            return False
        return True


@cache
def _nursery() -> subprocess.Popen[str]:
    """The process that forks the bots of this test process, and ends with it."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.process"],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


@contextmanager
def bot_process(box: Sandbox, database_url: str, folder: Path, port: int) -> Iterator[BotProcess]:
    """A bot that is not started yet, and does not outlive the block."""
    one = BotProcess(box, database_url, folder, port)
    try:
        yield one
    finally:
        one.kill()


def nurse(be: Callable[[dict[str, Any]], int]) -> None:
    """Fork for each order on standard input and print the process id; ``be`` ends the new one."""
    # Nobody asks how they ended, so the kernel lets them go by itself.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _settle_in(order := json.loads(line))
            os._exit(be(order))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _settle_in(order: dict[str, Any]) -> None:
    """Take the environment, the folder and the log of the order for one's own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(0)


def _command_line() -> Callable[[dict[str, Any]], int]:
    import bot.operations
    import bot.run  # noqa: F401  # what every start needs, imported once
    from bot import cli

    return lambda order: cli.main(list(order["arguments"]))


if __name__ == "__main__":
    nurse(_command_line())
