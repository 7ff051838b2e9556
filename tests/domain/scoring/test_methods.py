"""The published formulas give their published results, and bad input gets a sentence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.scoring.drivers import format_estimate, told
from domain.scoring.methods.base import score
from domain.scoring.methods.catalog import BUILT_IN, DRIVERS, WEIGHTED, parse_method
from domain.scoring.methods.kano import category
from domain.scoring.methods.moscow import MOSCOW

WORKED = [
    ("rice", {"reach": 2000, "impact": 2, "confidence": 80, "effort": 4}, 800),
    ("rice", {"reach": 8e6, "impact": 1, "confidence": 80, "effort": 2}, 3.2e6),
    ("rice", {"reach": 5e5, "impact": 2, "confidence": 60, "effort": 3}, 2e5),
    ("ice", {"ice_impact": 8, "ice_confidence": 6, "ease": 3}, 144),
    (
        "wsjf",
        {"business_value": 7, "time_criticality": 9, "risk_reduction": 5, "job_size": 2},
        10.5,
    ),
    (
        "wsjf",
        {"business_value": 8, "time_criticality": 3, "risk_reduction": 4, "job_size": 8},
        1.875,
    ),
    (
        "wsjf",
        {"business_value": 100, "time_criticality": 50, "risk_reduction": 20, "job_size": 10},
        17,
    ),
    ("value_effort", {"value": 5, "effort": 2}, 2.5),
    ("value_effort", {"value": 4, "effort": 5}, 0.8),
    ("value_effort", {"value": 8, "effort": 2}, 4),
    ("opportunity", {"importance": 9, "satisfaction": 3}, 15),
    ("opportunity", {"importance": 9, "satisfaction": 9}, 9),
    ("opportunity", {"importance": 4.7, "satisfaction": 2.1}, 7.3),
    ("opportunity", {"importance": 2.4, "satisfaction": 3.2}, 2.4),
]
"""The examples that the docstrings of the methods name."""


@pytest.mark.parametrize(("key", "estimates", "expected"), WORKED)
def test_a_method_gives_what_its_published_example_gives(
    key: str, estimates: dict[str, float], expected: float
) -> None:
    found = score(BUILT_IN[key], estimates)
    assert found.value == pytest.approx(expected)
    assert [term.driver.key for term in found.terms] == list(estimates)


@pytest.mark.parametrize(
    ("functional", "row"),
    [(5, "QAAAP"), (4, "RIIIM"), (3, "RIIIM"), (2, "RIIIM"), (1, "RRRRQ")],
)
def test_two_kano_answers_make_the_category_of_the_evaluation_table(
    functional: int, row: str
) -> None:
    found = [category(functional, dysfunctional) for dysfunctional in (5, 4, 3, 2, 1)]
    assert "".join(one.label[0] if one is not None else "Q" for one in found) == row


def test_kano_ranks_musts_first_and_refuses_contradictions() -> None:
    kano = BUILT_IN["kano"]
    order = [(4, 1), (5, 1), (5, 3), (3, 3), (1, 5)]
    found = [score(kano, {"functional": a, "dysfunctional": b}) for a, b in order]
    assert [one.label for one in found] == [
        "Must-be", "Performance", "Attractive", "Indifferent", "Reverse",
    ]  # fmt: skip
    values = [one.value or 0 for one in found]
    assert values == sorted(values, reverse=True)
    contradiction = score(kano, {"functional": 5, "dysfunctional": 5})
    assert contradiction.value is None
    assert "contradict" in contradiction.trouble


def test_moscow_ranks_must_before_should_before_could_before_wont() -> None:
    moscow = BUILT_IN["moscow"]
    values = [score(moscow, {"moscow": MOSCOW.read(word) or 0}) for word in ("must", "should")]
    values += [score(moscow, {"moscow": MOSCOW.read(word) or 0}) for word in ("could", "won't")]
    assert [one.value for one in values] == [3, 2, 1, 0]
    assert [one.label for one in values] == [
        "Must have", "Should have", "Could have", "Won't have",
    ]  # fmt: skip
    assert format_estimate(MOSCOW, 2.5) == "near Must have"


def test_a_missing_driver_means_no_score_and_is_named() -> None:
    found = score(BUILT_IN["rice"], {"reach": 800, "value": 9})
    assert found.value is None
    assert [one.key for one in found.missing] == ["impact", "confidence", "effort"]


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("reach", "800", 800), ("reach", "1,200", 1200), ("reach", "1,200,000", 1.2e6),
        ("reach", "3k", 3000), ("reach", " 2.5 k ", 2500), ("reach", "0", 0),
        ("effort", "0,5", 0.5), ("effort", ".5", 0.5), ("effort", "1e1", 10),
        ("confidence", "80%", 80), ("confidence", "80 %", 80), ("confidence", "high", 100),
        ("impact", "Massive", 3), ("impact", "0.25", 0.25), ("moscow", "must", 3),
        ("moscow", "Won’t have", 0), ("reach", "none", None), ("effort", "-", None),
    ],
)  # fmt: skip
def test_what_people_type_is_read(key: str, typed: str, value: float | None) -> None:
    assert DRIVERS[key].read(typed) == value


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("effort", "0", "Effort has to be more than 0"),
        ("effort", "−2", "Effort has to be more than 0"),
        ("effort", "1e308", "Effort is at most 1,000"),
        ("reach", "-5", "Reach cannot be negative"),
        ("reach", "nan", "takes a number, and “nan” is none"),
        ("reach", "inf", "takes a number, and “inf” is none"),
        ("reach", "1e308", "Reach is at most 1,000,000,000"),
        ("reach", "50%", "is not a percentage"),
        ("reach", "many", "“many” is none"),
        ("reach", "1,2,3", "is none"),
        ("confidence", "120%", "Confidence is a percentage from 0 to 100"),
        ("confidence", "-1", "Confidence is a percentage from 0 to 100"),
        ("impact", "4", "Impact is at most 3"),
        ("job_size", "0", "Job size has to be more than 0"),
        ("functional", "0", "has to be at least 1"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence_at_its_field(
    key: str, typed: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        DRIVERS[key].read(typed)
    assert sentence in refused.value.message
    assert refused.value.field == key


@given(st.text(max_size=30), st.sampled_from(sorted(DRIVERS)))
def test_whatever_is_typed_is_an_estimate_within_bounds_or_a_sentence(text: str, key: str) -> None:
    driver = DRIVERS[key]
    try:
        value = driver.read(text)
    except InvalidInput as refused:
        assert refused.message.startswith(driver.name)
    else:
        assert value is None or driver.low <= value <= driver.high


def estimates_of(key: str) -> st.SearchStrategy[dict[str, float]]:
    return st.fixed_dictionaries(
        {
            driver.key: st.floats(driver.low, driver.high, exclude_min=driver.is_above_low)
            for driver in BUILT_IN[key].drivers
        }
    )


@given(
    st.sampled_from(sorted(BUILT_IN)).flatmap(
        lambda key: st.tuples(st.just(key), estimates_of(key))
    )
)
def test_estimates_within_bounds_give_a_finite_score_or_say_why_not(
    case: tuple[str, dict[str, float]],
) -> None:
    key, estimates = case
    found = score(BUILT_IN[key], estimates)
    assert (found.value is not None and math.isfinite(found.value)) or found.trouble


@pytest.mark.parametrize("key", ["rice", "ice", "wsjf", "value_effort", "opportunity", "moscow"])
@given(data=st.data())
def test_a_better_estimate_never_lowers_the_score(key: str, data: st.DataObject) -> None:
    method = BUILT_IN[key]
    estimates = data.draw(estimates_of(key))
    driver = data.draw(st.sampled_from(method.drivers))
    low = math.nextafter(driver.low, 1) if driver.is_above_low else driver.low
    other = data.draw(st.floats(low, driver.high))
    better, worse = sorted((estimates[driver.key], other), reverse=driver.direction == "more")
    best = score(method, {**estimates, driver.key: better})
    least = score(method, {**estimates, driver.key: worse})
    if best.value is not None and least.value is not None:
        assert best.value >= least.value


@pytest.mark.parametrize(
    ("typed", "key"),
    [("RICE", "rice"), ("value effort", "value_effort"), ("Value ÷ effort", "value_effort"),
     ("MoSCoW", "moscow"), ("own", WEIGHTED), ("wsjf", "wsjf")],
)  # fmt: skip
def test_a_method_is_found_by_any_spelling(typed: str, key: str) -> None:
    assert parse_method(typed) == key


def test_an_unknown_method_names_the_nearest() -> None:
    with pytest.raises(InvalidInput, match="Did you mean rice"):
        parse_method("rise")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (426.666, "426.7"), (0.25, "0.25"), (1200, "1,200"), (1234.56, "1,234.6"),
     (0.0123, "0.0123"), (3.2e6, "3,200,000"), (1e18, "1e+18")],
)  # fmt: skip
def test_a_number_is_told_shortly(value: float, text: str) -> None:
    assert told(value) == text


def test_every_rubric_fits_beside_its_choice() -> None:
    for driver in DRIVERS.values():
        assert len(driver.choices) <= 8
        assert all(0 < len(one.rubric) <= 75 for one in driver.choices)
