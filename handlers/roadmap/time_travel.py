"""/roadmap at another time: changes since, dates that held, and what stands too early."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.text.slack_text import unescape
from domain.text.words import straighten
from handlers.slack import modals
from handlers.slack.command_words import Subcommand
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.roadmap import dependencies, time_travel
from views.blockkit import ids
from views.blockkit.message import Message
from views.roadmap.time_travel import early_message, held_message, since_message, slips_modal

WORDS = ("changes", "dates", "needs", "history")
"""The first words after /roadmap that this file answers."""

_DEFAULT_SINCE = "30 days ago"


def register(router: Router) -> None:
    """Listen to the words after /roadmap and the button."""
    for word in WORDS:
        router.subcommand("/roadmap", word, _answering(word))
    router.action(ids.IDEA_HISTORY, open_history, permission=Permission.TAKE_PART)


def _answering(word: str) -> Subcommand:
    return lambda interaction, rest: command_time(interaction, word, rest)


def command_time(interaction: Interaction, word: str, rest: str) -> None:
    """Answer one of WORDS and what follows it."""
    typed = " ".join(straighten(unescape(rest)).split())
    if word == "dates":
        interaction.answer(_held(interaction, typed))
    elif word == "needs":
        interaction.answer(
            early_message(dependencies.listed(interaction.database, interaction.workspace_id))
        )
    else:
        since = typed.lower().removeprefix("since").strip() or _DEFAULT_SINCE
        found = time_travel.changes_since(
            interaction.database, interaction.request("command"), since
        )
        interaction.answer(with_reading(interaction, since, since_message(found)))


def open_history(interaction: Interaction) -> None:
    """Show how an idea moved."""
    number = int(interaction.payload["value"])
    slips = time_travel.slips(interaction.database, interaction.request("button"), number)
    modals.push(interaction, slips_modal(slips))


def _held(interaction: Interaction, typed: str) -> Message:
    if not typed:
        return held_message(
            time_travel.dates_held(interaction.database, interaction.request("command"))
        )
    count = typed.removesuffix("days").removesuffix("d").strip()
    if not (count.isascii() and count.isdigit() and len(count) < 6):
        raise InvalidInput(f"“{typed[:40]}” isn't a number of days. For example: /roadmap dates 30")
    return held_message(
        time_travel.dates_held(interaction.database, interaction.request("command"), int(count))
    )
