"""A person's own feedback, and what became of it."""

from dataclasses import dataclass

from domain.feedback.model import Feedback
from domain.ideas.model import Idea


@dataclass(frozen=True, slots=True)
class OwnFeedback:
    """Something the person said or saved, and the ideas it became evidence for."""

    feedback: Feedback
    ideas: tuple[Idea, ...]
