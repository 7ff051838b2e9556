"""How strongly somebody needs what they ask for."""

from enum import StrEnum


class Importance(StrEnum):
    """How strongly the person who said it needs it, weakest first."""

    NICE_TO_HAVE = "nice_to_have"
    HELPFUL = "helpful"
    IMPORTANT = "important"
    BLOCKER = "blocker"

    @property
    def label(self) -> str:
        """The importance as people read it, such as ``Nice to have``."""
        return self.value.replace("_", " ").capitalize()

    @property
    def weight(self) -> int:
        """1 for a nice-to-have up to 4 for a blocker."""
        return list(Importance).index(self) + 1
