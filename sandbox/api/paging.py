"""Cursor pagination."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.world.model import Json, SlackError

Row = TypeVar("Row")


def page(rows: Sequence[Row], args: Json, *, default: int, most: int) -> tuple[list[Row], str]:
    """A page of rows and the cursor of the next one (empty at the end).
    SlackError invalid_cursor, invalid_limit."""
    limit = args.get("limit") or default
    if limit < 1 or limit > most:
        raise SlackError("invalid_limit")
    start = _start(args.get("cursor", ""))
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(rows) else ""
    return list(rows[start:end]), cursor


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError) as error:
        raise SlackError("invalid_cursor") from error


def with_cursor(body: Json, cursor: str) -> Json:
    """An answer with its `response_metadata.next_cursor`."""
    return body | {"response_metadata": {"next_cursor": cursor}}
