"""Mentions of the bot: *@Linchpin save this* keeps a whole thread."""

from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.feedback import thread_capture as threads


def register(board: Switchboard) -> None:
    """Listen to mentions."""
    board.event("app_mention", mentioned)


def mentioned(visit: Visit) -> None:
    """Hand what a person says to the bot to the service; bots are not listened to."""
    event = visit.payload
    if visit.user_id and not event.get("bot_id"):
        channel_id = str(event["channel"])
        threads.mentioned(visit.database, visit.request("mention"), channel_id, event)
