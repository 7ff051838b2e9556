"""/roadmap at another time: changes since, dates that held, and what stands too early."""

from domain.core.errors import InvalidInput
from domain.text.slack_text import unescape
from domain.text.words import straighten
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.roadmap import dependencies, time_travel
from views.blockkit import ids
from views.blockkit.message import Message
from views.roadmap.time_travel import early_message, held_message, since_message, slips_modal

WORDS = ("changes", "dates", "needs", "history")
"""The first words after /roadmap that this file answers."""

_DEFAULT_SINCE = "30 days ago"


def register(board: Switchboard) -> None:
    """Listen to the button; the command comes through /roadmap."""
    board.action(ids.IDEA_HISTORY, open_history)


def command_time(visit: Visit, word: str, rest: str) -> None:
    """Answer one of WORDS and what follows it."""
    typed = " ".join(straighten(unescape(rest)).split())
    if word == "dates":
        visit.answer(_held(visit, typed))
    elif word == "needs":
        visit.answer(early_message(dependencies.listed(visit.database, visit.workspace_id)))
    else:
        since = typed.lower().removeprefix("since").strip() or _DEFAULT_SINCE
        found = time_travel.changes_since(visit.database, visit.request("command"), since)
        visit.answer(with_reading(visit, since, since_message(found)))


def open_history(visit: Visit) -> None:
    """Show how an idea moved."""
    number = int(visit.payload["value"])
    slips = time_travel.slips(visit.database, visit.request("button"), number)
    modals.push(visit, slips_modal(slips))


def _held(visit: Visit, typed: str) -> Message:
    if not typed:
        return held_message(time_travel.dates_held(visit.database, visit.request("command")))
    count = typed.removesuffix("days").removesuffix("d").strip()
    if not (count.isascii() and count.isdigit() and len(count) < 6):
        raise InvalidInput(f"“{typed[:40]}” isn't a number of days. For example: /roadmap dates 30")
    return held_message(
        time_travel.dates_held(visit.database, visit.request("command"), int(count))
    )
