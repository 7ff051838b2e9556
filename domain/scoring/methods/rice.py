"""RICE, as Intercom published it: reach × impact × confidence ÷ effort."""

from domain.scoring.common import EFFORT, MOST_PEOPLE, stepped
from domain.scoring.drivers import Choice, Driver
from domain.scoring.methods.base import Amounts, Method

REACH = Driver(
    key="reach",
    word="reach",
    name="Reach",
    question="How many people or customers does it touch in a quarter?",
    unit="people or customers in a quarter",
    low=0,
    high=MOST_PEOPLE,
)
IMPACT = stepped(
    "impact",
    "Impact",
    "How much does it change for each of them?",
    (
        (3, "Massive", "The reason to choose us or to leave us"),
        (2, "High", "A task they do often becomes clearly better"),
        (1, "Medium", "Noticed and liked; work goes on without it too"),
        (0.5, "Low", "A small relief now and then"),
        (0.25, "Minimal", "Hardly anybody would notice it missing"),
    ),
    span=(0, 3),
)
CONFIDENCE = Driver(
    key="confidence",
    word="confidence",
    name="Confidence",
    question="How well are these estimates founded?",
    unit="percent",
    low=0,
    high=100,
    is_percent=True,
    choices=(
        Choice(100, "High", "Measured: data for reach, research for impact"),
        Choice(80, "Medium", "One of them is measured, the other is judged"),
        Choice(50, "Low", "Judged by people who know, nothing measured"),
        Choice(20, "Moonshot", "A hunch that nobody has looked into"),
    ),
)


def value(amounts: Amounts) -> float:
    """Reach × impact × confidence ÷ effort.

    Formula: Sean McBride, "RICE: Simple prioritization for product managers", Intercom. Worked
    examples: 2,000 × 2 × 80 % ÷ 4 = 800 (timeclick-software/awesome-time-tracking,
    details/rice-framework.md); 8 million × 1 × 80 % ÷ 2 = 3.2 million and 500,000 × 2 × 60 % ÷ 3
    = 200,000 (extrapinchofsalt.com, RICE Framework).
    """
    return worth(amounts) / amounts["effort"]


def worth(amounts: Amounts) -> float:
    """Reach × impact × confidence: what stands against the effort."""
    return amounts["reach"] * amounts["impact"] * amounts["confidence"]


RICE = Method(
    key="rice",
    name="RICE",
    drivers=(REACH, IMPACT, CONFIDENCE, EFFORT),
    formula="{reach} × {impact} × {confidence} ÷ {effort}",
    value=value,
    worth=worth,
    worth_name="Reach × impact × confidence",
    worth_keys=("reach", "impact", "confidence"),
)
