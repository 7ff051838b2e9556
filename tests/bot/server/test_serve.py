import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from bot.server.serve import listen
from domain.core.errors import Unavailable
from tests.bot.scripted_slack import ScriptedSlack
from tests.bot.server.test_web import FORM, signed
from tests.support.nursery import Process, born
from tests.support.process import free_port


@contextmanager
def process(
    database: Path, *, port: int = 0, api_url: str = "", app_token: str = "", **more: str
) -> Iterator[Process]:
    """A process that serves a small bot by these settings; it is ended at last."""
    arguments = [f"sqlite:///{database}", port, api_url, app_token, more]
    one = born(database.parent, arguments, {}, call="tests.bot.serve_small:main")
    try:
        yield one
    finally:
        one.kill()


@pytest.fixture
def stored(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A database for the small bot."""
    path = tmp_path / "small.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    return path


def test_sigterm_lets_the_running_request_end_and_exits_0_within_ten_seconds(
    stored: Path,
) -> None:
    body = "command=%2Fslow&text=&team_id=T1&user_id=U1"
    answers: list[httpx.Response] = []

    def ask(address: str) -> None:
        headers = signed(body, FORM)
        answers.append(
            httpx.post(f"{address}/slack/events", content=body, headers=headers, verify=False)
        )

    with process(stored) as one:
        address = one.line()
        asking = threading.Thread(target=ask, args=[address])
        asking.start()
        assert one.line(1) == "begun"
        began = time.monotonic()
        one.send_signal(signal.SIGTERM)
        one.write("go on\n")
        done = one.wait(10)
        asking.join(10)
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - began < 10
    assert (answers[0].status_code, answers[0].text) == (200, "done")
    assert "Stopped" in done.stderr


def test_a_listener_that_hangs_does_not_hold_up_the_stop(stored: Path) -> None:
    body = "command=%2Fslow&text=&team_id=T1&user_id=U1"

    answers: list[int] = []

    def ask(address: str) -> None:
        headers = signed(body, FORM)
        with suppress(httpx.HTTPError):
            answers.append(
                httpx.post(
                    f"{address}/slack/events",
                    content=body,
                    headers=headers,
                    timeout=20,
                    verify=False,
                ).status_code
            )

    with process(stored) as one:
        address = one.line()
        asking = threading.Thread(target=ask, args=[address])
        asking.start()
        assert one.line(1) == "begun"
        one.send_signal(signal.SIGTERM)
        assert one.wait(10).returncode == 0
        asking.join(10)
    assert 200 not in answers


def test_a_taken_port_is_one_sentence_and_exit_1(stored: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with process(stored, port=port) as one:
            done = one.wait(20)
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_of_another_machine_is_refused_by_name() -> None:
    with pytest.raises(Unavailable, match=r"HOST n+ is no address"):
        listen("n" * 64, 0)
    with pytest.raises(Unavailable, match=r"Cannot listen on 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


def test_in_socket_mode_the_probes_are_served_and_sigterm_exits_0(
    stored: Path, slack: ScriptedSlack
) -> None:
    with process(stored, api_url=slack.api_url, app_token="xapp-1") as one:
        address = one.line()
        slack.connection()
        assert httpx.get(f"{address}/healthz", verify=False).status_code == 200
        assert httpx.post(f"{address}/slack/events", verify=False).status_code == 404
        one.send_signal(signal.SIGTERM)
        done = one.wait(10)
    assert done.returncode == 0, done.stderr
    assert "s3cret" not in done.stderr


def test_socket_mode_turned_off_ends_the_process_with_1(stored: Path, slack: ScriptedSlack) -> None:
    with process(stored, api_url=slack.api_url, app_token="xapp-1") as one:
        slack.connection().send({"type": "disconnect", "reason": "link_disabled"})
        done = one.wait(10)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("or run with SLACK_SIGNING_SECRET in HTTP mode.")


def test_what_operates_it_is_answered_at_an_address_of_its_own(stored: Path) -> None:
    ops = free_port()
    with process(stored, HOST="0.0.0.0", OPS_PORT=str(ops)) as one:
        port = one.line().rpartition(":")[2]
        public, inside = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{ops}"
        for path in ("/readyz", "/metrics"):
            assert httpx.get(public + path, verify=False).status_code == 404
            assert httpx.get(inside + path, verify=False).status_code == 200
        assert httpx.get(public + "/healthz", verify=False).status_code == 200
        assert httpx.get(inside + "/healthz", verify=False).status_code == 200
        assert httpx.post(inside + "/slack/events", verify=False).status_code == 404
        one.send_signal(signal.SIGTERM)
        done = one.wait(10)
    assert done.returncode == 0, done.stderr


def test_an_open_address_alone_answers_nothing_for_operators(stored: Path) -> None:
    with process(stored, HOST="0.0.0.0") as one:
        public = "http://127.0.0.1:" + one.line().rpartition(":")[2]
        assert [
            httpx.get(public + path, verify=False).status_code
            for path in ("/healthz", "/readyz", "/metrics")
        ] == [200, 404, 404]
        assert "OPS_PORT and OPS_HOST say where" in one.stderr()


def test_a_taken_address_for_operators_is_named_by_its_settings(stored: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with process(stored, OPS_PORT=str(port)) as one:
            done = one.wait(20)
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Set OPS_PORT or OPS_HOST" in done.stderr
