"""Opportunity, after Anthony Ulwick: importance + max(importance - satisfaction, 0)."""

from domain.scoring.common import stepped
from domain.scoring.drivers import Direction
from domain.scoring.methods.base import Amounts, Method

IMPORTANCE = stepped(
    "importance",
    "Importance",
    "How important is the outcome to customers?",
    (
        (10, "Vital", "Practically everybody calls it very important"),
        (8, "High", "About eight in ten call it very important"),
        (5, "Medium", "About half call it very important"),
        (2, "Low", "About two in ten call it very important"),
        (0, "None", "Nobody calls it important"),
    ),
)
SATISFACTION = stepped(
    "satisfaction",
    "Satisfaction",
    "How satisfied are they with what they have today?",
    (
        (10, "Complete", "Practically everybody is very satisfied"),
        (8, "High", "About eight in ten are very satisfied"),
        (5, "Medium", "About half are very satisfied"),
        (2, "Low", "About two in ten are very satisfied"),
        (0, "None", "Nobody is satisfied"),
    ),
    direction=Direction.LESS,
)


def value(amounts: Amounts) -> float:
    """Importance + max(importance - satisfaction, 0), from 0 to 20.

    Formula: Anthony Ulwick, "What Customers Want" (2005). Worked examples: importance 9 with
    satisfaction 3 gives 15, with satisfaction 9 it gives 9 (decikit.com, Opportunity Scoring);
    4.7 with 2.1 gives 7.3 (extrapinchofsalt.com, Opportunity Scoring).
    """
    importance = amounts["importance"]
    return importance + max(importance - amounts["satisfaction"], 0)


OPPORTUNITY = Method(
    key="opportunity",
    name="Opportunity",
    drivers=(IMPORTANCE, SATISFACTION),
    formula="{importance} + max({importance} - {satisfaction}, 0)",
    value=value,
    worth=value,
    worth_name="Opportunity",
    worth_keys=("importance", "satisfaction"),
)
