"""What Home asks those who recorded decisions."""

from collections.abc import Sequence

from domain.dates.periods import format_day
from domain.decisions import Decision
from views.blockkit import ids
from views.blockkit.blocks import button, header, section
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn

HOME_BUTTON = button("Decisions", ids.HOME_DECISIONS, "home")
"""The way there from Home."""

_TITLE_CHARS = 120


def review_blocks(reviews: Sequence[Decision]) -> list[Block]:
    """Return each decision that is to be looked at again, with the button that opens it."""
    asked = [_review(one) for one in reviews]
    return [header("You are asked"), *asked] if asked else []


def _review(decision: Decision) -> Block:
    day = format_day(decision.review_on) if decision.review_on else ""
    text = (
        f":scales: Does *{decision.reference}* {mrkdwn(decision.title, _TITLE_CHARS)} still hold?"
        f"\nReview was due {day}"
    )
    return section(text, button("Look at it", ids.DECISION_OPEN, str(decision.number)))
