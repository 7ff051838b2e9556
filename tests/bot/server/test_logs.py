import io
import json
import logging
from collections.abc import Iterator

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.server import logs


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.configure("INFO", "text", stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy",
        "xoxp-23984754863-2348975623103",
        "xapp-1-A0123-456-abcdef",
        "xoxe.xoxb-1-Mi0yLTE",
        "xoxe-1-My0xLTEz",
        "https://hooks.slack.com/commands/T1/2/abcDEF",
        "13345224609.738474920.8088930838d88f008e0",
    ],
)
def test_a_credential_never_reaches_a_line(written: io.StringIO, secret: str) -> None:
    log = logging.getLogger("linchpin.test")
    log.warning("Slack said %s, and %r", secret, {"key": secret})
    try:
        raise ValueError(f"cannot use {secret}")
    except ValueError:
        log.exception("It failed")
    assert secret not in written.getvalue()
    assert written.getvalue().count(logs.HIDDEN) == 3


@pytest.mark.parametrize(
    ("line", "kept", "gone"),
    [
        ("wss://wss.slack.com/link/?ticket=abc-def&app_id=A1", "app_id=A1", "abc-def"),
        ("'trigger_id': '1.2.abcdef'", "trigger_id", "1.2.abcdef"),
        ("{'response_url': 'http://127.0.0.1:9/response/abc'}", "response_url", "response/abc"),
        ("Authorization: Bearer abcdefghijkl", "Bearer", "abcdefghijkl"),
        ("GET /slack/oauth_redirect?code=12.34.ab&state=xyz", "oauth_redirect", "12.34.ab"),
        ("postgresql+psycopg://linchpin:pa55@db/linchpin", "db/linchpin", "pa55"),
        ("Key (title)=(Our secret plan) already exists.", "Key (title)", "secret plan"),
    ],
)
def test_only_the_credential_is_hidden(line: str, kept: str, gone: str) -> None:
    assert kept in logs.redact(line)
    assert gone not in logs.redact(line)


def test_what_people_typed_is_not_in_the_trace_of_a_database_error(written: io.StringIO) -> None:
    engine = create_engine("sqlite://")
    said = " ".join(["what", "Ada", "said [x]"])  # a trace repeats source lines
    try:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:t)"), {"t": said})
    except SQLAlchemyError:
        logging.getLogger("linchpin.test").exception("It failed")
    assert "what Ada said" not in written.getvalue()
    assert "no such table: nowhere" in written.getvalue()


def test_json_lines_are_objects_even_around_a_traceback(written: io.StringIO) -> None:
    stream = io.StringIO()
    logs.configure("INFO", "json", stream)
    try:
        raise ValueError('with "quotes"\nand lines, xoxb-1-secret')
    except ValueError:
        logging.getLogger("linchpin.test").exception("Not %s", "good")
    entry = json.loads(stream.getvalue())
    assert entry["message"] == "Not good"
    assert entry["level"] == "ERROR"
    assert entry["time"].endswith("Z")
    assert "xoxb-1-secret" not in entry["error"]


def test_the_libraries_stay_quiet_even_when_we_debug(written: io.StringIO) -> None:
    stream = io.StringIO()
    logs.configure("DEBUG", "text", stream)
    logging.getLogger("linchpin.test").debug("ours")
    for name in ("slack_bolt.App", "slack_sdk.web.base_client", "websockets.client", "other"):
        logging.getLogger(name).info("theirs")
    assert "ours" in stream.getvalue()
    assert "theirs" not in stream.getvalue()


def test_bolt_logs_no_message_text_at_any_level_we_offer(written: io.StringIO) -> None:
    stream = io.StringIO()
    logs.configure("DEBUG", "text", stream)
    app = App(
        name="linchpin",
        signing_secret="",
        request_verification_enabled=False,
        process_before_response=True,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
    )

    @app.event("message")
    def listener() -> None:
        raise RuntimeError("broken")

    event = {"type": "message", "text": "our churn is 9 %", "channel": "C1", "user": "U1"}
    body = {"type": "event_callback", "team_id": "T1", "event": event}
    app.dispatch(BoltRequest(mode="socket_mode", body=body))
    app.dispatch(
        BoltRequest(mode="socket_mode", body={"command": "/x", "text": "our churn", "team_id": "T"})
    )
    assert "broken" in stream.getvalue()
    assert "Unhandled request" not in stream.getvalue()
    assert "our churn" not in stream.getvalue()
