from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.votes.model import ReactionState, latest, newer, voters

SLACK_TS = st.builds(
    lambda seconds, micros: f"{seconds}.{micros:06d}",
    st.integers(0, 2_000_000_000),
    st.integers(0, 999_999),
)


def added(user: str, emoji: str, ts: str, message: str = "C1:1.0") -> ReactionState:
    return ReactionState(user, emoji, True, ts, message)


def removed(user: str, emoji: str, ts: str, message: str = "C1:1.0") -> ReactionState:
    return ReactionState(user, emoji, False, ts, message)


def test_a_second_reaction_by_the_same_person_is_one_vote() -> None:
    states = [
        added("U1", "+1", "10.000001"),
        added("U1", "+1::skin-tone-3", "10.000002"),
        added("U1", "thumbsup", "10.000003"),
        added("U1", "+1", "10.000004", message="C2:9.0"),
    ]
    assert voters(states, "+1") == {"U1"}


def test_taking_back_one_variant_keeps_the_vote_of_the_other() -> None:
    states = [
        added("U1", "+1", "10.0"),
        added("U1", "+1::skin-tone-3", "11.0"),
        removed("U1", "+1", "12.0"),
    ]
    assert voters(states, "+1") == {"U1"}
    assert voters([*states, removed("U1", "+1::skin-tone-3", "13.0")], "+1") == frozenset()


def test_taking_a_vote_back_on_one_card_keeps_the_vote_on_another() -> None:
    states = [
        added("U1", "+1", "10.0", "C1:1.0"),
        added("U1", "+1", "11.0", "C2:2.0"),
        removed("U1", "+1", "12.0", "C1:1.0"),
    ]
    assert voters(states, "+1") == {"U1"}


def test_an_addition_that_arrives_after_its_removal_does_not_come_back() -> None:
    assert voters([removed("U1", "+1", "12.0"), added("U1", "+1", "11.0")], "+1") == frozenset()


def test_the_bot_and_other_emoji_are_not_votes() -> None:
    states = [added("UBOT", "+1", "1.0"), added("U1", "eyes", "2.0"), added("U2", "+1", "3.0")]
    assert voters(states, ":thumbsup:", {"UBOT"}) == {"U2"}


def test_the_newest_states_keep_their_tombstones() -> None:
    states = [added("U1", "+1", "1.0"), removed("U1", "+1", "2.0")]
    assert latest(states) == (removed("U1", "+1", "2.0"),)


REACTIONS = st.builds(
    ReactionState,
    st.sampled_from(["U1", "U2", "UBOT"]),
    st.sampled_from(["+1", "thumbsup", "+1::skin-tone-2", "eyes"]),
    st.booleans(),
    st.integers(0, 9).map(lambda micros: f"1700000000.00000{micros}"),
    st.sampled_from(["C1:1.0", "C2:2.0"]),
)


@given(st.lists(REACTIONS, max_size=30), st.randoms())
def test_the_order_and_repetition_of_news_never_matter(
    states: list[ReactionState], rng: Random
) -> None:
    shuffled = states + states[: len(states) // 2]
    rng.shuffle(shuffled)
    assert latest(shuffled) == latest(states)
    assert voters(shuffled, "+1", {"UBOT"}) == voters(states, "+1", {"UBOT"})
    assert latest(latest(states)) == latest(states)


@given(SLACK_TS, SLACK_TS)
def test_slack_timestamps_compare_exactly(a: str, b: str) -> None:
    assert newer(a, b) == (Decimal(a) > Decimal(b))


def test_two_microseconds_apart_are_told_apart_where_a_float_would_round() -> None:
    assert newer("17000000000000.000002", "17000000000000.000001")
    assert not newer("1.5", "1.500000")
    assert newer("10.0", "9.999999")


@pytest.mark.parametrize("ts", ["", "abc", "1.x", ".5", "-1.0", "²"])
def test_what_is_no_slack_timestamp_is_refused(ts: str) -> None:
    with pytest.raises(ValueError, match="timestamp"):
        newer(ts, "1.0")
