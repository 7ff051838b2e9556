"""Full-width digits and letters are digits and letters to everything that reads typed text."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.api import parse_wish
from domain.core.money import read_amount, read_currency, read_money, read_rates
from domain.dates.calendar_words import parse_span
from domain.dates.date_parsing import parse_dates, read_dates, split_dates
from domain.dates.periods import read_day
from domain.dates.schedule_parsing import parse_schedule
from domain.dates.time_parsing import parse_as_of, parse_since
from domain.idea_page.commands import MoveIdea, parse_idea_command, parse_target
from domain.ideas.model import Status
from domain.merging.commands import parse_merging
from domain.objectives.commands import parse_serving
from domain.objectives.forms import read_value
from domain.roadmap.commands import parse_view
from domain.roadmap.plan_commands import parse_plan_command
from domain.roadmap.promise_commands import parse_promise
from domain.roadmap.shares import parse_export, parse_revocation, parse_share
from domain.roadmap.time_travel.as_of_commands import parse_past
from domain.rounds.ballots import check_budget
from domain.rounds.commands import parse_round
from domain.scoring.commands import parse_score_command
from domain.scoring.formula import parse
from domain.scoring.methods.catalog import DRIVERS, parse_method
from domain.scoring.methods.weighted import parse_model
from domain.scoring.top_words import parse_top
from domain.search.query_language import parse_search
from domain.text.emoji import parse_emoji_setting
from domain.text.words import parse_reference, split_command, straighten
from domain.triage.limits import read_limit
from tests.test_parsers import READERS, READING_METHODS

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
DAY = date(2026, 9, 14)

SAMPLES: Mapping[str, tuple[Callable[[str], Any], tuple[str, ...]]] = {
    "parse_span": (lambda text: parse_span(text, DAY), ("03/04/2026", "next friday", "Q4", "15th")),
    "parse_dates": (lambda text: parse_dates(text, DAY), ("from 2026-10 to 2026-12 firm",)),
    "read_dates": (lambda text: read_dates(text, DAY), ("by 15 Dec likely",)),
    "split_dates": (lambda text: split_dates(text, DAY)[1], ("Acme by 2026-12-01",)),
    "parse_as_of": (lambda text: parse_as_of(text, NOW, "UTC"), ("2026-09-01 14:30",)),
    "parse_since": (lambda text: parse_since(text, NOW, "UTC"), ("2 weeks ago",)),
    "parse_past": (lambda text: parse_past(text, NOW, "UTC"), ("board as of 1 september",)),
    "read_day": (lambda text: read_day(text, "day"), ("2026-12-01",)),
    "parse_schedule": (
        lambda text: parse_schedule(text, "UTC", DAY),
        ("mon,thu 09:00 Europe/Berlin", "last friday 16:00", "15th 09:00"),
    ),
    "parse_idea_command": (parse_idea_command, ("I-12", "I-12 next", "I-12 needs I-7", "I-12 F-3")),
    "parse_target": (parse_target, ("in progress",)),
    "parse_plan_command": (
        lambda text: parse_plan_command(12, text, is_sure=True),
        ("needs I-7 and I-9", "history"),
    ),
    "parse_merging": (lambda text: parse_merging(12, text), ("merge into I-7", "unmerge")),
    "parse_serving": (lambda text: parse_serving(12, text), ("serves O-2",)),
    "parse_promise": (
        lambda text: parse_promise(text, DAY, "U1").due_on,
        ("Acme 2026-12-01 firm",),
    ),
    "parse_reference": (parse_reference, ("F-128", "i12")),
    "parse_search": (
        lambda text: [(one.field, one.value) for one in parse_search(text, DAY).filters],
        ("is:planned area:billing", "importance:blocker", "idea:I-12"),
    ),
    "parse_top": (lambda text: parse_top(text).order, ("by votes",)),
    "parse_view": (parse_view, ("timeline by area for customers",)),
    "parse_share": (parse_share, ("stakeholders for 30 days",)),
    "parse_export": (parse_export, ("csv timeline",)),
    "parse_revocation": (parse_revocation, ("revoke S-3",)),
    "parse_round": (parse_round, ("I-12 I-15 for 3 days",)),
    "parse_score_command": (parse_score_command, ("I-12 reach=800 impact=2", "12 why", "rubric")),
    "parse_method": (parse_method, ("rice",)),
    "parse": (lambda text: parse(text), ("reach * 2 + 1",)),
    "parse_wish": (
        lambda text: parse_wish(text, NOW).rights,
        ("Desk feedback:read until 2027-03-01",),
    ),
    "parse_emoji_setting": (parse_emoji_setting, (":inbox_tray:",)),
    "read_money": (read_money, ("120k EUR", "1,200.50 USD")),
    "read_amount": (read_amount, ("$12k",)),
    "parse_model": (
        lambda text: parse_model(text, "", {}).parts[0].weight,
        ("value: Value, weight 40, 0-10",),
    ),
    "read_currency": (read_currency, ("eur",)),
    "read_rates": (lambda text: read_rates("EUR", text), ("USD 0.92\nGBP 1.2",)),
    "read_value": (lambda text: read_value(text, "%", "value", "It"), ("34%", "1,200")),
    "read_limit": (lambda text: read_limit(text, "days"), ("12",)),
    "Driver.read": (DRIVERS["reach"].read, ("1,200", "3k")),
    "split_command": (lambda text: split_command(text)[0], ("promises mine",)),
    "check_budget": (check_budget, ("100",)),
}
TAKES_NAMES = {"read_name", "read_mention"}
"""They take what somebody is called, as it was typed."""


def wide(text: str) -> str:
    return "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else "\u3000" if char == " " else char
        for char in text
    )


def test_every_parser_has_samples() -> None:
    names = {name.rpartition(".")[2] for name in READERS}
    reading = {name for name in names if name.startswith(("parse", "read_", "split_"))}
    reading |= {".".join(name.split(".")[-2:]) for name in READING_METHODS}
    assert reading - set(SAMPLES) == TAKES_NAMES


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_wide_characters_are_read_as_plain_ones(name: str) -> None:
    read, samples = SAMPLES[name]
    for sample in samples:
        assert read(wide(sample)) == read(sample), sample


def test_what_is_stored_stays_as_it_was_typed() -> None:
    asked = parse_idea_command("Ｉ－１２　ｄｅｃｌｉｎｅｄ　ＡＢＣ は不要")
    assert asked == MoveIdea(12, Status.DECLINED, "ＡＢＣ は不要")
    assert (
        parse_promise("ＡＢＣ株式会社 ２０２６－１２－０１", DAY, "U1").customer == "ＡＢＣ株式会社"
    )
    assert parse_wish("ヘルプ１ ｆｅｅｄｂａｃｋ：ｒｅａｄ", NOW).name == "ヘルプ１"


@given(st.text(max_size=60))
def test_every_character_stays_in_its_place(text: str) -> None:
    plain = straighten(text)
    assert len(plain) == len(text)
    assert straighten(plain) == plain
