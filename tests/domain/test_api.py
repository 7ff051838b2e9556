"""Tokens of the API: what is typed, and when they work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.api import Right, Token, parse_wish, token_number
from domain.core.errors import InvalidInput
from tests.support.make import NOON

TOKEN = Token(1, 1, 3, "Help desk", (Right.FEEDBACK_WRITE,), "UADMIN", NOON)


@pytest.mark.parametrize(
    ("typed", "name", "rights", "ends"),
    [
        ("Help desk", "Help desk", ["feedback:write"], None),
        ('"Help  desk"', "Help desk", ["feedback:write"], None),
        ("Form Feedback:Read ideas:read", "Form", ["feedback:read", "ideas:read"], None),
        ("ideas:read Board feedback:write", "Board", ["feedback:write", "ideas:read"], None),
        ("Desk until 2026-11-23", "Desk", ["feedback:write"], datetime(2026, 11, 24, tzinfo=UTC)),
        ("Desk for 7 days", "Desk", ["feedback:write"], datetime(2026, 12, 1, tzinfo=UTC)),
        ("Waiting until launch", "Waiting until launch", ["feedback:write"], None),
    ],
)
def test_a_token_is_asked_for_in_words(
    typed: str, name: str, rights: list[str], ends: datetime | None
) -> None:
    wish = parse_wish(typed, NOON)
    assert (wish.name, list(wish.rights), wish.expires_at) == (name, rights, ends)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("", "name"),
        ("feedback:read", "name"),
        ("x" * 61, "name"),
        ("Desk until 2026-11-22", "last_day"),
        ("Desk until 2026-13-01", "last_day"),
        ("Desk for 99999 days", "last_day"),
        ("Desk ideas:write", None),
        ("Desk\0", "name"),
    ],
)
def test_what_cannot_be_made_is_refused_beside_its_field(typed: str, field: str | None) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_wish(typed, NOON)
    assert refused.value.field == field


def test_a_token_works_until_it_ends_or_is_revoked() -> None:
    ending = replace(TOKEN, expires_at=NOON + timedelta(days=20))
    assert TOKEN.is_open(NOON + timedelta(days=9999))
    assert ending.is_open(NOON + timedelta(days=20, seconds=-1))
    assert not ending.is_open(NOON + timedelta(days=20))
    assert not replace(ending, revoked_at=NOON).is_open(NOON)


def test_attention_is_asked_two_weeks_before_the_end_and_after_an_idle_week() -> None:
    ending = replace(TOKEN, expires_at=NOON + timedelta(days=20), last_used_at=NOON)
    assert not ending.ends_soon(NOON + timedelta(days=5))
    assert ending.ends_soon(NOON + timedelta(days=6))
    assert not ending.ends_soon(NOON + timedelta(days=21))
    assert not TOKEN.is_idle(NOON + timedelta(days=6))
    assert TOKEN.is_idle(NOON + timedelta(days=7))
    assert not ending.is_idle(NOON + timedelta(days=8))


def test_a_tokens_mark_is_told_from_a_persons_id() -> None:
    assert token_number(TOKEN.saver) == 3
    assert [token_number(one) for one in ("U0TOKEN", "token-", "token-x", "linchpin")] == [None] * 4
