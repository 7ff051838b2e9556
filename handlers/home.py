"""The Home tab."""

from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.home import tab as home
from views.home.tab import home_view


def register(board: Switchboard) -> None:
    """Listen to the Home tab being opened."""
    board.event("app_home_opened", home_opened)


def home_opened(visit: Visit) -> None:
    """Publish the Home tab of whoever opened it; the messages tab needs nothing."""
    if visit.payload.get("tab", "home") != "home":
        return
    publish(visit)


def publish(visit: Visit) -> None:
    """Show a person's Home tab as it is now."""
    page = home.page(visit.database, visit.request("home"))
    modals.publish(visit, home_view(page))
