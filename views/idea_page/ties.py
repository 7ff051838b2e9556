"""What an idea is tied to, on its page: objectives that it serves, decisions about it."""

from domain.decisions import Decision
from domain.idea_page.page import IdeaPage
from domain.ideas.model import Idea
from domain.objectives.model import Objective
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn
from views.decisions import pages as decision_views
from views.objectives import lines as objectives_lines

_MOST = 6


def tie_blocks(page: IdeaPage) -> list[Block]:
    """The part of an idea's page about objectives and decisions."""
    blocks = _served(page.idea, page.ties.objectives) if page.shows("objectives") else []
    if page.ties.decisions and page.shows("decisions"):
        blocks.append(section("*Decisions about it*"))
        blocks += [_decision(one) for one in page.ties.decisions[:_MOST]]
        blocks += _more(len(page.ties.decisions))
    return blocks


def _served(idea: Idea, objectives: tuple[Objective, ...]) -> list[Block]:
    change = button("Objectives…", ids.OBJECTIVE_OF_IDEA, str(idea.number))
    text = "*Objectives that it serves*" if objectives else "*Objectives*  It serves none yet"
    shown = [_objective(one) for one in objectives[:_MOST]]
    return [section(text, change), *shown, *_more(len(objectives))]


def serving_message(idea: Idea, served: tuple[int, ...], *, is_over: bool) -> Message:
    """The private answer to /idea I-12 serves O-2."""
    named = " and ".join(f"O-{number}" for number in served)
    title = mrkdwn(idea.title, 200)
    verb = "no longer serves" if is_over else "serves"
    text = f"*{idea.reference}* {title} {verb} *{named}*."
    buttons = [button("Details", ids.IDEA_OPEN, str(idea.number))]
    if len(served) == 1:
        buttons.append(button(f"Open O-{served[0]}", ids.OBJECTIVE_OPEN, str(served[0])))
    return Message(text, (section(text), actions(buttons)))


def _objective(objective: Objective) -> Block:
    open_it = button("Open", ids.OBJECTIVE_OPEN, str(objective.number))
    return section(objectives_lines.short_line(objective), open_it)


def _decision(decision: Decision) -> Block:
    open_it = button("Open", ids.DECISION_OPEN, str(decision.number))
    return section(decision_views.short_line(decision), open_it)


def _more(count: int) -> list[Block]:
    return [context(f"and {count - _MOST} more")] if count > _MOST else []
