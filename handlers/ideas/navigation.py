"""Ways to an idea: where a button was pressed, its page, and the select of ideas."""

from typing import Any

from domain.core.people import Permission
from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.idea_page import page as idea_pages
from views.blockkit import ids
from views.ideas.options import idea_option
from views.ideas.origin import IdeaOrigin, unpacked

IDEA_PAGE = "idea"
"""The page of an idea; it is drawn with the number, where it is opened from, and a note."""


def register(router: Router) -> None:
    """Listen to the select of ideas."""
    router.options(ids.IDEA_SELECT, suggest_ideas, permission=Permission.TAKE_PART)


def suggest_ideas(interaction: Interaction) -> None:
    """Answer the select of ideas."""
    words = str(interaction.payload.get("value") or "")
    found = idea_pages.suggest(interaction.database, interaction.workspace_id, words)
    interaction.ack(options=[idea_option(one) for one in found])


def show_page(interaction: Interaction, number: int, origin: IdeaOrigin, *, note: str = "") -> None:
    """Open an idea's page, in place of the modal that is open already."""
    modals.show(interaction, _page(interaction, number, origin, note))


def update_to_page(interaction: Interaction, origin: IdeaOrigin, note: str) -> None:
    """Show an idea's page in place of the form that was saved, with a line of mrkdwn above."""
    view = _page(interaction, origin.number or 0, origin, note)
    interaction.ack(response_action="update", view=view)


def origin_of(interaction: Interaction) -> IdeaOrigin:
    """Where a button was pressed: in a message of a channel, or in a modal opened from one."""
    if interaction.channel_id is not None:
        return IdeaOrigin(interaction.channel_id)
    return unpacked((interaction.body.get("view") or {}).get("private_metadata"))


def _page(interaction: Interaction, number: int, origin: IdeaOrigin, note: str) -> dict[str, Any]:
    return interaction.app_context.pages.draw(IDEA_PAGE, interaction, number, origin, note)
