"""Real processes of the program, forked from one that has imported all of it once.

Importing everything takes a second or two of a processor, and most of what tests ask of a process
takes far less. So each test process keeps a nursery: it imports once, and forks for each order.
What is forked has an environment, a folder, streams and an end of its own, as if started anew.
"""

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from services.similarity import embedding

ROOT = Path(__file__).parents[2]

ENDS_WITHIN_S = 60.0

_LOOK_EVERY_S = 0.004

_COMMAND_LINE = "bot.cli:main"

_IMPORTED_ONCE = (
    "alembic.command",
    "anyio._backends._asyncio",
    "bot.cli",
    "bot.commands.imports",
    "bot.commands.operations",
    "bot.run",
    "bot.sandbox_mode",
    "psycopg",
    "tests.bot.serve_small",
    "tests.support.replica_runner",
    "uvicorn.lifespan.off",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
)


def comes_true(condition: Callable[[], bool], timeout_s: float = ENDS_WITHIN_S) -> bool:
    """Whether something that another process does comes to be within ``timeout_s``."""
    until = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_EVERY_S)  # the other process offers nothing to wait on
    return True


@dataclass(frozen=True)
class Streams:
    """The files that stand for a process's streams, and the one that tells how it ended."""

    stdin: Path
    stdout: Path
    stderr: Path
    status: Path


@dataclass(frozen=True)
class Ended:
    """What a process that came to its end has said."""

    returncode: int
    stdout: str
    stderr: str


class Process:
    """A process that was born in the nursery."""

    def __init__(self, pid: int, streams: Streams) -> None:
        self.pid = pid
        self._streams = streams

    def returncode(self) -> int | None:
        """Its exit code, negative for the signal that ended it; None while it runs."""
        if not self._streams.status.exists():
            return None
        return int(self._streams.status.read_text())

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs."""
        if self.returncode() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed or closed."""
        self.send_signal(signal.SIGKILL)
        self.wait()

    def wait(self, timeout_s: float = ENDS_WITHIN_S) -> Ended:
        """What it said until its end, which has to come within ``timeout_s``."""
        assert comes_true(lambda: self.returncode() is not None, timeout_s), self.stderr()
        code = self.returncode()
        assert code is not None
        return Ended(code, self.stdout(), self.stderr())

    def write(self, text: str) -> None:
        """Say something to its standard input."""
        with self._streams.stdin.open("a") as stream:
            stream.write(text)

    def stdout(self) -> str:
        """What it wrote as its result so far."""
        return self._streams.stdout.read_text(errors="replace")

    def stderr(self) -> str:
        """What it said and logged so far."""
        return self._streams.stderr.read_text(errors="replace")

    def line(self, number: int = 0) -> str:
        """A line of its result, which may have to be waited for."""
        assert comes_true(lambda: self.stdout().count("\n") > number), self.stderr()
        return self.stdout().splitlines()[number]


def born(
    folder: Path,
    arguments: Sequence[object],
    environ: Mapping[str, str],
    *,
    call: str = _COMMAND_LINE,
    log: Path | None = None,
) -> Process:
    """A process that works in ``folder`` with no more environment than is said.

    It does ``call``, ``module:function`` with ``arguments``, whose answer is its exit code; by
    default it is the command line. ``log`` takes both of its streams, after what stands there.
    """
    streams = _streams(folder, log)
    order = {
        "call": call,
        "arguments": [list(arguments)] if call == _COMMAND_LINE else list(arguments),
        "environment": {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environ},
        "folder": str(folder),
        "streams": {name: str(path) for name, path in vars(streams).items()},
    }
    nursery = _nursery()
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(json.dumps(order) + "\n")
    nursery.stdin.flush()
    return Process(int(nursery.stdout.readline()), streams)


_numbers = count()


def _streams(folder: Path, log: Path | None) -> Streams:
    own = folder / f".process-{next(_numbers)}"
    own.mkdir()
    stdin, status = own / "stdin", own / "status"
    os.mkfifo(stdin)
    stdout, stderr = (own / "stdout", own / "stderr") if log is None else (log, log)
    stdout.touch()
    stderr.touch()
    return Streams(stdin, stdout, stderr, status)


@cache
def _nursery() -> subprocess.Popen[str]:
    """The process that forks for this test process, and ends with it."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.nursery"],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _nurse() -> None:
    """Fork for each order on standard input, and print the process id."""
    ends: dict[int, Path] = {}
    signal.signal(signal.SIGCHLD, lambda _number, _frame: _record_ends(ends))
    for line in sys.stdin:
        order = json.loads(line)
        # Who ends at once is recorded only when it is known where.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        pid = os.fork()
        if pid == 0:
            _settle_in(order)
            sys.exit(_function(order["call"])(*order["arguments"]))
        ends[pid] = Path(order["streams"]["status"])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _record_ends(ends: dict[int, Path]) -> None:
    while ends:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        path = ends.pop(pid)
        written = path.with_suffix(".part")
        if path.parent.exists():  # else the test, and its folder with it, are long gone
            written.write_text(str(os.waitstatus_to_exitcode(status)))
            written.rename(path)


def _settle_in(order: dict[str, Any]) -> None:
    """Take the environment, the folder and the streams of the order for one's own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    streams = order["streams"]
    writing = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    # Open for writing too, so that it waits for nobody who writes and never comes to an end.
    for number, name, how in (
        (0, "stdin", os.O_RDWR),
        (1, "stdout", writing),
        (2, "stderr", writing),
    ):
        opened = os.open(streams[name], how)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  # lives as long as the process


def _function(name: str) -> Callable[..., int]:
    module, _, function = name.partition(":")
    found: Callable[..., int] = getattr(importlib.import_module(module), function)
    return found


if __name__ == "__main__":
    for module in _IMPORTED_ONCE:
        importlib.import_module(module)
    embedding.embed(["read once, for all"])
    gc.freeze()  # what is imported stays shared with all who are forked
    _nurse()
