"""Ballots: what is a valid vote, the ranking, and concentration against worked examples."""

from dataclasses import replace

import pytest

from domain.core.errors import InvalidInput
from domain.ideas.model import Idea
from domain.rounds.ballots import (
    Given,
    by_team,
    check_ballot,
    check_budget,
    concentration,
    effective_number,
    is_loud,
    ranked,
)
from tests.domain.test_announcements import IDEA


def idea(number: int) -> Idea:
    return replace(IDEA, id=number, number=number, title=f"Idea {number}")


IDEAS = [idea(number) for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([30, 30, 20, 20], 1 / 0.26),  # Herfindahl-Hirschman index 2,600
        ([75, 25], 1.6),
        ([5, 5, 5, 5], 4),
        ([9, 0, 0], 1),
        ([], 0),
    ],
)
def test_the_effective_number_equals_the_worked_examples(
    shares: list[int], expected: float
) -> None:
    assert effective_number(shares) == pytest.approx(expected)


def test_the_ranking_goes_by_points_then_by_voters_then_by_number() -> None:
    given = [
        Given(1, "UA", 4),
        Given(2, "UA", 2),
        Given(2, "UB", 2),
        Given(3, "UB", 4),
        Given(4, "UA", 1),
    ]
    places = ranked(IDEAS, given)
    assert [(one.place, one.number) for one in places] == [(1, 2), (2, 1), (2, 3), (4, 4)]
    assert (places[0].points, places[0].voters) == (4, 2)
    assert places[0].share == pytest.approx(4 / 13) and places[0].loudest == 0.5


def test_concentration_says_by_idea_and_by_customer_what_the_points_went_to() -> None:
    given = [Given(1, "UA", 3), Given(2, "UA", 3), Given(3, "UB", 2), Given(4, "UB", 2)]
    askers = {1: ("Acme",), 2: ("Acme", "Larkspur")}
    found = concentration(IDEAS, given, askers, {})
    assert found is not None
    assert found.effective == pytest.approx(1 / 0.26)
    assert found.top_three == 0.8 and found.with_customers == 0.6
    told = {one.customer: (one.share, one.alone) for one in found.customers}
    assert told == {"Acme": (0.6, 0.3), "Larkspur": (0.3, 0.0)}
    assert found.teams == ()
    assert concentration(IDEAS, [], askers, {}) is None


def test_who_is_in_two_teams_counts_half_for_each_and_few_voters_are_not_laid_open() -> None:
    teams = {"UA": ("Product", "Support"), **dict.fromkeys(("UB", "UC"), ("Support",))}
    given = [Given(1, "UA", 10), Given(2, "UB", 6), Given(1, "UB", 4), Given(2, "UC", 10)]
    found = by_team(IDEAS, [*given, Given(3, "UD", 10)], teams)
    assert [(one.team, one.voters) for one in found] == [("Support", 3), ("Product", 1), ("", 1)]
    assert [one.share for one in found] == pytest.approx([25 / 40, 5 / 40, 10 / 40])
    assert [one.favourite for one in found] == [2, None, None]
    tied = [*given, Given(1, "UC", 7)]
    assert by_team(IDEAS, tied, teams)[0].favourite is None
    assert by_team(IDEAS, given, {}) == ()


def test_one_loud_voice_is_said_only_where_several_took_part() -> None:
    [place] = ranked([idea(1)], [Given(1, "UA", 8), Given(1, "UB", 1)])
    assert is_loud(place, 3) and not is_loud(place, 2)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({1: "7", 2: "4"}, "1", "gave 11 points and have 10. Take 1 point back"),
        ({1: "99999", 2: "4"}, "1", "Take 99993 points back"),
        ({2: "-1"}, "2", "whole number"),
        ({2: "1.5"}, "2", "whole number"),
        ({2: "nan"}, "2", "whole number"),
        ({2: "³"}, "2", "whole number"),
    ],
)
def test_a_vote_that_cannot_be_counted_is_refused_at_its_field(
    typed: dict[int, str], field: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence) as refused:
        check_ballot(typed, 10)
    assert refused.value.field == field


def test_a_vote_may_leave_points_and_ideas_out() -> None:
    assert check_ballot({1: "7", 2: " ", 3: "0"}, 10) == {1: 7}
    assert check_ballot({}, 10) == {}


@pytest.mark.parametrize("typed", ["0", "101", "ten", "", "1e3", "-5"])
def test_a_budget_is_a_whole_number_of_points(typed: str) -> None:
    with pytest.raises(InvalidInput, match="from 1 to 100"):
        check_budget(typed)
    assert check_budget(" 10 ") == 10
