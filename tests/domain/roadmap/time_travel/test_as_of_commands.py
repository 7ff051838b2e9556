"""The roadmap of the past in words: the view before or after the instant."""

from datetime import UTC, datetime

import pytest

from domain.core.errors import InvalidInput
from domain.roadmap.commands import parse_view
from domain.roadmap.time_travel.as_of_commands import is_past, parse_past

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "view", "day"),
    [
        ("as of 2026-09-01", "board", "2026-09-01"),
        ("timeline as of 2026-09-01", "timeline", "2026-09-01"),
        (
            "timeline by area for stakeholders as of yesterday",
            "timeline by area for stakeholders",
            "2026-11-22",
        ),
        ("as of 2026-09-01 by owner", "by owner", "2026-09-01"),
        ("months as of 2 weeks ago by area", "months by area", "2026-11-09"),
        ("as of last month", "board", "2026-10-31"),
        ("as of last month monthly", "months", "2026-10-31"),
        ("As Of Q3 2026", "board", "2026-09-30"),
    ],
)
def test_a_view_stands_before_or_after_the_instant(text: str, view: str, day: str) -> None:
    found, at = parse_past(text, NOW, "UTC")
    assert (found, at.date().isoformat()) == (parse_view(view), day)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("as of", "As of when"),
        ("as", "As of when"),
        ("as of 2026-09-01 by owners of", "as 2026-09-01"),
        ("timelime as of 2026-09-01", "timeline"),
        ("by owner for customers as of 2026-09-01", "Customers see no owners"),
        ("as of 2027-09-01", "in the future"),
    ],
)
def test_what_is_no_view_or_no_instant_is_answered_with_what_is(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        parse_past(text, NOW, "UTC")


def test_a_day_that_was_this_year_is_meant_when_no_year_is_named() -> None:
    on_14_september = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
    _view, at = parse_past("as of 1 september", on_14_september, "UTC")
    assert at.date().isoformat() == "2026-09-01"


def test_only_as_of_asks_for_the_past() -> None:
    assert is_past("as of 2026-09-01") and is_past("by area as of May")
    assert not is_past("timeline as board") and not is_past("has offer")
