"""A team's own formula: understood, safe, and refused with the place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.scoring.formula import parse
from domain.scoring.formula_tokens import FormulaError
from domain.scoring.methods.base import score
from domain.scoring.methods.catalog import DRIVERS
from domain.scoring.methods.weighted import parse_model, weighted_method

AMOUNTS = {"a": 2.0, "b": 3.0, "zero": 0.0}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("12 / 2 / 3", 2),
        ("-a + b", 1), ("--a", 2), ("+a", 2), ("2 * -a", -4), ("50% * a", 1), ("1e2", 100),
        ("min(a, b, 1)", 1), ("max(a, b)", 3), ("MAX(A, 1)", 2), ("if(a > b, 1, 2)", 2),
        ("if(a = 2, 1, 1 / zero)", 1), ("if(a != 2, 1, if(b >= 3, 5, 6))", 5),
        ("a × b ÷ 2 − 1", 2), (".5 * a", 1),
    ],
)  # fmt: skip
def test_a_formula_gives_what_arithmetic_gives(source: str, value: float) -> None:
    assert parse(source).result(AMOUNTS) == pytest.approx(value)


@pytest.mark.parametrize(
    ("source", "column", "reason"),
    [
        ("", 1, "missing where the formula ends"),
        ("1 +", 4, "missing where the formula ends"),
        ("(1 + 2", 7, "“)” is missing"),
        ("1 + ) 2", 5, "missing where “)” stands"),
        ("a b", 3, "did not expect “b”"),
        ("a ** b", 4, "missing where “*” stands"),
        ("__import__('os')", 12, "has no meaning"),
        ("open(1)", 5, "did not expect “(”"),
        ("a.b", 2, "“.” has no meaning"),
        ("[1]", 1, "“[” has no meaning"),
        ("lambda: 1", 7, "“:” has no meaning"),
        ("if(a, 1, 2)", 5, "A comparison is missing"),
        ("if(a > 1, 2)", 12, "if needs three parts"),
        ("min a", 5, "Write min( … )"),
        ("1e999", 1, "too large"),
        ("(" * 40 + "1" + ")" * 40, 32, "nests at most 30"),
        ("-" * 60 + "1", 32, "nests at most 30"),
        ("1+" * 260 + "1", 501, "at most 500 characters"),
    ],
)
def test_a_formula_that_cannot_be_used_is_refused_with_its_place(
    source: str, column: int, reason: str
) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(source)
    assert reason in refused.value.message
    assert refused.value.column == column
    assert refused.value.field == "formula"


def test_the_place_is_marked_in_the_line() -> None:
    with pytest.raises(FormulaError) as refused:
        parse("reach * impact ? effort")
    assert refused.value.message == (
        "“?” has no meaning in a formula. (Column 16: reach * impact ▸? effort)"
    )


@pytest.mark.parametrize("source", ["1 / zero", "a / (b - 3)", "1e300 * 1e300"])
def test_what_has_no_result_says_where(source: str) -> None:
    with pytest.raises(FormulaError, match=r"divides by zero|too large"):
        parse(source).result(AMOUNTS)


@given(st.text(alphabet="ab+-*/()<>=,%. 0123456789minxf", max_size=60))
def test_every_text_is_a_formula_or_a_sentence(source: str) -> None:
    try:
        parse(source).result({"a": 2.0, "b": 3.0})
    except FormulaError as refused:
        assert refused.column >= 1
    except KeyError:
        pass  # a name that nobody knows: check_names refuses it before anything is counted


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.sampled_from("+-*"))
def test_a_formula_agrees_with_python(left: float, right: float, sign: str) -> None:
    expected = {"+": left + right, "-": left - right, "*": left * right}[sign]
    assert parse(f"x {sign} y").result({"x": left, "y": right}) == expected


LINES = """value: Customer value, weight 40
fit: Strategic fit, weight 25
ease_of: Feasibility, weight 20
money: Revenue impact, weight 15"""


@pytest.mark.parametrize(
    ("given_values", "expected"),
    [((9, 10, 4, 8), 8.1), ((7, 6, 5, 5), 6.05), ((6, 8, 8, 7), 7.05)],
)
def test_a_weighted_average_gives_the_published_example(
    given_values: tuple[float, ...], expected: float
) -> None:
    lines = LINES.replace("value:", "worth:")
    method = weighted_method(parse_model(lines, "", DRIVERS))
    estimates = dict(zip(("worth", "fit", "ease_of", "money"), given_values, strict=True))
    assert score(method, estimates).value == pytest.approx(expected)


def test_lower_is_better_turns_a_driver_around_and_ranges_are_evened_out() -> None:
    model = parse_model("risk: Risk, weight 1, lower, 0-4\ngain: Gain, weight 1, 0-100", "", {})
    assert score(weighted_method(model), {"risk": 1, "gain": 50}).value == pytest.approx(6.25)


def test_a_formula_may_use_what_follows_from_others_and_shared_drivers() -> None:
    model = parse_model(
        "pain: Pain, 0-10\nurgency = max(pain, reach / 100)\ntwice = urgency * 2",
        "twice / effort",
        DRIVERS,
    )
    method = weighted_method(model)
    assert [driver.key for driver in method.drivers] == ["pain", "reach", "effort"]
    assert score(method, {"pain": 4, "reach": 800, "effort": 2}).value == 8
    assert [one.key for one in score(method, {"pain": 4}).missing] == ["reach", "effort"]


@pytest.mark.parametrize(
    ("lines", "formula", "field", "sentence"),
    [
        ("", "", "lines", "at least one driver"),
        ("pain: Pain", "", "lines", "a weight, or write a formula"),
        ("pain: Pain", "pian * 2", "formula", "no driver called pian. Did you mean pain?"),
        ("pain: Pain", "pain *", "formula", "Column 7"),
        ("a = b\nb = a", "a", "lines", "circle: a → b → a"),
        ("a = a + 1", "a", "lines", "circle: a → a"),
        ("a = min(", "a", "lines", "Line 1"),
        ("a = nobody", "a", "lines", "no driver called nobody"),
        ("a: A, weight 1\na: B", "", "lines", "a second time"),
        ("reach: Ours, weight 1", "", "lines", "has already"),
        ("min: Least, weight 1", "", "lines", "already means something"),
        ("just words", "", "lines", "begins with a short name"),
        ("ä: Umlaut, weight 1", "", "lines", "use letters"),
        ("a: A, weight 1, 5-5", "", "lines", "does not go up"),
        ("a: A, weight 99999", "", "lines", "more than 1,000"),
        ("\n".join(f"d{n}: D, weight 1" for n in range(21)), "", "lines", "at most 20 lines"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_at_its_field(
    lines: str, formula: str, field: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_model(lines, formula, DRIVERS)
    assert sentence in refused.value.message
    assert refused.value.field == field


def test_a_model_that_divides_by_zero_has_no_score_and_says_so() -> None:
    method = weighted_method(parse_model("a: A, 0-10", "1 / a", {}))
    found = score(method, {"a": 0})
    assert found.value is None
    assert "divides by zero" in found.trouble


def test_an_estimate_outside_of_narrowed_bounds_has_no_score_and_says_so() -> None:
    method = weighted_method(parse_model("a: Size, weight 1, 0-5", "", {}))
    assert "Size is at most 5" in score(method, {"a": 8}).trouble
