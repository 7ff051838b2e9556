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
        ("last friday at 9am", "2026-11-20T08:00:00", "2026-11-20T08:00:00"),
        ("last month", "2026-10-31T22:59:59.999999", "2026-09-30T22:00:00"),
        ("15th", "2026-11-15T22:59:59.999999", "2026-11-14T23:00:00"),
        ("mid november", "2026-11-15T22:59:59.999999", "2026-11-14T23:00:00"),
        ("03/04/2026", "2026-04-03T21:59:59.999999", "2026-04-02T22:00:00"),
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
        ("2026-11-24", "24 Nov 2026 is in the future"),
        ("2026-11-23 23:00", "in the future"),
        ("2026-09-01 25:00", "couldn.t read .* as a date and time"),
        ("2026-02-30", "not in the calendar"),
        ("the beginning", "couldn.t read “the beginning” as a date"),
        ("tomorrow", "24 Nov 2026 is in the future"),
        ("next friday 09:00", "in the future"),
        ("x" * 12_000, "couldn.t read"),
    ],
)
def test_what_is_no_instant_of_the_past_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        parse_as_of(text, NOW, BERLIN)
