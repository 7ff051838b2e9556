"""The roadmap as a message: one screen, its full list, and Slack's limits at the extremes."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.board import Board, BoardCard, BoardColumn
from views import ids
from views.limits import check_message, check_view
from views.roadmap import (
    FIRST_LINES,
    posted_answer,
    roadmap_message,
    roadmap_modal,
    roadmap_post,
    shares,
)

KEYS = (("now", "Now"), ("next", "Next"), ("later", "Later"), ("shipped", "Recently shipped"))
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
    assert buttons(message) == [ids.ROADMAP_POST]


def test_a_long_column_says_how_many_more_and_offers_them_all() -> None:
    board = board_of(14, 1, 0, 0)
    message = roadmap_message(board, has_ideas=True)
    assert "… and 5 more" in shown(message.blocks)
    assert buttons(message) == [ids.ROADMAP_POST, ids.ROADMAP_ALL]
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
    assert buttons(outside) == []
    assert "/invite" not in shown(roadmap_message(board, has_ideas=True).blocks)
