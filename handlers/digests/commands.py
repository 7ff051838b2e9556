"""Digests: /digest in words, and the buttons of its answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.core.errors import InvalidInput, NotFound
from domain.core.people import Permission
from domain.dates.calendar_words import parse_span
from domain.dates.spans import Leaning
from domain.digests.audience import Section
from domain.text.words import asks_for_help, nearest, split_command, straighten
from handlers.digests import form as digest_modal
from handlers.digests.part import PART
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.digests import pages as digests
from services.digests import subscribe as digest_changes
from services.workspace import date_reading
from views.blockkit import ids
from views.blockkit.help import help_page
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

_MOST_CHARS = 100
_DIRECT = ("directmessage", "mpdm-")
_EXAMPLE = "For example: /digest mon 09:00 Europe/Berlin."


def register(router: Router) -> None:
    """Listen to /digest, to its buttons and to its form."""
    router.command("/digest", command_digest, permission=Permission.RECORD)
    router.action(ids.DIGEST_MORE, open_whole_list, permission=Permission.TAKE_PART)
    router.action(ids.DIGEST_THREAD, open_thread, permission=Permission.TAKE_PART)
    digest_modal.register(router)


def command_digest(interaction: Interaction) -> None:
    """Do what the word after /digest says; a day and a time subscribe, no word opens the form."""
    text = straighten(str(interaction.payload.get("text") or "")).strip()
    verb, rest = split_command(text)
    if not verb:
        _require_channel(interaction)
        digest_modal.open_form(interaction, interaction.channel_id or "")
        return
    if asks_for_help(text):
        interaction.answer(help_page("How to use /digest", PART.help))
        return
    deed = _DEEDS.get(verb)
    if deed is None:
        _subscribe(interaction, text, verb)
        return
    if deed not in _ANYWHERE:
        _require_channel(interaction)
    deed(interaction, rest)


def open_whole_list(interaction: Interaction) -> None:
    """Show a list of a digest to its end: of one that was posted, or of the channel's next one."""
    value = _value(interaction)
    section = Section(value["section"])
    if "key" in value:
        asked = interaction.request("button")
        listing = digests.listing(interaction.database, asked, str(value["key"]), section)
    else:
        place = digest_modal.place(interaction, str(value["channel"]))
        digest = digest_modal.preview(interaction, place).digest
        found = digest.listing(section)
        if found is None:
            raise NotFound("Nothing of this is left to show.")
        listing = found
    modals.push(interaction, whole_list_modal(heading_text(section), listing))


def open_thread(interaction: Interaction) -> None:
    """Show what a previewed digest would say in its thread."""
    place = digest_modal.place(interaction, str(interaction.payload.get("value") or ""))
    digest = digest_modal.preview(interaction, place).digest
    blocks = thread_blocks(digest, is_said=False)
    if not blocks:
        raise NotFound("Nothing goes into its thread any more: what is left fits into the post.")
    modals.push(interaction, message_modal("In its thread", blocks))


def _subscribe(interaction: Interaction, text: str, verb: str) -> None:
    """Read the words as a schedule, unless they look like a deed that was mistyped."""
    meant = nearest(verb, _DEEDS)
    if meant is not None and not any(char.isdigit() for char in text):
        raise InvalidInput(
            f"I do not know /digest {verb[:40]}. Did you mean /digest {meant}? {_EXAMPLE}"
        )
    _require_channel(interaction)
    subscription = digest_changes.subscribe_in_words(
        interaction.database, interaction.request("command"), interaction.channel_id or "", text
    )
    answer = digest_modal.subscribed(interaction, subscription)
    interaction.answer(with_reading(interaction, text, answer))


def _preview_here(interaction: Interaction, _rest: str) -> None:
    found = digest_modal.preview(interaction, interaction.channel_id or "")
    interaction.answer(preview_message(found.digest, found.subscription))


def _now(interaction: Interaction, _rest: str) -> None:
    subscription, digest = digest_changes.post_now(
        interaction.database, interaction.request("command"), interaction.channel_id or ""
    )
    interaction.answer(posted_message(subscription, digest))


def _pause(interaction: Interaction, rest: str) -> None:
    until = _day(interaction, rest)
    subscription = digest_changes.pause(
        interaction.database, interaction.request("command"), interaction.channel_id or "", until
    )
    interaction.answer(with_reading(interaction, rest, paused_message(subscription)))


def _resume(interaction: Interaction, _rest: str) -> None:
    subscription = digest_changes.resume(
        interaction.database, interaction.request("command"), interaction.channel_id or ""
    )
    interaction.answer(resumed_message(subscription))


def _stop(interaction: Interaction, _rest: str) -> None:
    subscription = digest_changes.stop(
        interaction.database, interaction.request("command"), interaction.channel_id or ""
    )
    interaction.answer(stopped_message(subscription))


def _list(interaction: Interaction, _rest: str) -> None:
    standings = digests.subscriptions(interaction.database, interaction.workspace_id)
    interaction.answer(list_message(standings, interaction.channel_id))


def _mine(interaction: Interaction, rest: str) -> None:
    """One's own digest, from anywhere: the form, its preview, off, or a day and a time."""
    asked, me = interaction.request("command"), interaction.user_id
    if not rest:
        digest_modal.open_form(interaction, me)
    elif rest.lower() == "preview":
        found = digest_modal.preview(interaction, me)
        interaction.answer(preview_message(found.digest, found.subscription))
    elif rest.lower() == "off":
        interaction.answer(stopped_message(digest_changes.stop(interaction.database, asked, me)))
    else:
        made = digest_changes.subscribe_in_words(interaction.database, asked, me, rest)
        interaction.answer(digest_modal.subscribed(interaction, made))


_DEEDS: dict[str, Callable[[Interaction, str], None]] = {
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


def _day(interaction: Interaction, words: str) -> date | None:
    """The day that a pause ends on, or None for a pause without an end."""
    typed = words[:_MOST_CHARS].lower().removeprefix("until").removeprefix("for ").strip()
    if not typed:
        return None
    reading = date_reading.of_person(interaction.database, interaction.request("command"))
    found = parse_span(typed, reading.today, Leaning.FUTURE, reading.order)
    if found is None:
        raise InvalidInput(
            f"I couldn't read “{words[:40]}” as a date. For example: "
            "/digest pause until 2026-12-01, or until next monday."
        )
    return found[0]


def _require_channel(interaction: Interaction) -> None:
    if (interaction.channel_name or "").startswith(_DIRECT):
        raise InvalidInput(
            "A digest goes to a channel, so please type this in the channel that should get it. "
            "/digest list shows all digests from anywhere."
        )


def _value(interaction: Interaction) -> dict[str, Any]:
    return facts_of(interaction.payload.get("value"))
