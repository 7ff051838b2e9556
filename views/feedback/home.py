"""What Home says of a person's own feedback."""

from collections.abc import Sequence

from domain.feedback.model import FeedbackState
from domain.feedback.own import OwnFeedback
from views.blockkit import ids
from views.blockkit.blocks import button, context, header, section
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn
from views.feedback.messages import told
from views.ideas.lines import place_words

HOME_BUTTON = button("Save feedback", ids.HOME_FEEDBACK, "home", "primary")
"""The way there from Home."""

_QUOTE_CHARS = 160


def own_blocks(said: Sequence[OwnFeedback], count: int, capture_emoji: str) -> list[Block]:
    """Return the person's newest feedback and what became of it; ``count`` is how much there is."""
    blocks = [header("Your feedback, and what became of it")]
    if not said:
        how = f":{capture_emoji}: to a message, or type `/feedback` with what you heard."
        return [*blocks, section(f"Nothing yet. React with {how}")]
    blocks += [section(_line(one)) for one in said]
    more = count - len(said)
    return [*blocks, context(f"and {more} more")] if more > 0 else blocks


def _line(said: OwnFeedback) -> str:
    feedback = said.feedback
    return f"*{feedback.reference}*  {told(feedback, _QUOTE_CHARS)}\n{_became(said)}"


def _became(said: OwnFeedback) -> str:
    if said.feedback.state is FeedbackState.WITHDRAWN:
        return "Taken back"
    if said.feedback.state is FeedbackState.DISMISSED:
        return "Read, and not taken further"
    if not said.ideas:
        return ":hourglass_flowing_sand: Waiting to be read by the product team"
    return "\n".join(
        f":arrow_right: {idea.reference} {mrkdwn(idea.title, 80)} · {place_words(idea)}"
        for idea in said.ideas[:3]
    )
