import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from starlette.responses import JSONResponse
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

from bot.server.metrics import Metrics
from bot.slack.dispatch import Intake
from bot.slack.socket import SocketRunner
from bot.slack.socket_link import Link, Timings
from tests.bot.scripted_slack import WAIT_S, ScriptedSlack, mute_peer
from tests.bot.small_bot import SmallBot

QUICK = Timings(
    ping_every_s=0.05,
    stale_after_s=0.3,
    greeting_within_s=2.0,
    first_wait_s=0.02,
    longest_wait_s=0.1,
    steady_after_s=0.1,
    lost_after_s=1.0,
    tick_s=0.01,
)
PATIENT = replace(QUICK, stale_after_s=20.0, lost_after_s=60.0)


@contextmanager
def running(
    bot: SmallBot, slack: ScriptedSlack, timings: Timings = PATIENT
) -> Iterator[SocketRunner]:
    settings = replace(bot.settings, app_token="xapp-1-right", slack_api_url=slack.api_url)
    runner = SocketRunner(settings, Intake(bot.bolt, Metrics()), timings=timings)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop(2.0)


def soon(condition: Callable[[], bool], within_s: float = WAIT_S) -> bool:
    """Whether ``condition`` becomes true within the longest wait."""
    pause, end = threading.Event(), time.monotonic() + within_s
    while not condition() and time.monotonic() < end:
        pause.wait(0.01)
    return condition()


def envelope(body: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"envelope_id": "E1", "type": "slash_commands", "payload": body, **more}


COMMAND = {"command": "/feedback", "text": "too slow", "team_id": "T1", "user_id": "U1"}
REACTION = {
    "type": "event_callback",
    "team_id": "T1",
    "event": {
        "type": "reaction_added",
        "user": "U1",
        "reaction": "+1",
        "item": {"type": "message", "channel": "C1", "ts": "1.2"},
        "event_ts": "1.3",
    },
}


def test_a_command_is_answered_over_the_connection_it_came_by(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    with running(http_bot, slack) as runner:
        assert runner.wait_until_connected(WAIT_S)
        connection = slack.connection()
        connection.send(envelope(COMMAND, accepts_response_payload=True))
        assert connection.answer() == {
            "envelope_id": "E1",
            "payload": {"text": "Saved: too slow"},
        }
        assert runner.is_connected
    method, _, headers = slack.calls[0]
    assert method == "apps.connections.open"
    assert headers["authorization"] == "Bearer xapp-1-right"


def test_an_answer_carries_a_payload_only_where_slack_takes_one(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    with running(http_bot, slack):
        connection = slack.connection()
        connection.send(envelope(COMMAND))
        assert connection.answer() == {"envelope_id": "E1"}


def test_an_event_is_heard_with_its_retry_attempt_and_acknowledged(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    with running(http_bot, slack):
        connection = slack.connection()
        connection.send(envelope(REACTION, retry_attempt=1, retry_reason="timeout"))
        assert connection.answer() == {"envelope_id": "E1"}
    assert http_bot.heard[0]["headers"]["x-slack-retry-num"] == ["1"]


def test_an_event_whose_listener_fails_is_not_acknowledged(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    failing = {**REACTION, "event": {"type": "team_join", "user": {"id": "U1"}}}
    with running(http_bot, slack):
        connection = slack.connection()
        connection.send({**envelope(failing), "envelope_id": "failed"})
        connection.send({**envelope(REACTION), "envelope_id": "heard"})
        assert connection.answer() == {"envelope_id": "heard"}
    assert connection.answers.empty()


def test_an_answer_above_64_kilobytes_arrives_whole(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    words = "ж" * 200_000
    with running(http_bot, slack):
        connection = slack.connection()
        connection.send(envelope({**COMMAND, "text": words}, accepts_response_payload=True))
        assert connection.answer()["payload"] == {"text": f"Saved: {words}"}


def test_what_is_not_an_envelope_is_ignored(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    with running(http_bot, slack):
        connection = slack.connection()
        for odd in ("not json", "[]", '"x"', {"type": "new_kind"}):
            connection.send(odd)
        connection.send(envelope(COMMAND))
        assert connection.answer() == {"envelope_id": "E1"}


@pytest.mark.parametrize("payload", [None, [], "text", 7, {}])
def test_an_envelope_that_holds_nothing_readable_is_acknowledged(
    http_bot: SmallBot, slack: ScriptedSlack, payload: Any
) -> None:
    with running(http_bot, slack):
        connection = slack.connection()
        connection.send({"envelope_id": "E0", "type": "events_api", "payload": payload})
        assert connection.answer() == {"envelope_id": "E0"}
    assert http_bot.heard == []


DEEP = "[" * 50_000 + "]" * 50_000
ODD_FRAMES = [
    pytest.param(DEEP, id="deep"),
    pytest.param('{"type": "events_api", "payload": ' + DEEP + "}", id="deep payload"),
    pytest.param("9" * 10_000, id="a long number"),
    pytest.param('{"type": ' + "9" * 10_000 + "}", id="a long number within"),
    pytest.param("null", id="null"),
    pytest.param("", id="nothing"),
    pytest.param("{", id="half"),
    pytest.param('"\\ud800"', id="half a character"),
    pytest.param('{"type": []}', id="a list as type"),
    pytest.param('{"type": "events_api", "envelope_id": {}, "payload": {}}', id="an object as id"),
    pytest.param('{"type": "x", "envelope_id": "E0", "payload": {"event": 1}}', id="a number"),
    pytest.param('{"type": "x", "envelope_id": "E0", "payload": {"actions": 1}}', id="no actions"),
    pytest.param('{"type": "x", "envelope_id": "E0", "payload": {"command": {}}}', id="no name"),
]


@pytest.mark.parametrize("frame", ODD_FRAMES)
def test_a_frame_that_cannot_be_read_costs_neither_the_connection_nor_what_follows(
    http_bot: SmallBot, slack: ScriptedSlack, frame: str
) -> None:
    with running(http_bot, slack) as runner:
        connection = slack.connection()
        connection.send(frame)
        connection.send(envelope(COMMAND))
        answers = iter(connection.answer, {"envelope_id": "E1"})
        assert [one for one in answers if one.get("envelope_id") == "E1"] == []
        assert runner.is_connected
    assert slack.opened.empty()


def test_whatever_ends_the_reading_of_a_connection_closes_it() -> None:
    """A listener that fails in a way nobody foresaw: the other side sees the end at once."""
    ended, changed = threading.Event(), threading.Event()

    def serve_one(peer: ServerConnection) -> None:
        peer.send('{"type": "hello"}')
        peer.send('{"type": "events_api"}')
        with suppress(ConnectionClosed):
            peer.recv(timeout=WAIT_S)
            return
        ended.set()

    def fail(_link: Link, _message: dict[str, Any]) -> None:
        raise RuntimeError("nobody foresaw this")

    with serve(serve_one, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.socket.getsockname()[1]
        with connect(f"ws://127.0.0.1:{port}", close_timeout=1) as connection:
            link = Link(connection, fail, changed.set)
            link.start()
            assert ended.wait(WAIT_S)
            assert changed.wait(WAIT_S)
            assert not link.is_open


def test_a_dropped_connection_is_made_anew_and_the_healing_runs(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    healed = threading.Event()
    with running(http_bot, slack) as runner:
        runner.on_reconnect(healed.set)
        first = slack.connection()
        assert soon(lambda: runner.is_connected)
        assert not healed.is_set()
        first.close()
        second = slack.connection()
        assert healed.wait(WAIT_S)
        second.send(envelope(COMMAND))
        assert second.answer() == {"envelope_id": "E1"}


def test_a_refresh_opens_the_next_connection_before_the_old_one_goes(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    with running(http_bot, slack) as runner:
        old = slack.connection()
        assert soon(lambda: runner.is_connected)
        old.send({"type": "disconnect", "reason": "warning"})
        new = slack.connection()
        old.send({**envelope(COMMAND), "envelope_id": "old"})
        new.send({**envelope(COMMAND), "envelope_id": "new"})
        assert old.answer() == {"envelope_id": "old"}
        assert new.answer() == {"envelope_id": "new"}
        assert runner.is_connected


def test_socket_mode_turned_off_ends_the_runner_with_a_sentence(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    failed = threading.Event()
    with running(http_bot, slack) as runner:
        runner.on_failure(failed.set)
        slack.connection().send({"type": "disconnect", "reason": "link_disabled"})
        assert failed.wait(WAIT_S)
        assert runner.failure is not None
        assert "Socket Mode was turned off" in runner.failure
        assert not runner.is_connected
    assert len(slack.calls) == 1


@pytest.mark.parametrize("error", ["invalid_auth", "not_allowed_token_type", "missing_scope"])
def test_a_refused_token_ends_the_runner_at_once(
    http_bot: SmallBot, slack: ScriptedSlack, error: str
) -> None:
    slack.refuse(error, times=100)
    with running(http_bot, slack) as runner:
        assert not runner.wait_until_connected(WAIT_S)
        assert runner.wait(WAIT_S)
        assert runner.failure is not None
        assert f"SLACK_APP_TOKEN ({error})" in runner.failure
        assert "xapp-1-right" not in runner.failure
    assert len(slack.calls) == 1


def test_a_passing_refusal_is_waited_out(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    slack.refuse("internal_error", times=2)
    with running(http_bot, slack) as runner:
        slack.connection()
        assert soon(lambda: runner.is_connected)
    assert len(slack.calls) == 3


def test_slacks_retry_after_is_honoured(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    limited = {"ok": False, "error": "ratelimited"}
    slack.refusals.append(JSONResponse(limited, 429, headers={"retry-after": "1"}))
    began = time.monotonic()
    with running(http_bot, slack):
        slack.connection()
    assert time.monotonic() - began >= 1.0


def test_a_peer_that_answers_no_ping_is_left_and_given_up_in_the_end(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    with mute_peer() as address:
        slack.link_url = address
        with running(http_bot, slack, QUICK) as runner:
            assert runner.wait(WAIT_S)
            assert runner.failure is not None
            assert "could not be reached" in runner.failure
    assert len(slack.calls) > 1


def test_the_age_of_the_last_pong_stays_small_while_slack_answers(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    with running(http_bot, slack, replace(PATIENT, stale_after_s=0.5)) as runner:
        assert runner.last_pong_age_s is None
        slack.connection()
        assert soon(lambda: runner.is_connected)
        runner.wait(1.0)  # twice the age at which it would be left
        age_s = runner.last_pong_age_s
        assert age_s is not None
        assert age_s < 0.5
    assert len(slack.calls) == 1


def test_too_many_connections_are_waited_out(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    slack.first_word = {"type": "disconnect", "reason": "too_many_websockets"}
    with running(http_bot, slack) as runner:
        slack.connection()
        slack.first_word = {"type": "hello"}
        slack.connection()
        assert soon(lambda: runner.is_connected)


def test_an_unreachable_slack_is_given_up_after_a_while(http_bot: SmallBot) -> None:
    nowhere = ScriptedSlack()
    nowhere.url = "http://127.0.0.1:9"
    with running(http_bot, nowhere, QUICK) as runner:
        assert not runner.is_connected
        assert runner.wait(WAIT_S)
        assert runner.failure is not None
        assert "could not be reached" in runner.failure


def test_a_stop_while_it_connects_lets_what_came_already_answer(
    http_bot: SmallBot, slack: ScriptedSlack
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    @http_bot.bolt.command("/slow")
    def slow(ack: Any) -> None:
        begun.set()
        go_on.wait(WAIT_S)
        ack("done")

    slack.first_word = envelope({**COMMAND, "command": "/slow"}, accepts_response_payload=True)
    with running(http_bot, slack, replace(PATIENT, greeting_within_s=WAIT_S)) as runner:
        connection = slack.connection()
        assert begun.wait(WAIT_S)
        stopper = threading.Thread(target=runner.stop, args=[WAIT_S])
        stopper.start()
        connection.send({"type": "hello"})
        assert runner.wait(WAIT_S)
        go_on.set()
        assert connection.answer()["payload"] == {"text": "done"}
        stopper.join(WAIT_S)
        assert not runner.is_connected


def test_a_stop_lets_the_running_listener_answer(http_bot: SmallBot, slack: ScriptedSlack) -> None:
    begun, go_on = threading.Event(), threading.Event()

    @http_bot.bolt.command("/slow")
    def slow(ack: Any) -> None:
        begun.set()
        go_on.wait(WAIT_S)
        ack("done")

    with running(http_bot, slack) as runner:
        connection = slack.connection()
        connection.send(envelope({**COMMAND, "command": "/slow"}, accepts_response_payload=True))
        assert begun.wait(WAIT_S)
        stopper = threading.Thread(target=runner.stop, args=[WAIT_S])
        stopper.start()
        go_on.set()
        assert connection.answer()["payload"] == {"text": "done"}
        stopper.join(WAIT_S)
        assert not runner.is_connected
        assert runner.failure is None
