"""ICE, as growth teams use it: impact × confidence × ease, each from 0 to 10."""

from domain.scoring.common import stepped
from domain.scoring.methods.base import Amounts, Method

IMPACT = stepped(
    "ice_impact",
    "Impact",
    "How far does it move the measure that matters most now?",
    (
        (10, "Decisive", "The measure would not be the same afterwards"),
        (7, "Strong", "A clear step, seen in the weekly numbers"),
        (5, "Fair", "A step that an experiment could show"),
        (3, "Slight", "Perhaps visible over a quarter"),
        (1, "None", "The measure would stay where it is"),
    ),
    word="impact",
)
CONFIDENCE = stepped(
    "ice_confidence",
    "Confidence",
    "How sure are you of that impact?",
    (
        (10, "Proven", "Seen in our own product"),
        (7, "Tested", "An experiment or a prototype points there"),
        (5, "Backed", "Several customers say so"),
        (3, "Anecdotal", "One story, or a rival has it"),
        (1, "Guess", "An opinion"),
    ),
    word="confidence",
)
EASE = stepped(
    "ease",
    "Ease",
    "How easy is it to do?",
    (
        (10, "Hours", "One person, today"),
        (7, "Days", "One person, this week"),
        (5, "Weeks", "A few people, this month"),
        (3, "Months", "A team, this quarter"),
        (1, "Longer", "Several teams, or new ground"),
    ),
)


def value(amounts: Amounts) -> float:
    """Impact × confidence × ease.

    Formula: Sean Ellis's three ratings out of ten, multiplied as Itamar Gilad does in "Evidence
    Guided". Worked example: 8 × 6 × 3 = 144 (idaete.com, ICE Scoring Model).
    """
    return worth(amounts) * amounts["ease"]


def worth(amounts: Amounts) -> float:
    """Impact × confidence: what stands against the difficulty."""
    return amounts["ice_impact"] * amounts["ice_confidence"]


ICE = Method(
    key="ice",
    name="ICE",
    drivers=(IMPACT, CONFIDENCE, EASE),
    formula="{ice_impact} × {ice_confidence} × {ease}",
    value=value,
    worth=worth,
    worth_name="Impact × confidence",
    worth_keys=("ice_impact", "ice_confidence"),
    cost_key="ease",
)
