"""What is proposed to a person who is about to save something: existing things that are alike."""

from dataclasses import dataclass

from domain.feedback.model import Feedback
from domain.ideas.model import Idea
from domain.similarity.closeness import Degree


@dataclass(frozen=True, slots=True)
class Alike:
    """An idea or a piece of feedback (one of the two) like what a person wrote, and why.

    ``shared`` are words that both speak of, or with which each says the same. ``is_repeat`` marks
    what the same person saved a moment ago.
    """

    degree: Degree
    shared: tuple[str, ...]
    idea: Idea | None = None
    feedback: Feedback | None = None
    is_repeat: bool = False

    @property
    def reference(self) -> str:
        """The short number, such as ``I-12``."""
        one = self.idea or self.feedback
        return one.reference if one is not None else ""


@dataclass(frozen=True, slots=True)
class Question:
    """Feedback that was just saved, and what it may be one of."""

    feedback: Feedback
    found: tuple[Alike, ...]
