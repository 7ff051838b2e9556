"""Digests: /digest in words, and the buttons of its answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.core.errors import InvalidInput, NotFound
from domain.dates.calendar_words import parse_span
from domain.dates.spans import Leaning
from domain.digests.audience import Section
from domain.text.words import asks_for_help, nearest, split_command, straighten
from handlers.digests import form as digest_modal
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.digests import pages as digests
from services.digests import subscribe as digest_changes
from services.workspace import date_reading
from views.blockkit import ids
from views.blockkit.metadata import facts_of
from views.digests.answers import (
    list_message,
    paused_message,
    posted_message,
    preview_message,
    resumed_message,
    stopped_message,
    whole_list_modal,
)
from views.digests.form import message_modal
from views.digests.messages import heading_text, thread_blocks
from views.home.help import digest_help

_MOST_CHARS = 100
_DIRECT = ("directmessage", "mpdm-")
_EXAMPLE = "For example: /digest mon 09:00 Europe/Berlin."


def register(board: Switchboard) -> None:
    """Listen to /digest, to its buttons and to its form."""
    board.command("/digest", command_digest)
    board.action(ids.DIGEST_MORE, open_whole_list)
    board.action(ids.DIGEST_THREAD, open_thread)
    digest_modal.register(board)


def command_digest(visit: Visit) -> None:
    """Do what the word after /digest says; a day and a time subscribe, no word opens the form."""
    text = straighten(str(visit.payload.get("text") or "")).strip()
    verb, rest = split_command(text)
    if not verb:
        _require_channel(visit)
        digest_modal.open_form(visit, visit.channel_id or "")
        return
    if asks_for_help(text):
        visit.answer(digest_help())
        return
    deed = _DEEDS.get(verb)
    if deed is None:
        _subscribe(visit, text, verb)
        return
    if deed not in _ANYWHERE:
        _require_channel(visit)
    deed(visit, rest)


def open_whole_list(visit: Visit) -> None:
    """Show a list of a digest to its end: of one that was posted, or of the channel's next one."""
    value = _value(visit)
    section = Section(value["section"])
    if "key" in value:
        asked = visit.request("button")
        listing = digests.listing(visit.database, asked, str(value["key"]), section)
    else:
        place = digest_modal.place(visit, str(value["channel"]))
        digest = digest_modal.preview(visit, place).digest
        found = digest.listing(section)
        if found is None:
            raise NotFound("Nothing of this is left to show.")
        listing = found
    modals.push(visit, whole_list_modal(heading_text(section), listing))


def open_thread(visit: Visit) -> None:
    """Show what a previewed digest would say in its thread."""
    place = digest_modal.place(visit, str(visit.payload.get("value") or ""))
    digest = digest_modal.preview(visit, place).digest
    blocks = thread_blocks(digest, is_said=False)
    if not blocks:
        raise NotFound("Nothing goes into its thread any more: what is left fits into the post.")
    modals.push(visit, message_modal("In its thread", blocks))


def _subscribe(visit: Visit, text: str, verb: str) -> None:
    """Read the words as a schedule, unless they look like a deed that was mistyped."""
    meant = nearest(verb, _DEEDS)
    if meant is not None and not any(char.isdigit() for char in text):
        raise InvalidInput(
            f"I do not know /digest {verb[:40]}. Did you mean /digest {meant}? {_EXAMPLE}"
        )
    _require_channel(visit)
    subscription = digest_changes.subscribe_in_words(
        visit.database, visit.request("command"), visit.channel_id or "", text
    )
    answer = digest_modal.subscribed(visit, subscription)
    visit.answer(with_reading(visit, text, answer))


def _preview_here(visit: Visit, _rest: str) -> None:
    found = digest_modal.preview(visit, visit.channel_id or "")
    visit.answer(preview_message(found.digest, found.subscription))


def _now(visit: Visit, _rest: str) -> None:
    subscription, digest = digest_changes.post_now(
        visit.database, visit.request("command"), visit.channel_id or ""
    )
    visit.answer(posted_message(subscription, digest))


def _pause(visit: Visit, rest: str) -> None:
    until = _day(visit, rest)
    subscription = digest_changes.pause(
        visit.database, visit.request("command"), visit.channel_id or "", until
    )
    visit.answer(with_reading(visit, rest, paused_message(subscription)))


def _resume(visit: Visit, _rest: str) -> None:
    subscription = digest_changes.resume(
        visit.database, visit.request("command"), visit.channel_id or ""
    )
    visit.answer(resumed_message(subscription))


def _stop(visit: Visit, _rest: str) -> None:
    subscription = digest_changes.stop(
        visit.database, visit.request("command"), visit.channel_id or ""
    )
    visit.answer(stopped_message(subscription))


def _list(visit: Visit, _rest: str) -> None:
    standings = digests.subscriptions(visit.database, visit.workspace_id)
    visit.answer(list_message(standings, visit.channel_id))


def _mine(visit: Visit, rest: str) -> None:
    """One's own digest, from anywhere: the form, its preview, off, or a day and a time."""
    asked, me = visit.request("command"), visit.user_id
    if not rest:
        digest_modal.open_form(visit, me)
    elif rest.lower() == "preview":
        found = digest_modal.preview(visit, me)
        visit.answer(preview_message(found.digest, found.subscription))
    elif rest.lower() == "off":
        visit.answer(stopped_message(digest_changes.stop(visit.database, asked, me)))
    else:
        made = digest_changes.subscribe_in_words(visit.database, asked, me, rest)
        visit.answer(digest_modal.subscribed(visit, made))


_DEEDS: dict[str, Callable[[Visit, str], None]] = {
    "preview": _preview_here,
    "now": _now,
    "pause": _pause,
    "resume": _resume,
    "off": _stop,
    "list": _list,
    "me": _mine,
}


_ANYWHERE = (_list, _mine)
"""What concerns no single channel, and can be asked for in a direct message too."""


def _day(visit: Visit, words: str) -> date | None:
    """The day that a pause ends on, or None for a pause without an end."""
    typed = words[:_MOST_CHARS].lower().removeprefix("until").removeprefix("for ").strip()
    if not typed:
        return None
    reading = date_reading.of_person(visit.database, visit.request("command"))
    found = parse_span(typed, reading.today, Leaning.FUTURE, reading.order)
    if found is None:
        raise InvalidInput(
            f"I couldn't read “{words[:40]}” as a date. For example: "
            "/digest pause until 2026-12-01, or until next monday."
        )
    return found[0]


def _require_channel(visit: Visit) -> None:
    if (visit.channel_name or "").startswith(_DIRECT):
        raise InvalidInput(
            "A digest goes to a channel, so please type this in the channel that should get it. "
            "/digest list shows all digests from anywhere."
        )


def _value(visit: Visit) -> dict[str, Any]:
    return facts_of(visit.payload.get("value"))
