"""What counts when several estimate, what would change a rank, and what is typed after /score."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.scoring.commands import (
    AskUsage,
    AskWhy,
    ChooseMethod,
    EditModel,
    EditRubric,
    GiveEstimates,
    OpenScore,
    ScoreCommand,
    example,
    pair_up,
    parse_score_command,
)
from domain.scoring.estimates import Estimate, Outcome, opinions, score_range, values
from domain.scoring.methods.base import score
from domain.scoring.methods.catalog import BUILT_IN
from domain.scoring.steps import smallest_step

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RICE = BUILT_IN["rice"]


def estimate(driver: str, user: str, value: float, days_ago: int = 0) -> Estimate:
    return Estimate(driver, user, value, NOW - timedelta(days=days_ago))


def test_the_median_of_everybody_counts_and_everybody_is_kept() -> None:
    found = opinions(
        [estimate("effort", "U1", 2), estimate("effort", "U2", 9, 3), estimate("effort", "U3", 3)]
    )
    assert values(found) == {"effort": 3}
    assert [one.user_id for one in found["effort"].given] == ["U3", "U1", "U2"]
    assert (found["effort"].low, found["effort"].high) == (2, 9)


def test_an_opinion_fades_when_even_its_newest_estimate_is_older_than_half_a_year() -> None:
    old = [estimate("effort", "U1", 2, 200), estimate("effort", "U2", 2, 183)]
    assert opinions(old)["effort"].has_faded(NOW)
    assert not opinions([*old, estimate("effort", "U3", 2, 182)])["effort"].has_faded(NOW)


def test_the_range_of_a_score_is_that_of_peoples_extremes() -> None:
    base = {"reach": 800, "impact": 2, "confidence": 80, "effort": 3}
    some = [estimate(key, "U1", value) for key, value in base.items()]
    assert score_range(RICE, opinions(some)) == pytest.approx((426.67, 426.67), abs=0.01)
    more = [estimate("effort", "U2", 4), estimate("reach", "U2", 400)]
    assert score_range(RICE, opinions([*some, *more])) == pytest.approx((160, 426.67), abs=0.01)


def test_the_smallest_step_is_one_that_people_would_take() -> None:
    estimates = {"reach": 800, "impact": 2, "confidence": 80, "effort": 3}
    step = smallest_step(RICE, estimates, 500)
    assert step is not None
    assert (step.driver.key, step.after) == ("reach", 940)
    known = {"impact": 1, "confidence": 100, "effort": 3, "reach": 1}
    nearest = smallest_step(RICE, known, 0.45)
    assert nearest is not None and nearest.score > 0.45


def test_no_step_is_found_where_none_is_enough() -> None:
    assert smallest_step(BUILT_IN["moscow"], {"moscow": 3}, 3) is None


@given(
    st.fixed_dictionaries(
        {
            "reach": st.floats(1, 1e6),
            "impact": st.sampled_from([0.25, 0.5, 1, 2, 3]),
            "confidence": st.sampled_from([20, 50, 80, 100]),
            "effort": st.floats(0.1, 100),
        }
    ),
    st.floats(0.01, 1e5),
)
def test_a_step_that_is_named_does_pass(estimates: dict[str, float], beyond: float) -> None:
    step = smallest_step(RICE, estimates, beyond)
    if step is not None:
        after = score(RICE, {**estimates, step.driver.key: step.after}).value
        assert after == step.score
        assert after is not None and after > beyond


COMMANDS: list[tuple[str, ScoreCommand]] = [
    ("", AskUsage()),
    ("help", AskUsage()),
    ("I-12", OpenScore(12)),
    ("i12", OpenScore(12)),
    ("#12", OpenScore(12)),
    ("I 12", OpenScore(12)),
    ("12", OpenScore(12)),
    ("I-12 why?", AskWhy(12)),
    ("method", ChooseMethod("")),
    ("method ice", ChooseMethod("ice")),
    ("method ice area Mobile app", ChooseMethod("ice", "Mobile app")),
    ("method ice for area Mobile", ChooseMethod("ice", "Mobile")),
    ("method value effort area:Mobile", ChooseMethod("value effort", "Mobile")),
    ("rubric", EditRubric()),
    ("model", EditModel()),
    (
        "I-12 reach=800 impact=2 confidence=80% effort=3",
        GiveEstimates(
            12, (("reach", "800"), ("impact", "2"), ("confidence", "80%"), ("effort", "3"))
        ),
    ),
    ("I-12 reach = 1,200, effort: 3", GiveEstimates(12, (("reach", "1,200"), ("effort", "3")))),
    ("I-12 confidence=80 % moscow=“must have”", GiveEstimates(
        12, (("confidence", "80 %"), ("moscow", "must have")))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "command"), COMMANDS)
def test_what_is_typed_is_understood(text: str, command: ScoreCommand) -> None:
    assert parse_score_command(text) == command


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("F-12", "is not the number of an idea"),
        ("export", "is not the number of an idea"),
        ("I-12 reach 800", "I do not understand “reach 800”"),
        ("I-12 reach=800 and more", "I do not understand “and more”"),
    ],
)
def test_what_is_not_understood_says_so(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_score_command(text)
    assert sentence in refused.value.message


@given(st.text(max_size=60))
def test_every_text_is_a_command_or_a_sentence(text: str) -> None:
    try:
        parse_score_command(text)
    except InvalidInput as refused:
        assert refused.message


@pytest.mark.parametrize("key", sorted(BUILT_IN))
def test_the_example_of_every_method_can_be_typed(key: str) -> None:
    command = parse_score_command(f"I-1 {example(BUILT_IN[key])}")
    assert isinstance(command, GiveEstimates)
    found = pair_up(BUILT_IN[key], command.given)
    assert list(found) == [driver.key for driver in BUILT_IN[key].drivers]


def test_an_unknown_or_repeated_driver_is_refused() -> None:
    with pytest.raises(InvalidInput, match="Did you mean effort"):
        pair_up(RICE, (("efort", "3"),))
    with pytest.raises(InvalidInput, match="stands there twice"):
        pair_up(RICE, (("effort", "3"), ("Effort", "4")))


def test_a_round_takes_the_place_of_what_was_said_before_it_and_weighs_as_its_people() -> None:
    before = estimate("effort", "U1", 9, 2)
    found = replace(estimate("effort", "round", 3, 1), outcome=Outcome(2, 4, 1, 8))
    after = estimate("effort", "U2", 20, 0)
    opinion = opinions([before, found, after])["effort"]
    assert opinion.value == 3 and opinion.voices == 5
    assert (opinion.low, opinion.high) == (1, 20)
    assert opinion.replaced == (before,) and opinion.given == (after, found)
