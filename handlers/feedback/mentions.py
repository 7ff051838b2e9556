"""Mentions of the bot: *@Linchpin save this* keeps a whole thread."""

from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.feedback import thread_capture as threads


def register(router: Router) -> None:
    """Listen to mentions."""
    router.event("app_mention", mentioned)


def mentioned(interaction: Interaction) -> None:
    """Hand what a person says to the bot to the service; bots are not listened to."""
    event = interaction.payload
    if interaction.user_id and not event.get("bot_id"):
        channel_id = str(event["channel"])
        threads.mentioned(interaction.database, interaction.request("mention"), channel_id, event)
