"""Reactions: the emoji that saves a message, and the emoji that votes on a card."""

from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.votes import actions as votes
from services.votes.actions import Reaction


def register(board: Switchboard) -> None:
    """Listen to every reaction that the bot can see."""
    board.event("reaction_added", reaction_changed)
    board.event("reaction_removed", reaction_changed)


def reaction_changed(visit: Visit) -> None:
    """Hand a reaction on a message to the service that knows what it means."""
    event = visit.payload
    item = event.get("item") or {}
    if item.get("type") != "message" or not visit.user_id:
        return
    reaction = Reaction(
        channel_id=str(item["channel"]),
        message_ts=str(item["ts"]),
        emoji=str(event["reaction"]),
        event_ts=str(event["event_ts"]),
        is_added=event["type"] == "reaction_added",
    )
    votes.reacted(visit.database, visit.request("reaction"), reaction)
