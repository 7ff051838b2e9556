"""The edge of HTTP mode: what is checked before anything of a request is believed."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request

BODY_LIMIT_BYTES = 1024 * 1024
"""Slack's largest payloads are views of 250 kB; four times that leaves room for the rest."""

SSL_CHECK_BYTES = 1024
SIGNED_WITHIN_S = 300

_NOT_GENUINE = "The signature does not match, or is older than five minutes."
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Refused(Exception):
    """The request goes no further; ``status`` and ``reason`` are the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def read_body(request: Request, limit_bytes: int = BODY_LIMIT_BYTES) -> bytes:
    """The raw body; raises Refused (413) as soon as it is known to exceed the limit."""
    if _announced(request.headers) > limit_bytes:
        raise Refused(413, "The request is too large.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_bytes:
            raise Refused(413, "The request is too large.")
    return bytes(body)


def check_head(headers: Mapping[str, str], now_s: float) -> int:
    """How many bytes of body to read: none of a request that cannot be Slack's by its head.

    Raises Refused (401) when it has no signature of Slack's form, or one of another time. What is
    not signed at all may be ``ssl_check``, which is short.
    """
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not timestamp and not signature and _announced(headers) <= SSL_CHECK_BYTES:
        return SSL_CHECK_BYTES
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        raise Refused(401, "The request is not signed.")
    if abs(now_s - int(timestamp)) > SIGNED_WITHIN_S:
        raise Refused(401, _NOT_GENUINE)
    return BODY_LIMIT_BYTES


def verify(verifier: SignatureVerifier, headers: Mapping[str, str], body: bytes) -> None:
    """Return when Slack signed this body within the last 5 minutes; raise Refused (401) if not.

    Source: Slack, "Verifying requests from Slack". The verifier compares in constant time. The
    shapes are checked first because it raises on a timestamp that is not a number, and on a
    signature that is not ASCII.
    """
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        raise Refused(401, "The request is not signed.")
    try:
        genuine = verifier.is_valid(body, timestamp, signature)
    except UnicodeDecodeError as error:
        raise Refused(401, "The signature does not match.") from error
    if not genuine:
        raise Refused(401, _NOT_GENUINE)


def is_ssl_check(body: bytes) -> bool:
    """True for the probe that Slack sends to a command's address now and then, unsigned."""
    is_short = len(body) < SSL_CHECK_BYTES
    return is_short and b"ssl_check=1" in body and ("ssl_check", "1") in _form(body)


def parse(body: bytes, content_type: str) -> dict[str, Any]:
    """What Slack sent: JSON (events), a form's ``payload`` (interactions) or its fields (commands).

    Raises Refused for anything else.
    """
    if content_type.split(";")[0].strip().lower() == "application/json":
        return _object(body)
    fields = dict(_form(body))
    if "payload" in fields and "command" not in fields:
        return _object(fields["payload"])
    if "command" not in fields:
        raise Refused(400, "The request has no content that Slack would send.")
    return dict(fields)


def _announced(headers: Mapping[str, str]) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _form(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100)
    except ValueError:  # not UTF-8, or too many fields
        return []


def _object(text: bytes | str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The request is not valid JSON.") from error
    if not isinstance(value, dict):
        raise Refused(400, "The request is not a JSON object.")
    return value
