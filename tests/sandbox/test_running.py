"""Starting, stopping, waiting, and what is kept."""

import socket
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from sandbox import Hooks, Sandbox, SandboxClock
from tests.sandbox.app import SocketApp
from tests.sandbox.conftest import manifest_with
from tests.sandbox.slack import Slack


def test_nothing_stays_behind_after_a_stop() -> None:
    before = set(threading.enumerate())
    box = Sandbox(manifest_with())
    box.start()
    app = SocketApp(box)
    with Slack(box.api_url, box.bot_token) as slack:
        slack.say("C0SUPPORT")
    box.stop()
    box.stop()
    app.close()
    assert set(threading.enumerate()) <= before


def test_a_taken_port_is_an_error_of_the_system(box: Sandbox) -> None:
    port = int(box.url.rpartition(":")[2])
    other = Sandbox(manifest_with())
    with pytest.raises(OSError, match="in use"):
        other.start(port=port)


def test_a_stopped_sandbox_starts_again_with_what_it_held() -> None:
    box = Sandbox(manifest_with())
    for words in ("before", "after"):
        with box, Slack(box.api_url, box.bot_token) as slack:
            slack.say("C0SUPPORT", words)
    assert [m["text"] for m in box.messages("#support")] == ["before", "after"]


def test_two_runs_give_the_same_ids(clock: SandboxClock) -> None:
    def run() -> list[object]:
        box = Sandbox(manifest_with(), clock=clock)
        ts = box.person("sam").say("#support", "hello")
        return [box.bot_token, box.app_token, ts, box.create_channel("new")]

    assert run() == run()


def test_settling_waits_for_the_app_and_for_what_it_does_meanwhile(box: Sandbox) -> None:
    client = Slack(box.api_url, box.bot_token)

    def answer(envelope: dict[str, object]) -> None:
        event = envelope["payload"]["event"]  # type: ignore[index]
        if event.get("text") == "hello":
            client.say("C0SUPPORT", "hello yourself")

    app = SocketApp(box, answer)
    box.person("sam").say("#support", "hello")
    box.settle()
    assert len(app.events("message")) == 2
    app.close()
    client.http.close()


def test_settling_lets_the_bot_do_its_due_work(open_box: Callable[..., Sandbox]) -> None:
    rounds: list[str] = []

    def drain() -> None:
        rounds.append("drained")
        if len(rounds) < 3:
            box.rename("C0SUPPORT", f"help-{len(rounds)}")

    box = open_box(hooks=Hooks(drain=drain))
    app = SocketApp(box)
    box.settle()
    assert len(rounds) == 3 and len(app.events("channel_rename")) == 2
    app.close()


def test_settling_gives_up_after_its_time(open_box: Callable[..., Sandbox]) -> None:
    box = open_box(settings={"ack_deadline_s": 5.0})
    held = threading.Event()
    app = SocketApp(box, lambda _e: held.wait(5))
    box.rename("#support", "help")
    with pytest.raises(TimeoutError, match="1 events"):
        box.settle(timeout_s=0.05)
    held.set()
    box.settle()
    app.close()


def test_the_program_around_hears_of_a_moved_clock(
    open_box: Callable[..., Sandbox], clock: SandboxClock
) -> None:
    heard: list[str] = []
    box = open_box(hooks=Hooks(clock_moved=lambda: heard.append("moved")))
    clock.advance(timedelta(days=1))
    assert heard == ["moved"]
    box.stop()
    clock.advance(timedelta(days=1))
    assert heard == ["moved"]


def test_calls_are_recorded_with_arguments_and_answers(box: Sandbox, slack: Slack) -> None:
    slack.say("C0SUPPORT", "hello")
    slack.form("users.info", user="U0SAM")
    call = box.calls("chat.postMessage")[0]
    assert call["args"] == {"channel": "C0SUPPORT", "text": "hello"}
    assert call["token"] == box.bot_token and call["answer"]["ok"]
    assert [c["method"] for c in box.calls()] == ["chat.postMessage", "users.info"]
    assert call["duration_ms"] < 50


def test_a_call_from_inside_a_delivery_cannot_lock_up(box: Sandbox) -> None:
    client = Slack(box.api_url, box.bot_token)
    app = SocketApp(box, lambda _e: client.post("auth.test") and None)
    people = [box.person(n) for n in ("sam", "priya", "emil")]
    threads = [
        threading.Thread(target=lambda p=p: [p.global_shortcut("new") for _ in range(10)])
        for p in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(app.envelopes) == 30
    app.close()
    client.http.close()


def test_a_port_of_ones_own_choice() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Sandbox(manifest_with())
    box.start(port=port)
    assert box.url == f"http://127.0.0.1:{port}" and box.api_url.endswith("/api/")
    box.stop()
