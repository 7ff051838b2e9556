"""The Home tab, help and doctor."""

from dataclasses import replace
from typing import Any

from handlers.slack import modals
from handlers.slack.command_words import wordless
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.home import doctor
from services.home import tab as home
from services.workspace import settings
from views.drawing.system_fonts import scripts_without_font
from views.home.doctor import doctor_message
from views.home.help import help_message
from views.home.tab import home_view


def register(router: Router) -> None:
    """Listen to the Home tab being opened, and draw it for others; help and doctor."""
    router.event("app_home_opened", home_opened)
    router.page("home", draw)
    router.subcommand("/linchpin", "help", wordless(answer_help))
    router.subcommand("/linchpin", "doctor", wordless(answer_doctor))


def home_opened(interaction: Interaction) -> None:
    """Publish the Home tab of whoever opened it; the messages tab needs nothing."""
    if interaction.payload.get("tab", "home") != "home":
        return
    modals.publish(interaction, draw(interaction))


def draw(interaction: Interaction) -> dict[str, Any]:
    """Return a person's Home tab as it is now."""
    return home_view(home.page(interaction.database, interaction.request("home")))


def answer_help(interaction: Interaction) -> None:
    """Answer with what can be typed and pressed."""
    workspace = settings.page(interaction.database, interaction.request("command")).workspace
    interaction.answer(help_message(workspace.capture_emoji, workspace.vote_emoji))


def answer_doctor(interaction: Interaction) -> None:
    """Answer with what works and what doesn't."""
    report = doctor.examine(
        interaction.database, interaction.request("command"), interaction.app_context.wanted_scopes
    )
    report = replace(
        report, slack=tuple(interaction.app_context.ask_slack(interaction.workspace_id))
    )
    interaction.answer(doctor_message(report, scripts_without_font()))
