"""What a team has said and filed before a scenario begins, stored without Slack hearing of it."""

from domain.feedback.model import Draft
from domain.ideas.model import Idea
from sandbox import Actor
from services.feedback import capture as feedback
from services.ideas.actions import NewIdea
from services.votes import filing
from tests.support.make import request
from tests.support.world import World


def idea(world: World, who: Actor, title: str, evidence: int | None = None) -> Idea:
    """An idea without a card, filed from the feedback with a number when one is given."""
    asked = request(world.workspace_id, who.id, f"idea:{title}", at=world.clock.now())
    new = NewIdea(title, feedback_number=evidence)
    return filing.file(world.bot.database, asked, new, None)


def said(world: World, who: Actor, text: str) -> int:
    """Feedback that somebody saved; its number."""
    asked = request(world.workspace_id, who.id, f"said:{text[:50]}", at=world.clock.now())
    return feedback.capture(world.bot.database, asked, Draft(text)).feedback.number
