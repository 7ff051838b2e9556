import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import httpx
import pytest

from bot.serve import listen
from domain.errors import Unavailable
from tests.bot.scripted_slack import ScriptedSlack
from tests.bot.test_web import FORM, signed

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def process(
    tmp_path: Path, *, port: int = 0, api_url: str = "", app_token: str = ""
) -> Iterator[subprocess.Popen[str]]:
    """A process that serves a small bot; it is ended at last."""
    url = f"sqlite:///{tmp_path / 'small.db'}"
    one = subprocess.Popen(
        [sys.executable, "-m", "tests.bot.serve_small", url, str(port), api_url, app_token],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield one
    finally:
        one.kill()
        one.communicate()


def line_of(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def test_sigterm_lets_the_running_request_end_and_exits_0_within_ten_seconds(
    tmp_path: Path,
) -> None:
    body = "command=%2Fslow&text=&team_id=T1"
    answers: list[httpx.Response] = []

    def ask(address: str) -> None:
        headers = signed(body, FORM)
        answers.append(httpx.post(f"{address}/slack/events", content=body, headers=headers))

    with process(tmp_path) as one:
        address = line_of(one.stdout)
        asking = threading.Thread(target=ask, args=[address])
        asking.start()
        assert line_of(one.stdout) == "begun"
        began = time.monotonic()
        one.send_signal(signal.SIGTERM)
        _, log = one.communicate("go on\n", timeout=10)
        asking.join(10)
        assert one.returncode == 0, log
        assert time.monotonic() - began < 10
    assert (answers[0].status_code, answers[0].text) == (200, "done")
    assert "Stopped" in log


def test_a_listener_that_hangs_does_not_hold_up_the_stop(tmp_path: Path) -> None:
    body = "command=%2Fslow&text=&team_id=T1"

    answers: list[int] = []

    def ask(address: str) -> None:
        headers = signed(body, FORM)
        with suppress(httpx.HTTPError):
            answers.append(
                httpx.post(
                    f"{address}/slack/events", content=body, headers=headers, timeout=20
                ).status_code
            )

    with process(tmp_path) as one:
        address = line_of(one.stdout)
        asking = threading.Thread(target=ask, args=[address])
        asking.start()
        assert line_of(one.stdout) == "begun"
        one.send_signal(signal.SIGTERM)
        assert one.wait(timeout=10) == 0
        asking.join(10)
    assert 200 not in answers


def test_a_taken_port_is_one_sentence_and_exit_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with process(tmp_path, port=port) as one:
            _, log = one.communicate(timeout=20)
    assert one.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in log
    assert "Traceback" not in log


def test_an_address_of_another_machine_is_refused_by_name() -> None:
    with pytest.raises(Unavailable, match=r"HOST n+ is no address"):
        listen("n" * 64, 0)
    with pytest.raises(Unavailable, match=r"Cannot listen on 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


def test_in_socket_mode_the_probes_are_served_and_sigterm_exits_0(
    tmp_path: Path, slack: ScriptedSlack
) -> None:
    with process(tmp_path, api_url=slack.api_url, app_token="xapp-1") as one:
        address = line_of(one.stdout)
        slack.connection()
        assert httpx.get(f"{address}/healthz").status_code == 200
        assert httpx.post(f"{address}/slack/events").status_code == 404
        one.send_signal(signal.SIGTERM)
        _, log = one.communicate(timeout=10)
    assert one.returncode == 0, log
    assert "s3cret" not in log


def test_socket_mode_turned_off_ends_the_process_with_1(
    tmp_path: Path, slack: ScriptedSlack
) -> None:
    with process(tmp_path, api_url=slack.api_url, app_token="xapp-1") as one:
        slack.connection().send({"type": "disconnect", "reason": "link_disabled"})
        _, log = one.communicate(timeout=10)
    assert one.returncode == 1
    assert log.strip().endswith("or run with SLACK_SIGNING_SECRET in HTTP mode.")
