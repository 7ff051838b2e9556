"""What people type after /roadmap, and what their readers may see."""

from dataclasses import replace
from datetime import date

import pytest

from domain.core.errors import InvalidInput
from domain.dates.days import DateConfidence
from domain.roadmap.audiences import for_reader
from domain.roadmap.commands import Lanes, Reader, RoadmapView, Shape, parse_view
from domain.roadmap.lanes import MOST_LANES, groups_of, lanes_of
from domain.roadmap.shares import Format, parse_export, parse_share
from domain.roadmap.timeline import period_of, spans_of, timeline_of
from tests.views.roadmap.plans import TODAY, plan, roadmap


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("", RoadmapView()),
        ("board", RoadmapView()),
        (
            "timeline by objective for stakeholders",
            RoadmapView(Shape.QUARTERS, Lanes.OBJECTIVE, Reader.STAKEHOLDERS),
        ),
        (
            "for stakeholders, by objective timeline",
            RoadmapView(Shape.QUARTERS, Lanes.OBJECTIVE, Reader.STAKEHOLDERS),
        ),
        ("Timeline by Months", RoadmapView(Shape.MONTHS)),
        ("monthly timeline", RoadmapView(Shape.MONTHS)),
        ("quarters", RoadmapView(Shape.QUARTERS)),
        ("list by owner", RoadmapView(lanes=Lanes.OWNER, is_list=True)),
        ("by area for customers", RoadmapView(Shape.BOARD, Lanes.AREA, Reader.CUSTOMERS)),
    ],
)
def test_words_in_any_order_ask_for_a_view(text: str, view: RoadmapView) -> None:
    assert parse_view(text) == view
    assert parse_view(view.words) == view


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("timelin", "Did you mean /roadmap timeline?"),
        ("by objektive", "Did you mean /roadmap by objective?"),
        ("for custmers", "Did you mean /roadmap for customers?"),
        ("by area by owner", "not both"),
        ("board months", "not both"),
        ("by owner for customers", "Customers see no owners"),
    ],
)
def test_what_means_nothing_is_answered_with_what_does(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=".*" + said.replace("?", r"\?")):
        parse_view(text)


def test_a_share_is_asked_for_in_words() -> None:
    wish = parse_share("timeline stakeholders for 14 days")
    assert (wish.view.words, wish.days) == ("quarters for stakeholders", 14)
    assert parse_share("customers").days == 30
    for text in ("", "by area", "customers 900 days", "customers 0 days"):
        with pytest.raises(InvalidInput):
            parse_share(text)


def test_an_export_is_asked_for_in_words() -> None:
    assert parse_export("csv by area") == (Format.CSV, RoadmapView(lanes=Lanes.AREA))
    assert parse_export("quarters calendar")[0] is Format.CALENDAR
    for text in ("", "by area", "csv png"):
        with pytest.raises(InvalidInput, match="As which file"):
            parse_export(text)


def test_customers_see_public_titles_and_firm_dates_and_nothing_internal() -> None:
    board = roadmap(30)
    first = replace(
        plan(0),
        title="SSO for Nimbus Bank",
        public_title="Single sign-on",
        confidence=DateConfidence.FIRM,
        ends_on=date(2027, 1, 15),
    )
    named = replace(plan(1), title="Nimbus  bank wants an audit log")
    told = replace(plan(2), title="Ask mara klein about search", area="Mara Klein")
    column = replace(
        board.columns[0], cards=(first, named, told, *board.columns[0].cards), total=13
    )
    seen = for_reader(
        replace(board, columns=(column, *board.columns[1:])),
        Reader.CUSTOMERS,
        ["Nimbus Bank", "Mara Klein", "a"],
    )
    assert seen.withheld == ("I-2", "I-3")
    cards = [card for _column, card in seen.cards()]
    assert cards[0].title == "Single sign-on" and cards[0].ends_on == date(2027, 1, 15)
    assert all(card.confidence in (None, DateConfidence.FIRM) for card in cards)
    for card in cards:
        assert not (card.number or card.votes or card.customers or card.owner)
        assert not (card.objectives or card.public_title)
    assert seen.columns[0].total == 11
    assert "Nimbus" not in repr(seen) and "Mara" not in repr(seen)


def test_customers_are_not_told_that_a_date_went_by() -> None:
    board = roadmap(1)
    late = replace(plan(0), confidence=DateConfidence.FIRM, ends_on=date(2026, 11, 1))
    board = replace(board, columns=(replace(board.columns[0], cards=(late,)), *board.columns[1:]))
    assert any(span.is_late for span in spans_of(board))
    assert not any(span.is_late for span in spans_of(for_reader(board, Reader.CUSTOMERS)))


def test_stakeholders_see_owners_and_dates_but_no_votes() -> None:
    cards = [card for _column, card in for_reader(roadmap(20), Reader.STAKEHOLDERS).cards()]
    assert any(card.owner for card in cards)
    assert any(card.confidence is DateConfidence.ROUGH for card in cards)
    assert not any(card.votes for card in cards)


def test_an_idea_stands_in_the_lane_of_each_objective_and_others_last() -> None:
    board = roadmap(12, shipped=0)
    both = replace(plan(1), objectives=("A", "B"))
    none = replace(plan(2), objectives=())
    column = replace(board.columns[0], cards=(both, none), total=2)
    lanes = lanes_of(replace(board, columns=(column,)), Lanes.OBJECTIVE)
    assert [(lane.name, lane.size) for lane in lanes] == [("A", 1), ("B", 1), ("No objective", 1)]


def test_more_lanes_than_can_be_read_share_one() -> None:
    cards = tuple(replace(plan(n), area=f"Area {n:02}") for n in range(30))
    column = replace(roadmap(0).columns[0], cards=cards, total=30)
    lanes = lanes_of(replace(roadmap(0), columns=(column,)), Lanes.AREA)
    assert len(lanes) == MOST_LANES + 1
    assert (lanes[-1].name, lanes[-1].size) == ("Other areas", 30 - MOST_LANES)


@pytest.mark.parametrize("words", ["", "timeline", "months", "by area", "by objective", "by owner"])
def test_every_idea_is_in_some_group_whatever_the_view(words: str) -> None:
    groups = groups_of(roadmap(60), parse_view(words))
    found = {card.key for group in groups for _column, card in group.entries}
    assert found == {card.key for _column, card in roadmap(60).cards()}
    assert all(group.total == len(group.entries) for group in groups)


def test_a_period_is_the_quarter_or_the_month_of_a_day() -> None:
    assert period_of(date(2026, 12, 31), Shape.QUARTERS).title == "Q4 2026"
    assert period_of(date(2026, 12, 31), Shape.QUARTERS).end == date(2027, 1, 1)
    month = period_of(date(2028, 2, 29), Shape.MONTHS)
    assert (month.first, month.end) == (date(2028, 2, 1), date(2028, 3, 1))


def test_the_calendar_begins_now_or_just_before_when_something_is_late() -> None:
    shown = timeline_of(roadmap(60), Shape.QUARTERS)
    assert shown.periods[0].title == "Q4 2026"
    assert shown.place(shown.first) == 0.0 and shown.place(shown.end) == 1.0
    assert 0.5 / len(shown.periods) < shown.place(TODAY) < 0.6 / len(shown.periods)
    board = roadmap(1)
    late = replace(plan(0), ends_on=date(2026, 9, 15), starts_on=date(2026, 8, 1))
    board = replace(board, columns=(replace(board.columns[0], cards=(late,)), *board.columns[1:]))
    assert timeline_of(board, Shape.QUARTERS).periods[0].title == "Q3 2026"


def test_without_any_dates_there_is_still_a_year_ahead() -> None:
    assert len(timeline_of(roadmap(0), Shape.QUARTERS).periods) == 4
