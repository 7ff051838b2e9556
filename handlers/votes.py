"""Reactions: the emoji that saves a message, and the emoji that votes on a card."""

from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.votes import actions as votes
from services.votes.actions import Reaction


def register(router: Router) -> None:
    """Listen to every reaction that the bot can see."""
    router.event("reaction_added", reaction_changed)
    router.event("reaction_removed", reaction_changed)


def reaction_changed(interaction: Interaction) -> None:
    """Hand a reaction on a message to the service that knows what it means."""
    event = interaction.payload
    item = event.get("item") or {}
    if item.get("type") != "message" or not interaction.user_id:
        return
    reaction = Reaction(
        channel_id=str(item["channel"]),
        message_ts=str(item["ts"]),
        emoji=str(event["reaction"]),
        event_ts=str(event["event_ts"]),
        is_added=event["type"] == "reaction_added",
    )
    votes.reacted(interaction.database, interaction.request("reaction"), reaction)
