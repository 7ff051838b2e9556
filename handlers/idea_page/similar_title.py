"""/idea with a title that is there already: shown first, with both ways on."""

import json

from domain.core.people import Permission
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.similarity import decisions as choices
from services.similarity import suggestions as likeness
from services.votes import filing
from views.blockkit import ids
from views.blockkit.message import Message
from views.blockkit.metadata import facts_of
from views.similarity import already_there_message

_MOST_PACKED_CHARS = 2000
"""What Slack takes as the value of a button."""


def register(router: Router) -> None:
    """Listen to both ways on."""
    router.action(ids.IDEA_IS_THIS, is_this, permission=Permission.TAKE_PART)
    router.action(ids.IDEA_ANYWAY, file_anyway, permission=Permission.TAKE_PART)


def question(interaction: Interaction, new: NewIdea) -> Message | None:
    """The question whether an idea is one that is there; None when there is none like it.

    The buttons carry what was typed. A text too long for them is filed at once.
    """
    if ideas.filed_by(interaction.database, interaction.request("command")) is not None:
        return None
    found = likeness.same_idea(interaction.database, interaction.request("command"), new.title)
    if found is None or found.idea is None:
        return None
    packed = json.dumps({"n": found.idea.number, "t": new.title, "d": new.description})
    if len(packed) > _MOST_PACKED_CHARS:
        return None
    return already_there_message(found, new.title, packed)


def is_this(interaction: Interaction) -> None:
    """Save what was typed as feedback, as evidence for the idea that is there."""
    number, new = _packed(interaction)
    draft = choices.typed("\n".join(one for one in (new.title, new.description) if one), None)
    request = interaction.request("button")
    choices.it_is_idea(
        interaction.database, request, number, draft, answer_url=interaction.response_url
    )


def file_anyway(interaction: Interaction) -> None:
    """File the idea as it was typed; the question becomes the answer."""
    _number, new = _packed(interaction)
    request = interaction.request("button")
    idea = filing.file(interaction.database, request, new, interaction.channel_id)
    filed = idea_pages.filed(interaction.database, request, idea, interaction.channel_id)
    if interaction.response_url is not None:
        choices.tell_filed(interaction.database, request, filed, interaction.response_url)


def _packed(interaction: Interaction) -> tuple[int, NewIdea]:
    facts = facts_of(interaction.payload["value"])
    return int(facts["n"]), NewIdea(facts["t"], facts["d"])
