"""The installed command line with the whole bot, against the local Slack."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot import manifest
from sandbox import Sandbox
from tests.bot.test_cli import linchpin
from tests.support.nursery import Process, born, comes_true
from tests.support.process import environment, free_port


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A local Slack that the process connects to."""
    with Sandbox(manifest.load()) as one:
        yield one


def environ(box: Sandbox, folder: Path) -> dict[str, str]:
    """Settings for a process at the local Slack."""
    return environment(box, f"sqlite:///{folder / 'linchpin.db'}", free_port())


@contextmanager
def started(folder: Path, settings: dict[str, str], *arguments: str) -> Iterator[Process]:
    """A running command; it is ended at last."""
    process = born(folder, arguments, settings)
    try:
        yield process
    finally:
        process.kill()


def _answers(process: Process, url: str) -> bool:
    assert process.returncode() is None, process.stderr()
    try:
        return httpx.get(url, verify=False).status_code == 200
    except httpx.HTTPError:
        return False


def test_run_connects_is_ready_answers_and_ends_with_0(tmp_path: Path, box: Sandbox) -> None:
    settings = environ(box, tmp_path)
    with started(tmp_path, settings) as process:
        assert comes_true(lambda: _answers(process, f"http://127.0.0.1:{settings['PORT']}/readyz"))
        reply = box.person("priya").command("#support", "/feedback", "too slow")
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        done = process.wait(10)
    assert reply.ok
    assert (done.returncode, done.stdout) == (0, "")
    assert "Traceback" not in done.stderr
    for secret in (box.bot_token, box.app_token, "ticket=" + "0"):
        assert secret not in done.stderr


def test_a_refused_bot_token_is_one_sentence_and_1(tmp_path: Path, box: Sandbox) -> None:
    settings = {**environ(box, tmp_path), "SLACK_BOT_TOKEN": "xoxb-0-wrong"}
    done = linchpin(tmp_path, "run", environ=settings)
    assert done.returncode == 1
    assert "SLACK_BOT_TOKEN (invalid_auth)" in done.stderr
    assert "Traceback" not in done.stderr
    assert "xoxb-0-wrong" not in done.stderr


def test_an_unwritable_database_is_one_sentence_and_1(tmp_path: Path, box: Sandbox) -> None:
    absent = f"sqlite:///{tmp_path / 'absent' / 'linchpin.db'}"
    done = linchpin(tmp_path, "run", environ={**environ(box, tmp_path), "DATABASE_URL": absent})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "database" in done.stderr


def test_an_unreachable_postgresql_is_one_sentence_and_1(tmp_path: Path, box: Sandbox) -> None:
    nowhere = f"postgresql://u:pass-word@127.0.0.1:{free_port()}/linchpin"
    done = linchpin(tmp_path, "run", environ={**environ(box, tmp_path), "DATABASE_URL": nowhere})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "pass-word" not in done.stderr


def test_a_taken_port_is_one_sentence_and_1_for_run_and_for_the_sandbox(
    tmp_path: Path, box: Sandbox
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = linchpin(tmp_path, "run", environ={**environ(box, tmp_path), "PORT": port})
        sandbox = linchpin(tmp_path, "sandbox", "--no-story", "--port", port)
    for done in (run, sandbox):
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert port in done.stderr


def test_without_tokens_the_sandbox_runs_and_says_so(tmp_path: Path) -> None:
    port = str(free_port())
    with started(tmp_path, {"PORT": port}) as process:
        assert comes_true(lambda: _answers(process, f"http://127.0.0.1:{port}/"))
        assert comes_true(lambda: "ready" in process.stderr())
        process.send_signal(signal.SIGTERM)  # in the middle of the story
        process.send_signal(signal.SIGTERM)
        done = process.wait(10)
    assert (done.returncode, done.stdout) == (0, "")
    assert "No Slack tokens are set, so this is the sandbox" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "linchpin.db").exists()


def test_export_to_a_folder_that_is_not_there_is_one_sentence_and_1(tmp_path: Path) -> None:
    done = linchpin(tmp_path, "export", "--out", str(tmp_path / "absent" / "all.json"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_migrate_makes_the_database_and_says_so_on_stderr(tmp_path: Path) -> None:
    done = linchpin(tmp_path, "migrate")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "linchpin.db").exists()
