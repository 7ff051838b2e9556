"""Checking what an app wants to show: blocks, views, metadata."""

import json

from sandbox.blockkit.check import check_message, check_view, views_dialect
from sandbox.blockkit.normal import normalised
from sandbox.blockkit.problem import Problem
from sandbox.world import files
from sandbox.world.model import Json, SlackError
from sandbox.world.workspace import Workspace

METADATA_MAX = 16_000
VIEW_BYTES_MAX = 250_000


def checked_blocks(team: Workspace, raw: object) -> list[Json]:
    """Valid message blocks with ids filled in, empty when none were given.
    SlackError invalid_blocks_format, invalid_blocks, msg_blocks_too_long."""
    if raw in (None, "", []):
        return []
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError as error:
            raise SlackError("invalid_blocks_format") from error
    if not isinstance(raw, list):
        raise SlackError("invalid_blocks_format")
    problems, too_long = check_message(
        raw, lambda ref: files.is_usable_image(team, ref), frozenset(team.unsupported_blocks)
    )
    if problems:
        _refuse_blocks(problems)
    if too_long:
        raise SlackError("msg_blocks_too_long")
    return normalised(raw, lambda: team.secret(5))


def _refuse_blocks(problems: list[Problem]) -> None:
    if any(p.code == "internal_error" for p in problems):
        raise SlackError("internal_error")
    lines = [str(p) for p in problems]
    raise SlackError(
        "invalid_blocks",
        errors=lines,
        response_metadata={"messages": [f"[ERROR] {line}" for line in lines]},
    )


def checked_view(team: Workspace, raw: object, kind: str) -> Json:
    """A valid view of `kind` (modal, home) with block ids filled in.
    SlackError invalid_arguments, view_too_large."""
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            raw = None
    if not isinstance(raw, dict):
        messages = ["[ERROR] must provide an object [json-pointer:/view]"]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    if len(json.dumps(raw).encode()) > VIEW_BYTES_MAX:
        raise SlackError("view_too_large")
    problems = check_view(
        raw,
        kind,
        lambda ref: files.is_usable_image(team, ref),
        frozenset(team.unsupported_blocks),
    )
    if problems:
        messages = views_dialect(problems)
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    return raw | {"blocks": normalised(raw["blocks"], lambda: team.secret(5))}


def checked_metadata(raw: object) -> Json | None:
    """Message metadata `{event_type, event_payload}`, or None.
    SlackError invalid_metadata_format, invalid_metadata_schema, metadata_too_large."""
    if raw in (None, ""):
        return None
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError as error:
            raise SlackError("invalid_metadata_format") from error
    if not isinstance(raw, dict):
        raise SlackError("invalid_metadata_format")
    fine = isinstance(raw.get("event_type"), str) and isinstance(raw.get("event_payload"), dict)
    if not fine or set(raw) - {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(raw)) > METADATA_MAX:
        raise SlackError("metadata_too_large")
    return raw
