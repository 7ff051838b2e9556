"""The card: an idea in a channel, with its votes, on less than half a phone screen."""

from domain.dates.date_parsing import format_dates
from domain.ideas.model import Idea, Status
from domain.votes.cards import CardFace
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, plain_object, section
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn, slack_date
from views.ideas.backers import weight_words
from views.ideas.lines import evidence_words, place_words, votes_words

_TITLE_CHARS = 400
_REASON_CHARS = 200
_NAME_CHARS = 80
_MERGED_TITLE_CHARS = 200

_MOVES = (
    ("now", "Roadmap: Now"),
    ("next", "Roadmap: Next"),
    ("later", "Roadmap: Later"),
    ("shipped", "Mark as shipped"),
    ("more", "Move elsewhere…"),
)


def card_message(face: CardFace) -> Message:
    """The card of an idea. Nobody is mentioned in it, so that an update pings nobody."""
    idea = face.idea
    title = mrkdwn(idea.title, _TITLE_CHARS)
    return Message(
        text=f"{idea.reference} {title} · {place_words(idea)} · {votes_words(idea)}",
        blocks=(
            section(f"*{title}*"),
            *([context(_merged_line(face.merged, idea))] if face.merged is not None else []),
            context(_standing_line(face)),
            context(_evidence_line(face)),
            actions(
                [
                    button("Details", ids.IDEA_OPEN, str(idea.number)),
                    button("Add evidence", ids.IDEA_EVIDENCE, str(idea.number)),
                    _move_menu(idea),
                ]
            ),
        ),
    )


def _merged_line(merged: Idea, idea: Idea) -> str:
    title = mrkdwn(merged.title, _MERGED_TITLE_CHARS)
    return (
        f":twisted_rightwards_arrows: *{merged.reference}* {title} is part of *{idea.reference}* "
        "now. Votes here count for it."
    )


def _standing_line(face: CardFace) -> str:
    idea = face.idea
    parts = [f"*{idea.reference}*", place_words(idea)]
    if idea.dates.are_set and not idea.status.is_closed:
        parts.append(format_dates(idea.dates))
    if idea.status is Status.SHIPPED and idea.shipped_at is not None:
        parts[1] = f"*Shipped* {slack_date(idea.shipped_at)}"
    emoji = f":{face.vote_emoji}:"
    if idea.status.is_closed:
        return " · ".join([*parts, f"{emoji} {votes_words(idea)}", "voting is closed"])
    counted = f"{emoji} *{votes_words(idea)}*" if idea.votes else f"React with {emoji} to vote"
    return " · ".join([*parts, counted])


def _evidence_line(face: CardFace) -> str:
    idea = face.idea
    if idea.status is Status.DECLINED and idea.decline_reason:
        return f"Why not: {mrkdwn(' '.join(idea.decline_reason.split()), _REASON_CHARS)}"
    parts = [evidence_words(idea), *weight_words(face.behind)]
    if idea.area:
        parts.append(mrkdwn(idea.area, _NAME_CHARS))
    if face.owner_name:
        parts.append(f"Owner {mrkdwn(face.owner_name, _NAME_CHARS)}")
    return " · ".join(parts)


def _move_menu(idea: Idea) -> Block:
    return {
        "type": "overflow",
        "action_id": ids.IDEA_MOVE_MENU,
        "options": [
            {"text": plain_object(label), "value": f"{idea.number} {target}"}
            for target, label in _MOVES
        ],
    }
