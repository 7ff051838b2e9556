"""What the views of blind rounds and of ballots share."""

import json
from collections.abc import Sequence
from datetime import datetime

from domain.ideas.model import Idea
from domain.rounds.model import Round
from views.blockkit import ids
from views.blockkit.blocks import channel_select, input_block, plain_object
from views.blockkit.message import Block
from views.blockkit.metadata import facts_of
from views.blockkit.text import mention, mrkdwn, slack_date
from views.ideas.options import idea_option

TITLE_CHARS = 120
_UNTIL = "{date_short_pretty} at {time}"
_NAMED = 20
_VERSION = 1


def until(found: Round) -> str:
    """When a round ends, in each reader's own time."""
    return slack_date(found.deadline, _UNTIL)


def moment(at: datetime) -> str:
    """An instant in each reader's own time."""
    return slack_date(at, _UNTIL)


def idea_lines(ideas: Sequence[tuple[int, str]]) -> list[str]:
    """Ideas given as (number, title), one in each line."""
    return [f"• *I-{number}*  {mrkdwn(title, TITLE_CHARS)}" for number, title in ideas]


def named(user_ids: Sequence[str]) -> str:
    """People by name, for those who read alone; many are counted."""
    shown = ", ".join(mention(one) for one in user_ids[:_NAMED])
    more = len(user_ids) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def heading(found: Round) -> str:
    """What a round is called."""
    what = "Ballot" if found.is_ballot else "Blind scoring round"
    name = f"  {mrkdwn(found.title, 300)}" if found.title else f"  {what}"
    return f"*{found.reference}*{name}"


def packed(found: Round, idea_number: int | None = None, channel_id: str | None = None) -> str:
    """A form's round, idea and channel as ``private_metadata``."""
    facts = {"v": _VERSION, "round": found.number, "idea": idea_number, "channel": channel_id}
    return json.dumps(facts)


def unpacked(metadata: str | None) -> tuple[int, int, str | None]:
    """Round number, idea number (0 without) and channel of a form."""
    facts = facts_of(metadata)
    return int(facts["round"]), int(facts.get("idea") or 0), facts.get("channel")


def confirmed(button: Block, title: str, text: str, yes: str) -> Block:
    """A button that asks once more before it does something."""
    return {
        **button,
        "confirm": {
            "title": plain_object(title),
            "text": plain_object(text),
            "confirm": plain_object(yes),
            "deny": plain_object("Not yet"),
        },
    }


def ideas_field(ideas: Sequence[Idea]) -> Block:
    """The select of the ideas that a round is about."""
    element: Block = {
        "type": "multi_external_select",
        "action_id": ids.IDEA_SELECT,
        "min_query_length": 0,
        "placeholder": plain_object("I-12, or words of its title"),
    }
    if ideas:
        element["initial_options"] = [idea_option(one) for one in ideas]
    return input_block("ideas", "Which ideas?", element)


def people_field(user_ids: Sequence[str], label: str, hint: str, *, optional: bool) -> Block:
    """The select of the people who are asked by name."""
    element: Block = {
        "type": "multi_users_select",
        "action_id": ids.ROUND_PEOPLE,
        "placeholder": plain_object("Choose people"),
    }
    if user_ids:
        element["initial_users"] = list(user_ids)
    return input_block("people", label, element, hint=hint, optional=optional)


def channel_field(channel_id: str | None, label: str, hint: str) -> Block:
    """The select of the channel that a round belongs to."""
    element = channel_select(ids.ROUND_CHANNEL, channel_id)
    return input_block("channel", label, element, hint=hint, optional=True)


def deadline_field(deadline: datetime, zone: str) -> Block:
    """The field for when a round ends."""
    element: Block = {
        "type": "datetimepicker",
        "action_id": ids.ROUND_DEADLINE,
        "initial_date_time": int(deadline.timestamp()),
    }
    hint = f"Times are yours ({zone.replace('_', ' ')}). One reminder comes before it."
    return input_block("deadline", "Until when?", element, hint=hint)
