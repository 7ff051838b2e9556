"""An idea in a few words: where it is, its votes, its evidence."""

from domain.ideas.model import Idea


def place_words(idea: Idea) -> str:
    """Where an idea stands in words, such as ``Planned · Next``."""
    if idea.horizon is None:
        return idea.status.label
    return f"{idea.status.label} · {idea.horizon.label}"


def votes_words(idea: Idea) -> str:
    """The number of votes in words."""
    return "1 vote" if idea.votes == 1 else f"{idea.votes:,} votes"


def evidence_words(idea: Idea) -> str:
    """How much feedback speaks for an idea, in words."""
    if not idea.evidence:
        return "No feedback yet"
    pieces = (
        "1 piece of feedback" if idea.evidence == 1 else f"{idea.evidence:,} pieces of feedback"
    )
    if not idea.customers:
        return pieces
    return f"{pieces} from {idea.customers:,} customer{'s' if idea.customers > 1 else ''}"
