"""The Home tab."""

from slack_bolt import App

from handlers.front import Front
from handlers.guard import guarded_event
from handlers.visit import Visit
from services import home
from views.home import home_view


def register(app: App, front: Front) -> None:
    """Listen to the Home tab being opened."""
    app.event("app_home_opened")(guarded_event(front, home_opened))


def home_opened(visit: Visit) -> None:
    """Publish the Home tab of whoever opened it; the messages tab needs nothing."""
    if visit.payload.get("tab", "home") != "home":
        return
    publish(visit)


def publish(visit: Visit) -> None:
    """Show a person's Home tab as it is now."""
    page = home.page(visit.database, visit.request("home"))
    visit.client.views_publish(user_id=visit.user_id, view=home_view(page))
