"""What is typed after /ideas top."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.ideas.model import Horizon, Status
from domain.scoring.ranking import Order
from domain.scoring.top_words import RankingQuery, parse_top


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", RankingQuery()),
        ("by votes", RankingQuery(Order.VOTES)),
        ("customers", RankingQuery(Order.CUSTOMERS)),
        ("by feedback", RankingQuery(Order.ASKED)),
        ("picture", RankingQuery(wants_picture=True)),
        ("2x2 area:Mobile", RankingQuery(area="Mobile", wants_picture=True)),
        (
            "by score area:“Mobile app” status:open",
            RankingQuery(area="Mobile app", status=Status.OPEN),
        ),
        ("horizon:next owner:@sam", RankingQuery(horizon=Horizon.NEXT, owner="@sam")),
        ("status: in-progress", RankingQuery(status=Status.IN_PROGRESS)),
    ],
)
def test_an_order_and_filters_are_understood(text: str, wish: RankingQuery) -> None:
    assert parse_top(text) == wish


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("by sparkle", "cannot be ranked by “sparkle”"),
        ("navigation", "begin with another one than top"),
        ("billing", "a filter such as /ideas top area:billing"),
        ("by vote score", "cannot be ranked by “score”"),
        ("arae:Mobile", "Did you mean area:?"),
        ("status:next", "There is no status “next”"),
        ("horizon:shipped", "There is no horizon “shipped”"),
    ],
)
def test_what_is_not_understood_says_what_there_is(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_top(text)
    assert sentence in refused.value.message


@given(st.text(max_size=60))
def test_every_text_is_a_wish_or_a_sentence(text: str) -> None:
    try:
        parse_top(text)
    except InvalidInput as refused:
        assert refused.message
