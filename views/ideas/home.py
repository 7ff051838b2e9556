"""What Home says of ideas: those the person voted for, and those that lead."""

from collections.abc import Collection, Sequence

from domain.ideas.model import Idea
from views.blockkit import ids
from views.blockkit.blocks import button, header, section
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn
from views.ideas.lines import place_words, votes_words

HOME_BUTTON = button("File an idea", ids.HOME_IDEA, "home")
"""The way there from Home."""

_TITLE_CHARS = 120


def voted_blocks(voted: Sequence[Idea], vote_emoji: str) -> list[Block]:
    """Return the ideas that the person voted for."""
    blocks = [header("What you voted for")]
    if not voted:
        return [*blocks, section(f"No votes yet. React with :{vote_emoji}: on an idea's card.")]
    return [*blocks, *[_idea(idea, ids.HOME_VOTED_OPEN) for idea in voted]]


def top_blocks(top: Sequence[Idea], voted_ids: Collection[int]) -> list[Block]:
    """Return the ideas with the most votes, with a word at those the person voted for."""
    blocks = [header("Top ideas")]
    if not top:
        return [*blocks, section("No ideas yet. File the first one with `/idea` and a title.")]
    return [*blocks, *[_idea(idea, ids.HOME_TOP_OPEN, idea.id in voted_ids) for idea in top]]


def _idea(idea: Idea, action_id: str, is_mine: bool = False) -> Block:
    facts = [votes_words(idea), place_words(idea), *(["you voted"] if is_mine else [])]
    text = f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)}\n{' · '.join(facts)}"
    return section(text, button("Details", action_id, str(idea.number)))
