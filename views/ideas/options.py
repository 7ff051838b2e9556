"""Ideas and feedback as options of a select."""

from domain.feedback.privacy import WITHHELD
from domain.idea_page.page import Evidence
from domain.ideas.model import Idea
from views.blockkit.blocks import plain_object
from views.blockkit.message import Block
from views.blockkit.text import plain


def idea_option(idea: Idea) -> Block:
    """An idea as an option of a select."""
    label = plain(f"{idea.reference} {idea.title}", 75)
    return {"text": plain_object(label), "value": str(idea.number)}


def feedback_option(one: Evidence) -> Block:
    """Feedback as an option of a select."""
    said = f"({WITHHELD})" if one.is_withheld else one.feedback.text
    label = plain(f"{one.feedback.reference} {said}", 75)
    return {"text": plain_object(label), "value": str(one.feedback.number)}
