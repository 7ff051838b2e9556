"""The Home tab: what I said and what became of it, what I voted for, and what leads."""

from typing import Any

from domain.feedback.model import FeedbackState
from domain.home.tab import HomePage, OwnFeedback, Waiting
from domain.ideas.model import Idea
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, plain_object, section
from views.blockkit.message import Block
from views.blockkit.text import mrkdwn
from views.digests.personal import my_digest_line
from views.feedback.messages import told
from views.home.asks import home_asks
from views.ideas.lines import place_words, votes_words
from views.roadmap.promises import at_risk_blocks
from views.rounds.lists import line_block
from views.triage.home import inbox_blocks

_HOME = "home"
"""The value of buttons that need none."""

_QUOTE_CHARS = 160
_TITLE_CHARS = 120


def home_view(page: HomePage) -> dict[str, Any]:
    """The Home tab of one person; at most some 60 of Slack's 100 blocks."""
    blocks = [_actions()]
    if page.waiting is not None:
        blocks += _waiting(page.waiting)
    blocks += inbox_blocks(page.inbox)
    blocks += _rounds(page)
    blocks += home_asks(page.objectives, page.reviews)
    blocks += at_risk_blocks(page.at_risk)
    blocks += _said(page)
    blocks += _voted(page)
    blocks += _top(page)
    blocks += [_header("Your digest"), my_digest_line(page.digest)]
    return {"type": "home", "blocks": blocks}


def _actions() -> Block:
    return actions(
        [
            button("Save feedback", ids.HOME_FEEDBACK, _HOME, "primary"),
            button("File an idea", ids.HOME_IDEA, _HOME),
            button("Roadmap", ids.HOME_ROADMAP, _HOME),
            button("Rounds", ids.ROUND_LIST, _HOME),
            button("Objectives", ids.HOME_OBJECTIVES, _HOME),
            button("Decisions", ids.HOME_DECISIONS, _HOME),
            button("Customers", f"{ids.CUSTOMERS_OPEN}:home", _HOME),
            button("Search", f"{ids.SEARCH_OPEN}:home", _HOME),
            button("Settings", ids.SETTINGS_OPEN, _HOME),
        ]
    )


def _waiting(waiting: Waiting) -> list[Block]:
    lines = []
    if waiting.without_owner:
        what = "planned idea has" if waiting.without_owner == 1 else "planned ideas have"
        lines.append(f":bust_in_silhouette:  *{waiting.without_owner}* {what} no owner")
    if waiting.failed_posts:
        what = "post" if waiting.failed_posts == 1 else "posts"
        lines.append(
            f":warning:  *{waiting.failed_posts}* {what} failed lately: `/linchpin doctor`"
        )
    if not lines:
        lines.append(":white_check_mark:  Nothing waits for you")
    return [_header("Waiting for you"), section("\n".join(lines))]


def _rounds(page: HomePage) -> list[Block]:
    if not page.rounds:
        return []
    waiting = any(one.is_waiting for one in page.rounds)
    head = "Rounds waiting for you" if waiting else "Your rounds"
    return [_header(head), *[line_block(one) for one in page.rounds]]


def _said(page: HomePage) -> list[Block]:
    blocks = [_header("Your feedback, and what became of it")]
    if not page.said:
        return [
            *blocks,
            section(
                "Nothing yet. React with "
                f":{page.capture_emoji}: to a message, or type `/feedback` with what you heard."
            ),
        ]
    blocks += [section(_said_line(said)) for said in page.said]
    more = page.said_count - len(page.said)
    if more > 0:
        blocks.append(context(f"and {more} more"))
    return blocks


def _said_line(said: OwnFeedback) -> str:
    feedback = said.feedback
    head = f"*{feedback.reference}*  {told(feedback, _QUOTE_CHARS)}"
    return f"{head}\n{_became(said)}"


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


def _voted(page: HomePage) -> list[Block]:
    blocks = [_header("What you voted for")]
    if not page.voted:
        text = f"No votes yet. React with :{page.vote_emoji}: on an idea's card."
        return [*blocks, section(text)]
    return [*blocks, *[_idea(idea, ids.HOME_VOTED_OPEN) for idea in page.voted]]


def _top(page: HomePage) -> list[Block]:
    blocks = [_header("Top ideas")]
    if not page.top:
        return [*blocks, section("No ideas yet. File the first one with `/idea` and a title.")]
    return [
        *blocks,
        *[_idea(idea, ids.HOME_TOP_OPEN, idea.id in page.voted_ids) for idea in page.top],
    ]


def _idea(idea: Idea, action_id: str, is_mine: bool = False) -> Block:
    facts = [votes_words(idea), place_words(idea), *(["you voted"] if is_mine else [])]
    text = f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)}\n{' · '.join(facts)}"
    return section(text, button("Details", action_id, str(idea.number)))


def _header(text: str) -> Block:
    return {"type": "header", "text": plain_object(text)}
