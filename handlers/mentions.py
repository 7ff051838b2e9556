"""Mentions of the bot: *@Linchpin save this* keeps a whole thread."""

from slack_bolt import App

from handlers.front import Front
from handlers.guard import guarded_event
from handlers.visit import Visit
from services import threads


def register(app: App, front: Front) -> None:
    """Listen to mentions."""
    app.event("app_mention")(guarded_event(front, mentioned))


def mentioned(visit: Visit) -> None:
    """Hand what a person says to the bot to the service; bots are not listened to."""
    event = visit.payload
    if visit.user_id and not event.get("bot_id"):
        channel_id = str(event["channel"])
        threads.mentioned(visit.database, visit.request("mention"), channel_id, event)
