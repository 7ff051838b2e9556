"""Instants of the past as people type them, in their own zone."""

from datetime import UTC, datetime

import pytest

from domain.core.errors import InvalidInput
from domain.dates.time_parsing import parse_as_of, parse_since

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "as_of", "since"),
    [
        ("2026-09-01", "2026-09-01T21:59:59.999999", "2026-08-31T22:00:00"),
        ("yesterday", "2026-11-22T22:59:59.999999", "2026-11-21T23:00:00"),
        ("2 weeks ago", "2026-11-09T22:59:59.999999", "2026-11-08T23:00:00"),
        ("2026-09", "2026-09-30T21:59:59.999999", "2026-08-31T22:00:00"),
        ("October", "2026-10-31T22:59:59.999999", "2026-09-30T22:00:00"),
        ("Dec", "2025-12-31T22:59:59.999999", "2025-11-30T23:00:00"),
        ("Q4", "2026-11-23T12:00:00", "2026-09-30T22:00:00"),
        ("today", "2026-11-23T12:00:00", "2026-11-22T23:00:00"),
        ("2026-09-01 14:30", "2026-09-01T12:30:00", "2026-09-01T12:30:00"),
        ("2026-09-01T14:30", "2026-09-01T12:30:00", "2026-09-01T12:30:00"),
    ],
)
def test_a_day_means_its_end_for_as_of_and_its_beginning_for_since(
    text: str, as_of: str, since: str
) -> None:
    assert parse_as_of(text, NOW, BERLIN) == datetime.fromisoformat(f"{as_of}+00:00")
    assert parse_since(text, NOW, BERLIN) == datetime.fromisoformat(f"{since}+00:00")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-11-24", "24 Nov 2026 has not come yet"),
        ("2026-11-23 23:00", "has not come yet"),
        ("2026-09-01 25:00", "is no moment"),
        ("2026-02-30", "not in the calendar"),
        ("the beginning", "is no day that I know"),
    ],
)
def test_what_is_no_instant_of_the_past_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        parse_as_of(text, NOW, BERLIN)
