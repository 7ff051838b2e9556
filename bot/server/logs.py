"""Logging to stderr, as text or JSON lines, with secrets taken out of every line."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Literal, TextIO

HIDDEN = "[hidden]"

_SECRETS = (
    # Slack's tokens: bot, user, app, refresh, rotating, workflow.
    (re.compile(r"\bx(?:ox[a-z]|app|wfp|oxe\.xox[bp])-[A-Za-z0-9.\-]+"), HIDDEN),
    (re.compile(r"\blinchpin_[A-Za-z0-9_-]{20,}"), HIDDEN),  # a token of the API
    (re.compile(r"(?i)\b(bearer|basic) +[A-Za-z0-9+/=._\-]{8,}"), rf"\1 {HIDDEN}"),
    # A Socket Mode address is a one-time credential.
    (re.compile(r"(?i)\bticket=[^&\s\"'<>]+"), f"ticket={HIDDEN}"),
    # A response_url lets anyone who has it post; so do the sandbox's.
    (re.compile(r"https?://hooks\.slack(?:-gov)?\.com/[^\s\"'<>]+"), HIDDEN),
    (re.compile(r"(response_url\W{1,6})https?://[^\s\"'<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(trigger_id\W{1,6})[A-Za-z0-9.\-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"\b\d{9,14}\.\d{9,14}\.[0-9a-f]{16,80}\b"), HIDDEN),  # a trigger id or OAuth code
    (re.compile(r"(?i)([?&](?:code|state|client_secret)=)[^&\s\"'<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(\w+://[^:/\s]+):[^@/\s]+@"), rf"\1:{HIDDEN}@"),  # a database's password
    # Database errors repeat the values of the row: what people typed.
    (re.compile(r"\[parameters: .*?(?=\n\(Background on|\Z)", re.DOTALL), "[parameters hidden]"),
    (re.compile(r"(Failing row contains |Key \([^)]*\)=)\(.*\)"), rf"\1({HIDDEN})"),
)

_QUIET = {
    # At INFO and below these libraries repeat payloads, addresses and every connection.
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "websockets": logging.WARNING,
    "apscheduler": logging.WARNING,
    "alembic": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "uvicorn": logging.WARNING,
    "sqlalchemy": logging.WARNING,
}


def redact(text: str) -> str:
    """``text`` without tokens, tickets, response addresses, trigger ids, passwords, row values."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class TextFormatter(logging.Formatter):
    """One readable line: time in UTC, level, logger, message; a traceback follows below."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """The instant in ISO 8601, UTC, to the millisecond."""
        return _instant(record)

    def format(self, record: logging.LogRecord) -> str:
        """The line, redacted as a whole so that arguments and tracebacks are covered."""
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line: ``time``, ``level``, ``logger``, ``message`` and ``error``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, each text redacted before it is encoded."""
        entry = {
            "time": _instant(record),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if record.exc_info:
            entry["error"] = redact(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def configure(
    level: str, form: Literal["text", "json"] = "text", stream: TextIO | None = None
) -> None:
    """Send all logging of this process to ``stream`` (stderr), redacted, from ``level`` on.

    The libraries stay at WARNING even when ``level`` is DEBUG: below it they print payloads.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    handler.addFilter(_is_for_operators)
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("linchpin").setLevel(level)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)


def _is_for_operators(record: logging.LogRecord) -> bool:
    # Bolt's warnings are advice to developers, many lines long, and it resets its loggers' levels.
    return record.name != "slack_bolt.App" or record.levelno >= logging.ERROR


def _instant(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
