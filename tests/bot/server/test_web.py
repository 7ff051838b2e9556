import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier

from bot.server.metrics import Metrics, Readings
from bot.server.web import create_web
from bot.slack import signature as web_edge
from bot.slack.catch_up import Missed
from bot.slack.dispatch import EVENT_STARTS_WITHIN_S, STARTS_WITHIN_S, UNSERVED, Delivery, Intake
from bot.slack.signature import BODY_LIMIT_BYTES
from domain.core.outages import Trouble
from storage.database.engine import open_database
from tests.bot.scripted_slack import serving
from tests.bot.small_bot import SECRET, SmallBot

FORM = "application/x-www-form-urlencoded"
COMMAND = {"command": "/feedback", "team_id": "T1", "user_id": "U1"}
MESSAGE = {"type": "message", "channel": "C1", "ts": "1.2"}
EVENT = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {
        "type": "reaction_added",
        "user": "U1",
        "reaction": "+1",
        "item": {"type": "message", "channel": "C1", "ts": "1.2"},
        "event_ts": "1.3",
    },
}


@pytest.fixture
def address(http_bot: SmallBot) -> Iterator[str]:
    with serving(create_web(http_bot)) as url:
        yield f"{url}/slack/events"


@contextmanager
def client(bot: SmallBot, link: Any = None) -> Iterator[httpx.Client]:
    """A client of a bot's web server."""
    with (
        serving(create_web(bot, link=link)) as url,
        httpx.Client(base_url=url, verify=False) as one,
    ):
        yield one


def signed(body: bytes | str, content_type: str, at: float | None = None) -> dict[str, str]:
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
    return {
        "content-type": content_type,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": str(signature),
    }


def post(address: str, body: Any, content_type: str = "application/json") -> httpx.Response:
    content = json.dumps(body) if isinstance(body, dict) else body
    return httpx.post(address, content=content, headers=signed(content, content_type), verify=False)


def test_slacks_published_signature_is_reproduced() -> None:
    # The example of Slack's page "Verifying requests from Slack".
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2F"
        "commands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    class Then:
        def now(self) -> float:
            return 1531420618.0

    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    headers = {"x-slack-request-timestamp": "1531420618", "x-slack-signature": signature}
    verifier = SignatureVerifier(SECRET, Then())  # type: ignore[arg-type]
    web_edge.verify(verifier, headers, body.encode())
    with pytest.raises(web_edge.Refused):
        web_edge.verify(verifier, headers, body.encode() + b" ")


def test_a_signed_command_is_answered_with_what_the_listener_acknowledged(
    address: str, http_bot: SmallBot
) -> None:
    body = urlencode(COMMAND | {"text": "too slow"})
    answer = post(address, body, FORM)
    assert (answer.status_code, answer.text) == (200, "Saved: too slow")
    assert http_bot.heard[0]["text"] == "too slow"


def test_a_command_may_speak_of_a_payload(address: str, http_bot: SmallBot) -> None:
    body = urlencode(COMMAND | {"text": "the payload is big"})
    assert post(address, body, FORM).text == "Saved: the payload is big"


def test_a_signed_event_is_heard_with_its_retry_headers(address: str, http_bot: SmallBot) -> None:
    body = json.dumps(EVENT)
    headers = signed(body, "application/json") | {
        "x-slack-retry-num": "2",
        "x-slack-retry-reason": "http_timeout",
    }
    assert httpx.post(address, content=body, headers=headers, verify=False).status_code == 200
    assert http_bot.heard[0]["headers"]["x-slack-retry-num"] == ["2"]


def test_an_event_that_nobody_listens_to_is_acknowledged(address: str) -> None:
    event = {**EVENT, "event": {"type": "emoji_changed"}}
    assert post(address, event).status_code == 200


def test_slacks_word_about_too_many_events_is_acknowledged(address: str) -> None:
    word = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1518467820}
    assert post(address, word).status_code == 200


def test_an_event_whose_listener_fails_is_refused_so_that_slack_sends_it_again(
    address: str,
) -> None:
    event = {**EVENT, "event": {"type": "team_join", "user": {"id": "U1"}}}
    assert post(address, event).status_code == 500


VIEW = {
    "id": "V1",
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "",
    "hash": "1",
    "blocks": [{"type": "input", "block_id": "words"}],
    "state": {"values": {}},
}


@pytest.mark.parametrize(
    ("body", "name", "shown"),
    [
        (
            {"command": "/other", "user_id": "U1", "text": "what was typed"},
            "command /other",
            {"response_type": "ephemeral", "text": UNSERVED.format(name="/other")},
        ),
        ({"type": "block_actions", "actions": [{"action_id": "vote"}]}, "action vote", None),
        ({"type": "block_suggestion", "action_id": "zone"}, "options zone", {"options": []}),
        (
            {"type": "view_submission", "view": VIEW},
            "view form",
            {"response_action": "errors", "errors": {"words": UNSERVED.format(name="form")}},
        ),
        ({"type": "shortcut", "callback_id": "save"}, "shortcut save", None),
        ({"type": "dialog_submission", "callback_id": "old"}, "other old", None),
        ({"type": "new_kind", "callback_id": "what was typed"}, "other new_kind", None),
        ({"type": "new kind"}, "other without a name", None),
    ],
)
def test_what_nobody_listens_to_is_acknowledged_with_what_can_be_shown_and_named_in_the_log(
    http_bot: SmallBot,
    caplog: pytest.LogCaptureFixture,
    body: dict[str, Any],
    name: str,
    shown: dict[str, Any] | None,
) -> None:
    intake = Intake(http_bot.bolt, Metrics())
    user = {"user": {"id": "U1"}, "team": {"id": "T1"}, "team_id": "T1"}
    answer = intake.submit(Delivery(body | user)).result(10)
    assert (answer.status, answer.payload()) == (200, shown)
    assert f"Nothing listens to the {name}." in caplog.text
    assert "what was typed" not in caplog.text


def test_slacks_probes_are_answered_without_the_listeners(address: str, http_bot: SmallBot) -> None:
    answer = post(address, {"type": "url_verification", "token": "x", "challenge": "3eZbrw"})
    assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw"})
    assert httpx.post(address, content="ssl_check=1&token=x", verify=False).status_code == 200
    assert http_bot.heard == []


def test_an_ssl_check_carries_no_command_past_the_signature(
    address: str, http_bot: SmallBot
) -> None:
    body = urlencode(COMMAND | {"ssl_check": "1", "text": "x"})
    answer = httpx.post(address, content=body, headers={"content-type": FORM}, verify=False)
    assert answer.text == ""
    assert http_bot.heard == []


def _without(name: str) -> Any:
    return lambda headers: {key: text for key, text in headers.items() if key != name}


@pytest.mark.parametrize(
    "spoil",
    [
        _without("x-slack-signature"),
        _without("x-slack-request-timestamp"),
        lambda headers: headers | {"x-slack-signature": "v0=" + "0" * 64},
        lambda headers: headers | {"x-slack-signature": "v0=é".encode()},
        lambda headers: headers | {"x-slack-signature": ""},
        lambda headers: headers | {"x-slack-request-timestamp": "yesterday"},
        lambda headers: headers | {"x-slack-request-timestamp": "1e9"},
        lambda headers: headers | {"x-slack-request-timestamp": "9" * 300},
        lambda headers: headers | {"x-slack-request-timestamp": "-5"},
        lambda headers: headers | {"x-slack-request-timestamp": ""},
    ],
)
def test_a_request_that_slack_did_not_sign_is_401_and_reaches_nobody(
    address: str, http_bot: SmallBot, spoil: Any
) -> None:
    body = json.dumps(EVENT)
    headers = spoil(signed(body, "application/json"))
    answer = httpx.post(address, content=body, headers=headers, verify=False)
    assert answer.status_code == 401
    assert http_bot.heard == []


@pytest.mark.parametrize("age_s", [301, 3600, -360])
def test_a_signature_more_than_five_minutes_off_is_401(address: str, age_s: int) -> None:
    body = json.dumps(EVENT)
    headers = signed(body, "application/json", time.time() - age_s)
    assert httpx.post(address, content=body, headers=headers, verify=False).status_code == 401


def test_a_changed_body_is_401(address: str) -> None:
    body = json.dumps(EVENT)
    headers = signed(body, "application/json")
    assert httpx.post(address, content=body + " ", headers=headers, verify=False).status_code == 401


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", "application/json"),
        ("{", "application/json"),
        ("[]", "application/json"),
        ('"text"', "application/json"),
        ("[" * 100_000, "application/json"),
        ("", FORM),
        ("a=b", FORM),
        ("payload=", FORM),
        ("payload=%7B", FORM),
        ("payload=%5B%5D", FORM),
        ("just words", "text/plain"),
        ("&".join(f"f{n}=1" for n in range(200)), FORM),
    ],
)
def test_a_signed_body_that_cannot_be_read_is_acknowledged_and_reaches_nobody(
    address: str,
    http_bot: SmallBot,
    caplog: pytest.LogCaptureFixture,
    body: str,
    content_type: str,
) -> None:
    answer = post(address, body, content_type)
    assert (answer.status_code, answer.text) == (200, "")
    assert http_bot.heard == []
    assert caplog.text.count("Slack sent something that I can't read") == 1
    assert "Traceback" not in caplog.text


def test_a_body_that_is_not_text_cannot_be_genuine(address: str) -> None:
    headers = signed("x", "application/json")
    assert (
        httpx.post(address, content=b"\xff\xfe", headers=headers, verify=False).status_code == 401
    )


def test_a_body_above_a_mebibyte_is_413_whether_announced_or_not(address: str) -> None:
    body = "x" * (BODY_LIMIT_BYTES + 1)
    headers = signed(body, "application/json")
    assert httpx.post(address, content=body, headers=headers, verify=False).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 65536

    assert httpx.post(address, content=pieces(), headers=headers, verify=False).status_code == 413


def test_only_posts_are_taken_and_only_in_http_mode(address: str, http_bot: SmallBot) -> None:
    assert httpx.get(address, verify=False).status_code == 405
    http_bot.settings = replace(http_bot.settings, app_token="xapp-1")
    with client(http_bot) as web:
        assert web.post("/slack/events", content="{}").status_code == 404


def test_readiness_names_each_part_and_fails_with_any_of_them(http_bot: SmallBot) -> None:
    with client(http_bot) as web:
        good = web.get("/readyz")
        assert good.status_code == 200
        assert set(good.json()["checks"]) == {"database", "slack", "scheduler", "dispatcher"}
        for part in ("scheduler", "dispatcher"):
            setattr(http_bot.parts, part, False)
            bad = web.get("/readyz")
            assert bad.status_code == 503
            assert bad.json()["checks"][part]["ok"] is False
            setattr(http_bot.parts, part, True)


@pytest.mark.parametrize("trouble", Trouble)
def test_readiness_says_what_is_wrong_with_the_database_without_naming_a_place(
    http_bot: SmallBot, trouble: Trouble
) -> None:
    http_bot.parts.trouble = trouble
    with client(http_bot) as web:
        bad = web.get("/readyz")
    assert bad.status_code == 503
    detail = bad.json()["checks"]["database"]["detail"]
    assert detail.startswith("The database ")
    assert detail.endswith(".")
    assert "nothing was saved" not in detail


def test_a_lost_connection_to_slack_is_not_ready_and_the_process_is_alive(
    http_bot: SmallBot,
) -> None:
    class Lost:
        is_connected = False

    with client(http_bot, Lost()) as web:
        assert web.get("/readyz").json()["checks"]["slack"]["ok"] is False
        assert web.get("/healthz").status_code == 200


def test_metrics_count_requests_and_read_the_outbox(http_bot: SmallBot) -> None:
    body = urlencode(COMMAND | {"text": "x"})
    with client(http_bot) as web:
        web.post("/slack/events", content=body, headers=signed(body, FORM))
        web.post("/slack/events", content="{}")
        text = web.get("/metrics").text
    assert 'linchpin_requests_total{kind="command",outcome="ok"} 1.0' in text
    assert 'linchpin_requests_total{kind="unknown",outcome="refused_401"} 1.0' in text
    assert 'linchpin_ack_seconds_count{kind="command"} 1.0' in text
    assert "linchpin_outbox_oldest_due_age_seconds 0.0" in text
    assert "linchpin_database_up 1.0" in text


def test_metrics_tell_how_late_messages_are_and_what_waits() -> None:
    metrics = Metrics()
    metrics.new_task("sent", 3.0)
    metrics.new_task("sent")
    metrics.update(Readings({"pending": 4}, 3, 90.0, {"quiet": 2}))
    text = metrics.render().decode()
    assert "linchpin_message_delay_seconds_count 1.0" in text
    assert 'linchpin_message_delay_seconds_bucket{le="5.0"} 1.0' in text
    assert 'linchpin_outbox_errands_total{outcome="sent"} 2.0' in text
    assert "linchpin_outbox_due 3.0" in text
    assert "linchpin_outbox_oldest_due_age_seconds 90.0" in text
    assert 'linchpin_digests_last_day{result="quiet"} 2.0' in text
    assert 'linchpin_digests_last_day{result="said"} 0.0' in text


def test_metrics_stay_readable_without_the_database(http_bot: SmallBot, tmp_path: Path) -> None:
    http_bot.database = open_database(f"sqlite:///{tmp_path / 'absent' / 'x.db'}")
    with client(http_bot) as web:
        text = web.get("/metrics").text
    assert "linchpin_database_up 0.0" in text


def test_a_request_that_waited_too_long_is_not_begun(http_bot: SmallBot) -> None:
    metrics = Metrics()
    intake = Intake(http_bot.bolt, metrics)
    body = COMMAND | {"text": "late"}
    late = Delivery(body, {}, time.monotonic() - STARTS_WITHIN_S - 0.1)
    assert intake.submit(late).result(10).status == 503
    assert http_bot.heard == []
    assert b'outcome="late"' in metrics.render()


def test_people_do_not_wait_for_a_flood_of_events(http_bot: SmallBot) -> None:
    goes_on = threading.Event()

    @http_bot.bolt.event("message")
    def stuck(ack: Any) -> None:
        goes_on.wait(10)
        ack()

    intake = Intake(http_bot.bolt, Metrics())
    event = {"type": "event_callback", "team_id": "T1", "event": MESSAGE}
    flood = [intake.submit(Delivery(event)) for _ in range(200)]
    asked = intake.submit(Delivery(COMMAND | {"text": "now"}))
    assert asked.result(5).status == 200
    assert not any(one.done() for one in flood)
    goes_on.set()
    assert {one.result(10).status for one in flood} == {200}


def test_events_that_came_too_late_are_read_anew_once_the_rush_is_over(
    http_bot: SmallBot,
) -> None:
    caught_up = threading.Semaphore(0)
    missed = Missed(caught_up.release, quiet_s=0.05).note
    intake = Intake(http_bot.bolt, Metrics(), missed=missed)
    event = {"type": "event_callback", "team_id": "T1", "event": MESSAGE}
    for _ in range(2):
        late = time.monotonic() - EVENT_STARTS_WITHIN_S - 0.1
        rush = [intake.submit(Delivery(event, {}, late)) for _ in range(20)]
        assert {one.result(5).status for one in rush} == {503}
        assert caught_up.acquire(timeout=5)
    assert not caught_up.acquire(blocking=False)


def test_sixteen_slow_listeners_do_not_hold_up_each_other(http_bot: SmallBot) -> None:
    together = threading.Barrier(16)

    @http_bot.bolt.command("/slow")
    def slow(ack: Any) -> None:
        together.wait(10)
        ack()

    intake = Intake(http_bot.bolt, Metrics())
    body = COMMAND | {"command": "/slow"}
    futures = [intake.submit(Delivery(body)) for _ in range(16)]
    assert intake.drain(10)
    assert [future.result().status for future in futures] == [200] * 16
