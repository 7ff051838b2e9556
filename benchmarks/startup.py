"""How long a start takes and how much memory stays resident when nothing happens.

    python -m benchmarks.startup [REPEATS]     (default 3)

Measures `linchpin sandbox` until it says that it is ready, and until the seeded story is told;
`linchpin run` in Socket Mode, against a local Slack in this process, until it is connected; and as
the reference a Python that imports Bolt and SQLModel and does nothing.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from bot import manifest
from sandbox import Sandbox

ROOT = Path(__file__).parents[1]
GIVES_UP_AFTER_S = 120.0
SETTLES_S = 5.0
"""Memory is read when the process has had nothing to do for this long."""

REFERENCE = "import slack_bolt, sqlmodel, sys; print('ready', file=sys.stderr, flush=True); input()"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def resident_mb(process: subprocess.Popen[str]) -> float:
    """Resident memory of a process with its children, in MB (10^6 bytes)."""
    found = psutil.Process(process.pid)
    every = [found, *found.children(recursive=True)]
    return sum(one.memory_info().rss for one in every) / 1e6


def wait_until(condition: Callable[[], bool]) -> None:
    """Return when a condition holds; TimeoutError after two minutes."""
    until = time.monotonic() + GIVES_UP_AFTER_S
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.005)


def started(folder: Path, arguments: list[str], **settings: str) -> subprocess.Popen[str]:
    """A process with nothing but these settings in its environment."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(process: subprocess.Popen[str]) -> None:
    """End a process and everything it holds."""
    process.kill()
    process.communicate()


def said(process: subprocess.Popen[str], word: str) -> None:
    """Read what a process says until a word comes; RuntimeError when it ends before."""
    assert process.stderr is not None
    for line in process.stderr:
        if word in line:
            return
    raise RuntimeError(f"it ended without saying {word!r}")


def reference(folder: Path) -> tuple[float, float]:
    """Seconds and MB of a Python with Bolt and SQLModel imported."""
    began = time.perf_counter()
    process = started(folder, ["-c", REFERENCE])
    try:
        said(process, "ready")
        return time.perf_counter() - began, resident_mb(process)
    finally:
        ended(process)


def sandbox(folder: Path) -> tuple[float, float, float]:
    """Seconds until ready, seconds until the story is told, MB afterwards."""
    port = free_port()
    began = time.perf_counter()
    process = started(folder, ["-m", "bot.cli", "sandbox", "--port", str(port)])
    try:
        said(process, "ready")
        ready_s = time.perf_counter() - began
        wait_until(lambda: is_told(f"http://127.0.0.1:{port}"))
        told_s = time.perf_counter() - began
        time.sleep(SETTLES_S)
        return ready_s, told_s, resident_mb(process)
    finally:
        ended(process)


def is_told(url: str) -> bool:
    """Whether the page is shown, instead of the curtain before it."""
    answer = httpx.get(url, timeout=10.0)
    return answer.status_code == httpx.codes.OK and "Setting the scene" not in answer.text


def bot(folder: Path) -> tuple[float, float]:
    """Seconds until connected over Socket Mode, and MB when idle."""
    with Sandbox(manifest.load()) as box:
        began = time.perf_counter()
        process = started(
            folder,
            ["-m", "bot.cli", "run"],
            SLACK_BOT_TOKEN=box.bot_token,
            SLACK_APP_TOKEN=box.app_token,
            SLACK_API_URL=box.api_url,
            DATABASE_URL=f"sqlite:///{folder / 'bench.db'}",
            PORT="0",
        )
        try:
            wait_until(lambda: box.connected > 0)
            connected_s = time.perf_counter() - began
            time.sleep(SETTLES_S)
            return connected_s, resident_mb(process)
        finally:
            ended(process)


def main(repeats: int) -> int:
    """Measure each ``repeats`` times and print the medians."""
    found: dict[str, list[tuple[float, ...]]] = {}
    for _ in range(repeats):
        for one in (reference, bot, sandbox):
            with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as folder:
                found.setdefault(one.__name__, []).append(one(Path(folder)))
    medians = {
        name: [round(statistics.median(column), 2) for column in zip(*rows, strict=True)]
        for name, rows in found.items()
    }
    print(f"medians of {repeats}, load {os.getloadavg()[0]:.1f}")
    print("reference  {:5.2f} s  {:4.0f} MB".format(*medians["reference"]))
    print("bot        {:5.2f} s  {:4.0f} MB".format(*medians["bot"]))
    print("sandbox    {:5.2f} s  (story told {:.2f} s)  {:4.0f} MB".format(*medians["sandbox"]))
    print(json.dumps(medians))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
