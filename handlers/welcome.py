"""The buttons of the first message, which set up a workspace."""

from domain.core.people import Permission
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services import welcome
from views.blockkit import ids


def register(router: Router) -> None:
    """Listen to the buttons of the first message."""
    router.action(ids.WELCOME_LOOK, look_again, permission=Permission.RECORD)
    router.action(ids.WELCOME_CHANNEL, choose_channel, permission=Permission.RECORD)
    router.action(ids.WELCOME_CHANNEL_SELECT, choose_channel, permission=Permission.RECORD)
    router.action(ids.WELCOME_EMOJI, keep_emoji, permission=Permission.RECORD)
    router.action(ids.WELCOME_DIGEST, start_digest, permission=Permission.RECORD)
    router.action(ids.WELCOME_MANAGERS, choose_managers, permission=Permission.RECORD)


def look_again(interaction: Interaction) -> None:
    """Show the message as things are now."""
    welcome.look_again(interaction.database, interaction.request("button"), _place(interaction))


def choose_channel(interaction: Interaction) -> None:
    """Make the proposed channel, or the one selected, the ideas channel."""
    chosen = interaction.payload.get("selected_conversation") or interaction.payload.get("value")
    if chosen:
        request = interaction.request("button")
        welcome.choose_channel(interaction.database, request, str(chosen), _place(interaction))


def keep_emoji(interaction: Interaction) -> None:
    """Save messages with the emoji that is set."""
    welcome.keep_emoji(interaction.database, interaction.request("button"), _place(interaction))


def start_digest(interaction: Interaction) -> None:
    """Give the ideas channel its first digest."""
    welcome.start_digest(interaction.database, interaction.request("button"), _place(interaction))


def choose_managers(interaction: Interaction) -> None:
    """Let workspace admins manage, or only the person who presses."""
    chosen = (interaction.user_id,) if interaction.payload.get("value") == "me" else ()
    request = interaction.request("button")
    welcome.choose_managers(interaction.database, request, chosen, _place(interaction))


def _place(interaction: Interaction) -> str | None:
    return interaction.response_url
