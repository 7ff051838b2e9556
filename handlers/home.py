"""The Home tab."""

from handlers.slack import modals
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.home import tab as home
from views.home.tab import home_view


def register(router: Router) -> None:
    """Listen to the Home tab being opened."""
    router.event("app_home_opened", home_opened)


def home_opened(interaction: Interaction) -> None:
    """Publish the Home tab of whoever opened it; the messages tab needs nothing."""
    if interaction.payload.get("tab", "home") != "home":
        return
    publish(interaction)


def publish(interaction: Interaction) -> None:
    """Show a person's Home tab as it is now."""
    page = home.page(interaction.database, interaction.request("home"))
    modals.publish(interaction, home_view(page))
