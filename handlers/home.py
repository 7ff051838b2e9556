"""The Home tab, help and the doctor: joins of what the features bring that are switched on."""

from collections.abc import Mapping
from dataclasses import replace

from domain.core.people import Request
from domain.home.health import Report
from handlers.slack import modals
from handlers.slack.command_words import wordless
from handlers.slack.interaction import Interaction
from handlers.slack.modals import View
from handlers.slack.part import HomeSection, ShownPart
from handlers.slack.router import Router
from services.home import doctor
from services.home import tab as home
from services.home.tab import HomeVisit
from storage.database.engine import Database
from views.blockkit.help import HelpPart, help_page
from views.blockkit.message import Block, Message
from views.drawing.system_fonts import scripts_without_font
from views.home.doctor import doctor_message
from views.home.tab import home_view, waiting_blocks


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


def draw(interaction: Interaction) -> View:
    """Return a person's Home tab as it is now."""
    request, shown = interaction.request("home"), interaction.app_context.shown
    return view_of(interaction.database, request, shown)


def answer_help(interaction: Interaction) -> None:
    """Answer with what can be typed and pressed."""
    interaction.answer(help_answer(interaction))


def answer_doctor(interaction: Interaction) -> None:
    """Answer with what works and what doesn't."""
    interaction.answer(doctor_message(examine(interaction), scripts_without_font()))


def view_of(database: Database, request: Request, shown: Mapping[str, ShownPart]) -> View:
    """Return a person's Home tab: the sections of the features that are on, in their order."""
    with home.visit(database, request) as visit:
        parts = _on(shown, visit)
        buttons = sorted((one for part in parts for one in part.buttons), key=lambda one: one.place)
        sections = sorted((one for part in parts for one in part.home), key=lambda one: one.place)
        drawn = [one.draw(visit) for one in sections]
    return home_view([one.element for one in buttons], drawn)


def help_answer(interaction: Interaction) -> Message:
    """Return everything that can be done in this workspace, on one screen."""
    with home.visit(interaction.database, interaction.request("command")) as visit:
        lines = [one for part in _on(interaction.app_context.shown, visit) for one in part.help]
        workspace = visit.workspace
    return help_page(
        "What Linchpin can do",
        lines,
        capture=workspace.capture_emoji,
        vote=workspace.vote_emoji,
    )


def examine(interaction: Interaction) -> Report:
    """Return what the doctor finds, with what Slack answers just now."""
    context = interaction.app_context
    with home.visit(interaction.database, interaction.request("command")) as visit:
        parts = _on(interaction.app_context.shown, visit)
        channels = [part.channels for part in parts if part.channels is not None]
        notes = [part.note(visit) for part in parts if part.note is not None]
        report = doctor.examine(visit, context.wanted_scopes, channels)
    return replace(
        report,
        notes=tuple(one for one in notes if one is not None),
        slack=tuple(context.ask_slack(interaction.workspace_id)),
    )


def _on(shown: Mapping[str, ShownPart], visit: HomeVisit) -> list[ShownPart]:
    off = visit.workspace.switched_off
    return [part for name, part in shown.items() if name not in off]


def _waiting(visit: HomeVisit) -> list[Block]:
    return waiting_blocks(home.waiting(visit))


PART = ShownPart(
    help=(
        HelpPart(
            1040,
            "Linchpin itself",
            ("`/linchpin doctor`  what is wrong, and what runs next",),
        ),
        HelpPart(
            1070,
            "Linchpin itself",
            ("*Home* of this app  your feedback, and what became of it",),
        ),
    ),
    home=(HomeSection(100, _waiting),),
)
