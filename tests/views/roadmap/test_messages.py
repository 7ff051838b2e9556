"""The roadmap as a message: one screen, its full list, and Slack's limits at the extremes."""

import json
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.roadmap.audiences import for_reader
from domain.roadmap.board import Board, BoardCard, BoardColumn
from domain.roadmap.commands import Lanes, Reader, RoadmapView, Shape, parse_view
from domain.roadmap.time_travel.travel import Past
from tests.support.make import NOON
from tests.views.roadmap.plans import roadmap
from views.blockkit import ids
from views.blockkit.limits import check_message, check_view
from views.roadmap.messages import (
    FIRST_LINES,
    posted_answer,
    roadmap_message,
    roadmap_modal,
    roadmap_post,
    shares,
)
from views.roadmap.time_travel import past_message

KEYS = (("now", "Now"), ("next", "Next"), ("later", "Later"), ("shipped", "Recently shipped"))
SELECTS = [ids.ROADMAP_SHAPE, ids.ROADMAP_LANES, ids.ROADMAP_READER]
ALWAYS = [ids.ROADMAP_PICTURE, ids.ROADMAP_SHARE, ids.ROADMAP_EXPORT]
hostile = st.sampled_from(
    ["<!channel>", "&" * 300, "x" * 5000, "*bold*\n> quote", "שלום", "👩‍👩‍👧‍👦" * 50, "Export"]
)


def board_of(*totals: int, title: str = "Export") -> Board:
    columns = [
        BoardColumn(
            key,
            name,
            "caption",
            tuple(BoardCard(f"I-{n}", title, votes=n) for n in range(1, min(total, 100) + 1)),
            total,
        )
        for (key, name), total in zip(KEYS, totals, strict=True)
    ]
    return Board("Harborline roadmap", "As of today", tuple(columns))


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def buttons(message: Any) -> list[str]:
    return [
        one["action_id"]
        for block in message.blocks
        if block["type"] == "actions"
        for one in block["elements"]
    ]


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.sampled_from([0, 1, 5, 100, 5000])] * 4), hostile)
def test_no_roadmap_breaks_a_limit_or_pings_anybody(totals: tuple[int, ...], title: str) -> None:
    board = board_of(*totals, title=title)
    messages = [
        roadmap_message(board, has_ideas=True, is_outside=True),
        roadmap_post(board, title[:50]),
        posted_answer(board),
    ]
    for message in messages:
        assert "<!channel>" not in shown(check_message(message).blocks)
    view = check_view(roadmap_modal(board), "modal")
    assert "<!channel>" not in shown(view)


def test_a_roadmap_shows_numbers_and_votes_in_its_columns() -> None:
    message = roadmap_message(board_of(1, 2, 0, 1), has_ideas=True)
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert texts == [
        ":large_green_circle: *Now*  caption\n*I-1* Export · 1 vote",
        ":large_blue_circle: *Next*  caption\n*I-1* Export · 1 vote\n*I-2* Export · 2 votes",
        ":white_circle: *Later*  caption\n_Nothing yet_",
        ":rocket: *Recently shipped*  caption\n*I-1* Export · 1 vote",
    ]
    assert buttons(message) == [*SELECTS, ids.ROADMAP_POST, *ALWAYS]


def test_a_long_column_says_how_many_more_and_offers_them_all() -> None:
    board = board_of(14, 1, 0, 0)
    message = roadmap_message(board, has_ideas=True)
    assert "… and 5 more" in shown(message.blocks)
    assert buttons(message) == [*SELECTS, ids.ROADMAP_POST, ids.ROADMAP_ALL, *ALWAYS]
    assert "*I-14* Export" in shown(roadmap_modal(board))


def test_the_screen_is_shared_between_the_columns() -> None:
    assert shares(board_of(50, 50, 50, 50)) == [3, 3, 2, 2]
    assert shares(board_of(50, 1, 0, 2)) == [7, 1, 0, 2]
    assert sum(shares(board_of(50, 50, 0, 0))) == FIRST_LINES


def test_an_empty_roadmap_says_how_to_fill_it() -> None:
    nothing = roadmap_message(board_of(0, 0, 0, 0), has_ideas=False)
    assert "File the first one with `/idea" in nothing.text
    unplanned = roadmap_message(board_of(0, 0, 0, 0), has_ideas=True)
    assert "`/idea I-1 next`" in unplanned.text
    assert buttons(nothing) == buttons(unplanned) == []


def test_where_the_bot_is_not_the_answer_says_how_to_invite_it() -> None:
    board = board_of(1, 0, 0, 0)
    outside = roadmap_message(board, has_ideas=True, is_outside=True, may_post=False)
    assert "/invite @Linchpin" in shown(outside.blocks)
    assert buttons(outside) == [*SELECTS, *ALWAYS]
    assert "/invite" not in shown(roadmap_message(board, has_ideas=True).blocks)


VIEWS = [
    "timeline",
    "months by area",
    "by owner",
    "timeline by objective for stakeholders",
    "list",
    "list by area for customers",
    "months for customers",
]


@pytest.mark.parametrize("words", VIEWS)
@pytest.mark.parametrize("ideas", [0, 1, 60, 300])
def test_every_view_of_any_size_fits_into_a_message_and_a_modal(words: str, ideas: int) -> None:
    view = parse_view(words)
    board = for_reader(roadmap(ideas, title="<!channel> & " * 20), view.reader)
    messages = [
        roadmap_message(board, view, is_outside=True),
        roadmap_post(board, "Priya", view),
        posted_answer(board, view),
    ]
    for message in messages:
        assert "<!channel>" not in shown(check_message(message).blocks)
    check_view(roadmap_modal(board, view), "modal")


def test_each_choice_of_a_select_leads_to_a_view_that_differs_in_that_alone() -> None:
    message = roadmap_message(roadmap(12), parse_view("timeline by area for stakeholders"))
    selects = next(b for b in message.blocks if b["type"] == "actions")["elements"]
    values = [[one["value"] for one in select["options"]] for select in selects]
    assert values == [
        [
            "by area for stakeholders",
            "quarters by area for stakeholders",
            "months by area for stakeholders",
            "quarters list by area for stakeholders",
        ],
        [
            "quarters for stakeholders",
            "quarters by area for stakeholders",
            "quarters by objective for stakeholders",
            "quarters by owner for stakeholders",
        ],
        ["quarters by area", "quarters by area for stakeholders", "quarters by area for customers"],
    ]
    assert all(parse_view(value).words == value for options in values for value in options)


def test_a_list_has_every_idea_with_its_dates_and_no_select_for_what_customers_may_not_see() -> (
    None
):
    view = parse_view("list for customers")
    board = for_reader(roadmap(20), view.reader, ["Bulk edit"])
    message = roadmap_message(board, view)
    text = shown(message.blocks)
    assert text.count("• ") == 19 + 2
    assert "firm" in text and "likely" not in text and "Mara" not in text
    assert "By objective" not in text and "By owner" not in text
    assert "Left out for customers" in text and "I-12" in text


def test_what_was_left_out_for_customers_is_not_said_in_a_post() -> None:
    view = parse_view("for customers")
    board = for_reader(roadmap(20), view.reader, ["Bulk edit"])
    assert "I-12" not in shown(roadmap_post(board, "Priya", view).blocks)


def test_every_view_of_any_instant_fits_into_an_option() -> None:
    board, at = board_of(3, 2, 1, 1), NOON.replace(microsecond=123_456)
    for shape, lanes, reader in product(Shape, Lanes, Reader):
        view = replace(RoadmapView(shape).of_reader(reader), is_list=True).of_lanes(lanes)
        if view is not None:
            past = Past(board, at, "America/Argentina/Buenos_Aires", NOON, view)
            check_message(past_message(past, may_post=True))
