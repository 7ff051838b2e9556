"""WSJF, weighted shortest job first, as SAFe words it: the cost of delay ÷ the size of the job."""

from dataclasses import replace

from domain.scoring.common import stepped
from domain.scoring.drivers import Direction
from domain.scoring.methods.base import Amounts, Method

BUSINESS_VALUE = stepped(
    "business_value",
    "Business value",
    "What is it worth to customers and to us?",
    (
        (1, "Least", "The least valuable of what we compare"),
        (2, "Little", "Somewhat more than the least"),
        (3, "Some", "Nice for a few"),
        (5, "Fair", "Good for many"),
        (8, "Much", "Many would pay or stay for it"),
        (13, "Great", "Among the two or three best we could do"),
        (20, "Outstanding", "Far ahead of all else"),
    ),
    word="value",
    span=(0, 100),
)
TIME_CRITICALITY = stepped(
    "time_criticality",
    "Time criticality",
    "How fast does that value shrink while we wait?",
    (
        (1, "Timeless", "Worth the same next year"),
        (2, "Slow", "Hardly less next quarter"),
        (3, "Some", "A little less each month"),
        (5, "Fair", "Clearly less each month"),
        (8, "Urgent", "Customers look elsewhere already"),
        (13, "Pressing", "A date this quarter decides"),
        (20, "Now or never", "A date within weeks decides"),
    ),
    word="time",
    span=(0, 100),
)
RISK_REDUCTION = stepped(
    "risk_reduction",
    "Risk reduction",
    "What risk does it take away, or what does it make possible?",
    (
        (1, "None", "Nothing hangs on it"),
        (2, "Little", "We learn a little"),
        (3, "Some", "One later idea becomes easier"),
        (5, "Fair", "Several later ideas become easier"),
        (8, "Much", "A known risk gets smaller"),
        (13, "Great", "A known risk goes away"),
        (20, "Outstanding", "Without it we could not go on"),
    ),
    word="risk",
    span=(0, 100),
)
JOB_SIZE = replace(
    stepped(
        "job_size",
        "Job size",
        "How large is the job, beside the others?",
        (
            (1, "Smallest", "The smallest job of what we compare"),
            (2, "Twice that", "About twice the smallest"),
            (3, "Small", "About three times the smallest"),
            (5, "Medium", "A sprint for a team"),
            (8, "Large", "A few sprints for a team"),
            (13, "Very large", "A quarter for a team"),
            (20, "Huge", "Better cut in pieces first"),
        ),
        word="size",
        span=(0, 100),
        direction=Direction.LESS,
    ),
    is_above_low=True,
)


def value(amounts: Amounts) -> float:
    """(Business value + time criticality + risk reduction) ÷ job size.

    Formula: Scaled Agile Framework, "Weighted Shortest Job First" (scaledagileframework.com/wsjf),
    after Don Reinertsen. Worked examples: (7 + 9 + 5) ÷ 2 = 10.5 and (8 + 3 + 4) ÷ 8 = 1.875
    (extrapinchofsalt.com, WSJF); 170 ÷ 10 = 17 (beginpm.com, What is WSJF).
    """
    return worth(amounts) / amounts["job_size"]


def worth(amounts: Amounts) -> float:
    """The cost of delay: the sum of its three parts."""
    return amounts["business_value"] + amounts["time_criticality"] + amounts["risk_reduction"]


WSJF = Method(
    key="wsjf",
    name="WSJF",
    drivers=(BUSINESS_VALUE, TIME_CRITICALITY, RISK_REDUCTION, JOB_SIZE),
    formula="({business_value} + {time_criticality} + {risk_reduction}) ÷ {job_size}",
    value=value,
    worth=worth,
    worth_name="Cost of delay",
    worth_keys=("business_value", "time_criticality", "risk_reduction"),
    cost_key="job_size",
)
