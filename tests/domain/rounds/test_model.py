"""Rounds: their schedule, their statistics against worked examples, and what people type."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.rounds.commands import RoundInput, parse_round
from domain.rounds.model import (
    MAX_IDEAS,
    check_deadline,
    check_ideas,
    default_deadline,
    gap,
    reminder_time,
)
from domain.rounds.results import Answer, Spread, format_term, spread, widest
from domain.scoring.methods.catalog import DRIVERS
from domain.workspace import GroupMention

PM = GroupMention("S1", "pm")
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # The moons of the eight planets, by Tukey's hinges.
        ([0, 0, 1, 2, 63, 61, 27, 13], Spread(0, 0.5, 7.5, 44, 63, 8)),
        # An odd number: the median belongs to both halves.
        ([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49], Spread(6, 25.5, 40, 42.5, 49, 11)),
        ([7, 15, 36, 39, 40, 41], Spread(7, 15, 37.5, 40, 41, 6)),
        ([3], Spread(3, 3, 3, 3, 3, 1)),
        ([8, 2], Spread(2, 2, 5, 8, 8, 2)),
    ],
)
def test_the_five_numbers_equal_the_worked_examples(values: list[float], expected: Spread) -> None:
    assert spread(values) == expected


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_the_five_numbers_are_in_order_and_within_the_values(values: list[float]) -> None:
    found = spread(values)
    assert found.low <= found.lower <= found.median <= found.upper <= found.high
    assert (found.low, found.high) == (min(values), max(values))


def test_the_gap_is_the_coefficient_of_range_without_a_scale_and_a_share_of_one() -> None:
    assert gap(DRIVERS["reach"], 30, 230) == pytest.approx(200 / 260)
    assert gap(DRIVERS["reach"], 50, 120) == pytest.approx(70 / 170)
    assert gap(DRIVERS["effort"], 3, 3) == 0
    confidence = DRIVERS["confidence"]
    low, high = confidence.choices[0].value, confidence.choices[-1].value
    assert gap(confidence, min(low, high), max(low, high)) == 1
    assert gap(None, 0, 0) == 0


def answer(idea: int, driver: str, user: str, value: float) -> Answer:
    return Answer(idea, driver, user, value, FRIDAY)


def test_people_talk_about_what_divides_them_most_and_the_two_ends_are_named() -> None:
    answers = [
        answer(1, "effort", "UA", 3),
        answer(1, "effort", "UB", 4),
        answer(2, "effort", "UA", 1),
        answer(2, "effort", "UB", 9),
        answer(2, "effort", "UC", 5),
    ]
    found = widest(answers, DRIVERS, [1, 2])
    assert found is not None
    assert (found.idea_id, found.low.user_id, found.high.user_id) == (2, "UA", "UB")
    assert widest(answers[:1], DRIVERS, [1, 2]) is None


def test_an_outcome_is_told_with_its_spread() -> None:
    effort = DRIVERS["effort"]
    many = format_term("Effort", effort, spread([1, 2, 3, 5, 8]))
    assert (many.median, many.middle, many.all) == ("3", "2 to 5", "1 to 8")
    assert format_term("Effort", effort, spread([2, 8])).middle == ""
    assert format_term("Effort", effort, spread([4, 4])).all == ""


def test_a_round_ends_two_working_days_later_at_the_same_local_time() -> None:
    assert default_deadline(FRIDAY, "Europe/Berlin") == FRIDAY + timedelta(days=4)
    some_minutes = FRIDAY + timedelta(minutes=12)
    assert default_deadline(some_minutes, "UTC") == FRIDAY + timedelta(days=4, hours=1)
    before_change = datetime(2026, 10, 23, 13, 0, tzinfo=UTC)  # Friday 15:00 in Berlin
    assert default_deadline(before_change, "Europe/Berlin") == datetime(
        2026, 10, 27, 14, 0, tzinfo=UTC
    )


def test_the_reminder_comes_a_day_before_or_at_half_time() -> None:
    days = timedelta(days=4)
    assert reminder_time(FRIDAY, FRIDAY + days) == FRIDAY + timedelta(days=3)
    assert reminder_time(FRIDAY, FRIDAY + timedelta(hours=2)) == FRIDAY + timedelta(hours=1)


@pytest.mark.parametrize(
    ("wait", "sentence"),
    [
        (timedelta(0), "is past"),
        (timedelta(minutes=1), "five minutes"),
        (timedelta(days=99), "60 days at most"),
    ],
)
def test_an_end_that_nobody_can_keep_is_refused(wait: timedelta, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        check_deadline(FRIDAY + wait, FRIDAY)


def test_two_hundred_ideas_are_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidInput, match="these are 200") as refused:
        check_ideas(range(1, 201))
    assert refused.value.field == "ideas"
    assert check_ideas([3, 1, 3]) == (3, 1)
    assert len(check_ideas(range(1, MAX_IDEAS + 1))) == MAX_IDEAS


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("", RoundInput()),
        ("I-12 i15", RoundInput((12, 15))),
        ("I-12, I-15 and 20 <@U1|pm> <@U2>", RoundInput((12, 15, 20), ("U1", "U2"))),
        ("I-12 <@U1> <@U1> for 3 days", RoundInput((12,), ("U1",), timedelta(days=3))),
        ("#7 <@W9> 1w", RoundInput((7,), ("W9",), timedelta(weeks=1))),
        (
            "I-12 <!subteam^S1|@pm> <@U1> <!subteam^S2> <!subteam^S1|@pm>",
            RoundInput((12,), ("U1",), groups=(PM, GroupMention("S2", ""))),
        ),
        (
            "I-12 @eng-web,@Sales for 2d @eng-web",
            RoundInput(
                (12,),
                lasts=timedelta(days=2),
                groups=(GroupMention("", "eng-web"), GroupMention("", "Sales")),
            ),
        ),
    ],
)
def test_a_round_in_words(typed: str, wish: RoundInput) -> None:
    assert parse_round(typed) == wish


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("I-12 <!here>", "asks people by name"),
        ("I-12 @channel", "asks people by name"),
        ("I-12 a@b", "not the number of an idea"),
        ("export", "not the number of an idea"),
    ],
)
def test_crowds_and_unknown_names_get_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        parse_round(typed)
