"""Two thousand clients that never finish, and the bot beside them."""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from tests.bot.server.test_serve import process, stored
from tests.bot.server.test_web import FORM, signed
from tests.support.nursery import born

__all__ = ["stored"]

CLIENTS = 2000
ANSWERED_WITHIN_S = 1.0
MOST_GROWTH_BYTES = 100 * 1000 * 1000
HELD_S = 12.0
REASONS = {"bytes", "head"}
"""How many connections are open at once depends on how fast the machine takes them."""


def seconds_for(ask: httpx.Client) -> float:
    """How long a signed command took over a connection of its own, and that it was answered."""
    body = "command=%2Ffeedback&text=too+slow&team_id=T1&user_id=U1"
    began = time.monotonic()
    headers = signed(body, FORM) | {"connection": "close"}
    answer = ask.post("/slack/events", content=body, headers=headers)
    took = time.monotonic() - began
    assert (answer.status_code, answer.text) == (200, "Saved: too slow")
    return took


@contextmanager
def slow_clients(folder: Path, port: int) -> Iterator[None]:
    """Clients in a process of their own, each of which reached the server."""
    clients = born(folder, [port, CLIENTS], {}, call="tests.bot.server.slow_clients:main")
    try:
        assert clients.line() == "all"
        yield
    finally:
        clients.send_signal(signal.SIGTERM)
        clients.wait()


def test_commands_are_answered_beside_two_thousand_clients_that_never_finish(
    stored: Path,
) -> None:
    with process(stored) as one:
        address = one.line()
        with httpx.Client(base_url=address, verify=False, trust_env=False) as ask:
            seconds_for(ask)
            memory = psutil.Process(one.pid).memory_info
            before, most, took = memory().rss, 0, []
            with slow_clients(stored.parent, int(address.rpartition(":")[2])):
                until = time.monotonic() + HELD_S
                while time.monotonic() < until:
                    took.append(seconds_for(ask))
                    assert ask.get("/healthz").status_code == 200
                    most = max(most, memory().rss)
            counted = ask.get("/metrics").text
        one.send_signal(signal.SIGTERM)
        done = one.wait(10)
    assert max(took) < ANSWERED_WITHIN_S, sorted(took)[-5:]
    assert most - before < MOST_GROWTH_BYTES, (most - before) / 1e6
    assert set(re.findall(r'linchpin_edge_refused_total{reason="(\w+)"}', counted)) >= REASONS
    assert done.returncode == 0
    assert len(done.stderr) < 10_000, "the log of a flood is short"
