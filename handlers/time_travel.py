"""/roadmap at another time: as of, changes since, dates that held, and what stands too early."""

from datetime import UTC, datetime

from slack_bolt import App

from domain.errors import InvalidInput
from domain.slack_text import unescape
from domain.words import straighten
from handlers.front import Front
from handlers.guard import as_modal, guarded
from handlers.idea_modal import show
from handlers.visit import Visit
from services import channels, dependencies, time_travel
from views import ids
from views.message import Message
from views.notices import notice_modal
from views.roadmap import roadmap_modal
from views.time_travel import (
    early_message,
    held_message,
    past_message,
    since_message,
    slips_modal,
)

WORDS = ("as", "changes", "dates", "needs", "history")
"""The first words after /roadmap that this file answers."""

_DEFAULT_SINCE = "30 days ago"
_DIRECT = ("directmessage", "mpdm-")


def register(app: App, front: Front) -> None:
    """Listen to the buttons; the command comes through /roadmap."""
    for action_id, listener in (
        (ids.PAST_ALL, open_past),
        (ids.PAST_POST, post_past),
        (ids.IDEA_HISTORY, open_history),
    ):
        app.action(action_id)(guarded(front, as_modal, listener))


def command_time(visit: Visit, word: str, rest: str) -> None:
    """Answer one of WORDS and what follows it."""
    typed = " ".join(straighten(unescape(rest)).split())
    if word == "as":
        _answer(visit, _as_of(visit, typed))
    elif word == "dates":
        _answer(visit, _held(visit, typed))
    elif word == "needs":
        _answer(visit, early_message(dependencies.listed(visit.database, visit.workspace_id)))
    else:
        since = typed.lower().removeprefix("since").strip() or _DEFAULT_SINCE
        found = time_travel.changes_since(visit.database, visit.request("command"), since)
        _answer(visit, since_message(found))


def open_past(visit: Visit) -> None:
    """Show the whole board as it stood at the instant of the button."""
    at = _instant(visit)
    board = time_travel.as_of_instant(visit.database, visit.request("button"), at)
    show(visit, roadmap_modal(board))


def post_past(visit: Visit) -> None:
    """Post the board as it stood, in the channel of the private answer."""
    container = visit.body.get("container") or {}
    time_travel.post(
        visit.database,
        visit.request("button"),
        visit.channel_id or "",
        _instant(visit),
        asked_in=str(container.get("message_ts") or visit.trigger_id),
    )
    visit.ack()
    said = "It is on its way into this channel, with its picture."
    visit.client.views_open(trigger_id=visit.trigger_id, view=notice_modal(said))


def open_history(visit: Visit) -> None:
    """Show how an idea moved."""
    number = int(visit.payload["value"])
    slips = time_travel.slips(visit.database, visit.request("button"), number)
    visit.ack()
    is_modal = (visit.body.get("view") or {}).get("type") == "modal"
    put = visit.client.views_push if is_modal else visit.client.views_open
    put(trigger_id=visit.trigger_id, view=slips_modal(slips))


def _as_of(visit: Visit, typed: str) -> Message:
    first, _, when = typed.partition(" ")
    if first.lower() != "of" or not when:
        raise InvalidInput("As of when? Such as /roadmap as of 2026-09-01")
    past = time_travel.as_of(visit.database, visit.request("command"), when)
    is_outside = not (visit.channel_name or "").startswith(_DIRECT) and channels.is_outside(
        visit.database, visit.workspace_id, visit.channel_id or ""
    )
    return past_message(past, may_post=not is_outside)


def _held(visit: Visit, typed: str) -> Message:
    if not typed:
        return held_message(time_travel.dates_held(visit.database, visit.request("command")))
    count = typed.removesuffix("days").removesuffix("d").strip()
    if not (count.isascii() and count.isdigit() and len(count) < 6):
        raise InvalidInput(f"“{typed[:40]}” is no number of days. Such as /roadmap dates 30")
    return held_message(
        time_travel.dates_held(visit.database, visit.request("command"), int(count))
    )


def _instant(visit: Visit) -> datetime:
    return datetime.fromisoformat(str(visit.payload["value"])).astimezone(UTC)


def _answer(visit: Visit, message: Message) -> None:
    visit.ack(response_type="ephemeral", text=message.text, blocks=list(message.blocks))
