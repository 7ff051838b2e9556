"""Value ÷ effort: the shortest method, and the axes of the 2×2 picture."""

from domain.scoring.common import EFFORT, stepped
from domain.scoring.methods.base import Amounts, Method

VALUE = stepped(
    "value",
    "Value",
    "How valuable is it, for customers and for us?",
    (
        (10, "Highest", "Nothing we could do is worth more"),
        (8, "High", "Many would pay or stay for it"),
        (5, "Medium", "Good for many, or very good for a few"),
        (2, "Low", "Nice to have"),
        (0, "None", "Nobody would miss it"),
    ),
)


def value(amounts: Amounts) -> float:
    """Value ÷ effort.

    Worked examples: features of value 5, 4 and 2 with efforts 2, 5 and 1 score 2.5, 0.8 and 2
    (okt.inf.szte.hu, Projektmunka, Value vs. Effort); 8 ÷ 2 = 4 (automatevalue.com, Value/Effort
    Matrix).
    """
    return amounts["value"] / amounts["effort"]


def worth(amounts: Amounts) -> float:
    """The value alone."""
    return amounts["value"]


VALUE_EFFORT = Method(
    key="value_effort",
    name="Value ÷ effort",
    drivers=(VALUE, EFFORT),
    formula="{value} ÷ {effort}",
    value=value,
    worth=worth,
    worth_keys=("value",),
)
