"""Corrections: stored reactions become what Slack shows, except where the news is newer."""

from hypothesis import given
from hypothesis import strategies as st

from domain.votes.model import ReactionState, latest, voters
from domain.votes.reconciliation import corrections

READ_TS = "1000.000000"


def state(user: str, emoji: str, present: bool, ts: str) -> ReactionState:
    return ReactionState(user, emoji, present, ts, "C1:1.0")


def test_a_reaction_that_slack_does_not_show_is_taken_away() -> None:
    known = [state("U1", "+1", True, "900.1")]
    assert corrections(known, [], READ_TS) == [state("U1", "+1", False, READ_TS)]


def test_a_reaction_that_was_missed_is_added() -> None:
    assert corrections([], [("U1", "tada")], READ_TS) == [
        ReactionState("U1", "tada", True, READ_TS)
    ]


def test_what_is_known_already_needs_no_correction() -> None:
    known = [state("U1", "+1", True, "900.1"), state("U2", "+1", False, "900.2")]
    assert corrections(known, [("U1", "+1")], READ_TS) == []


def test_a_change_later_than_the_reading_is_left_alone() -> None:
    known = [state("U1", "+1", True, "1000.1"), state("U2", "+1", False, "1001.0")]
    assert corrections(known, [("U2", "+1")], READ_TS) == []


def test_an_alias_is_the_emoji_that_slack_shows() -> None:
    known = [state("U1", "thumbsup", True, "900.1")]
    assert corrections(known, [("U1", "+1")], READ_TS) == []
    assert corrections(known, [], READ_TS) == [state("U1", "thumbsup", False, READ_TS)]


def test_skin_tones_are_reactions_of_their_own() -> None:
    known = [state("U1", "+1::skin-tone-3", True, "900.1")]
    assert corrections(known, [("U1", "+1")], READ_TS) == [
        state("U1", "+1::skin-tone-3", False, READ_TS),
        ReactionState("U1", "+1", True, READ_TS, "C1:1.0"),
    ]


PAIRS = st.tuples(st.sampled_from(["U1", "U2", "U3"]), st.sampled_from(["+1", "+1::skin-tone-2"]))
KNOWN = st.dictionaries(PAIRS, st.tuples(st.booleans(), st.integers(1, 999)))


@given(KNOWN, st.sets(PAIRS))
def test_after_the_corrections_the_tally_is_what_slack_shows(
    known: dict[tuple[str, str], tuple[bool, int]], shown: set[tuple[str, str]]
) -> None:
    states = [
        state(user, emoji, present, f"{ts}.0") for (user, emoji), (present, ts) in known.items()
    ]
    fixed = corrections(states, shown, READ_TS)
    after = latest([*states, *(state(one.user, one.emoji, one.present, READ_TS) for one in fixed)])
    assert {(one.user, one.emoji) for one in after if one.present} == shown
    assert voters(after, "+1") == {user for user, _ in shown}
