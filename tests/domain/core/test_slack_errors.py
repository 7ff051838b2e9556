"""Slack's error codes: one table, and the form that an answer needs to be Slack's."""

import ast
from pathlib import Path

import pytest

from domain.core.slack_errors import FATES, ErrorKind, code_in, fate_of

ROOT = Path(__file__).parents[3]

TABLE = [
    ("channel_not_found", ErrorKind.PERMANENT),
    ("is_archived", ErrorKind.PERMANENT),
    ("not_in_channel", ErrorKind.PERMANENT),
    ("missing_scope", ErrorKind.PERMANENT),
    ("invalid_blocks", ErrorKind.PERMANENT),
    ("msg_too_long", ErrorKind.PERMANENT),
    ("used_url", ErrorKind.PERMANENT),
    ("invalid_auth", ErrorKind.TOKEN_REFUSED),
    ("token_revoked", ErrorKind.TOKEN_REFUSED),
    ("account_inactive", ErrorKind.TOKEN_REFUSED),
    ("ratelimited", ErrorKind.RATE_LIMITED),
    ("rate_limited", ErrorKind.RATE_LIMITED),
    ("service_unavailable", ErrorKind.TRANSIENT),
    ("team_added_to_org", ErrorKind.TRANSIENT),
    ("external_channel_migrating", ErrorKind.TRANSIENT),
    ("internal_error", ErrorKind.UNCERTAIN),
    ("fatal_error", ErrorKind.UNCERTAIN),
    ("request_timeout", ErrorKind.UNCERTAIN),
    ("a_code_of_tomorrow", None),
    (None, None),
]


@pytest.mark.parametrize(("code", "fate"), TABLE)
def test_what_a_code_means(code: str | None, fate: ErrorKind | None) -> None:
    assert fate_of(code) is fate


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"ok": False, "error": "is_archived"}, "is_archived"),
        ({"ok": False, "error": "Received a response in a non-JSON format: <html>"}, None),
        ({"ok": False, "error": "Forbidden"}, None),
        ({"ok": False, "error": {"code": 403}}, None),
        ({"ok": False, "error": None}, None),
        ({"ok": False}, None),
        ({"ok": "false", "error": "is_archived"}, None),
        ({"ok": 0, "error": "is_archived"}, None),
        ({"ok": True, "error": "is_archived"}, None),
        ({"error": "access_denied"}, None),
        ({"message": "blocked by policy"}, None),
        ([], None),
        ("is_archived", None),
        (b"is_archived", None),
        (None, None),
        (403, None),
    ],
)
def test_only_slacks_own_form_holds_a_code(answer: object, code: str | None) -> None:
    assert code_in(answer) == code


def codes_in_source() -> dict[str, str]:
    """The texts that our source compares with codes, and where."""
    found = {}
    for path in [*(ROOT / "scheduled").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Compare) and "code" in ast.unparse(node.left):
                for text in ast.walk(node):
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        found[text.value] = f"{path.name}:{node.lineno}"
    return found


def test_every_code_that_our_source_compares_is_in_the_table() -> None:
    found = codes_in_source()
    assert len(found) >= 4
    assert {code: where for code, where in found.items() if code not in FATES} == {}
