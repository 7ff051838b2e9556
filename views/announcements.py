"""Announcements: the form with its draft, the post itself, and what became of it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.announcements import MAX_HEADLINE_CHARS, Announcement, Note, Posted, Release
from domain.ideas.model import Idea
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
    sections,
    text_input,
)
from views.blockkit.message import Block, Message
from views.blockkit.metadata import facts_of
from views.blockkit.text import channel_link, counted, escape, link, local_moment, mrkdwn, plain

_TITLE_CHARS = 200
_NAME_CHARS = 40
_SIGNS = {
    "planned": ":clock3:",
    "waiting": ":hourglass_flowing_sand:",
    "posted": ":white_check_mark:",
    "failed": ":warning:",
    "unknown": ":grey_question:",
    "cancelled": ":no_entry_sign:",
}
_ENDS = {
    "planned": "waits for its time",
    "waiting": "on its way",
    "posted": "posted",
    "failed": "not posted",
    "unknown": "perhaps posted",
    "cancelled": "called off",
}


def announcement_modal(
    idea: Idea, draft: Note, before: Sequence[Announcement], zone: str, channel_id: str | None
) -> dict[str, Any]:
    """The form: the draft to edit, where it goes, and when. Earlier announcements stand above."""
    place = [channel_id] if channel_id and not channel_id.startswith("D") else []
    blocks = [*_before(before, zone), *_fields(draft, place, None, zone)]
    return _form(idea, blocks, "Announce", {"v": 1, "idea": idea.number})


def edit_modal(idea: Idea, made: Announcement, zone: str) -> dict[str, Any]:
    """The same form for an announcement that waits for its time, filled in with what it says."""
    places = [post.channel_id for post in made.posts]
    blocks = _fields(made.note, places, made.post_at, zone)
    return _form(idea, blocks, "Save", {"v": 1, "idea": idea.number, "announcement": made.id})


def preview_modal(release: Release) -> dict[str, Any]:
    """The post exactly as it would stand in the channels."""
    return modal("Preview", announcement_message(release).blocks)


def announced_modal(made: Announcement, zone: str) -> dict[str, Any]:
    """What became of an announcement, channel by channel."""
    blocks = [
        section(f"*{mrkdwn(made.note.headline, _TITLE_CHARS)}*\n{_when(made, zone)}"),
        *_places(made.posts),
    ]
    buttons = [button("Look again", ids.ANNOUNCE_REFRESH, str(made.id))]
    if made.is_waiting:
        buttons.append(button("Edit", ids.ANNOUNCE_EDIT, str(made.id)))
        buttons.append(button("Call it off", ids.ANNOUNCE_CANCEL, str(made.id), "danger"))
    blocks.append(actions(buttons))
    if made.note.tells_askers:
        blocks.append(context("Who asked or voted is told by direct message, each once."))
    return modal("Announcement", blocks)


def announcement_message(release: Release) -> Message:
    """The post in a channel."""
    headline = plain(release.note.headline, MAX_HEADLINE_CHARS)
    facts = [release.idea.reference]
    if release.idea.votes:
        facts.append(counted(release.idea.votes, "vote"))
    if release.announced_by:
        facts.append(f"announced by {mrkdwn(release.announced_by, _NAME_CHARS)}")
    return Message(
        text=f":rocket: {mrkdwn(release.note.headline, MAX_HEADLINE_CHARS)}",
        blocks=(
            {"type": "header", "text": plain_object(f":rocket: {headline}")},
            *sections([mrkdwn(line, 3000) for line in release.note.text.split("\n")]),
            context(" · ".join(facts)),
        ),
    )


def asker_message(release: Release) -> Message:
    """The direct message to somebody who asked for it."""
    shown = announcement_message(release)
    note = context("You asked for it or voted for it, so you are told once. Thank you!")
    return Message(shown.text, (*shown.blocks, note))


def choices_message(found: Sequence[Idea]) -> Message:
    """What can be announced, for `/roadmap announce` alone."""
    if not found:
        return Message(
            "Everything that was shipped has been announced. "
            "To announce something again: `/roadmap announce I-12`"
        )
    lines = [f"*{one.reference}*  {mrkdwn(one.title, _TITLE_CHARS)}" for one in found]
    blocks: list[Block] = [section("*Shipped and not announced yet*")]
    blocks += [
        section(line, button("Announce", ids.ANNOUNCE_OPEN, str(one.number)))
        for line, one in zip(lines, found, strict=True)
    ]
    return Message(text="Shipped and not announced yet", blocks=tuple(blocks))


def idea_number(metadata: str | None) -> int:
    """The idea that a form is about."""
    return int(facts_of(metadata)["idea"])


def announcement_id(metadata: str | None) -> int | None:
    """The announcement that a form changes, or None for a new one."""
    found = facts_of(metadata).get("announcement")
    return None if found is None else int(found)


def _form(
    idea: Idea, fields: Sequence[Block], submit: str, metadata: dict[str, int]
) -> dict[str, Any]:
    head = section(f"*{idea.reference}*  {mrkdwn(idea.title, _TITLE_CHARS)}")
    preview = actions([button("Preview", ids.ANNOUNCE_PREVIEW, str(idea.number))])
    return modal(
        "Announce",
        [head, *fields, preview],
        callback_id=ids.ANNOUNCE_FORM,
        submit=submit,
        close="Cancel",
        metadata=json.dumps(metadata),
    )


def _fields(
    note: Note, channel_ids: Sequence[str], post_at: datetime | None, zone: str
) -> list[Block]:
    time: Block = {"type": "datetimepicker", "action_id": ids.ANNOUNCE_TIME}
    if post_at is not None:
        time["initial_date_time"] = int(post_at.timestamp())
    when = f"Empty: now. Times are yours ({zone.replace('_', ' ')})."
    return [
        *_words(note),
        input_block("channels", "Where", _channels(channel_ids), hint="Channels that I am in."),
        input_block("post_at", "When", time, hint=when, optional=True),
        input_block("askers", "Who asked", _askers(is_on=note.tells_askers), optional=True),
    ]


def _words(draft: Note) -> list[Block]:
    headline = text_input(
        ids.ANNOUNCE_HEADLINE, initial=draft.headline, max_length=MAX_HEADLINE_CHARS
    )
    text = text_input(ids.ANNOUNCE_TEXT, initial=draft.text, is_multiline=True)
    hint = (
        "Drafted from the idea's own words. Look it over: everybody in the channels below will "
        "read it."
    )
    return [
        input_block("headline", "Headline", headline),
        input_block("text", "What is new, and why", text, hint=hint),
    ]


def _channels(channel_ids: Sequence[str]) -> Block:
    chosen: Block = {
        "type": "multi_conversations_select",
        "action_id": ids.ANNOUNCE_CHANNELS,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "placeholder": plain_object("Choose channels"),
    }
    if channel_ids:
        chosen["initial_conversations"] = list(channel_ids)
    return chosen


def _askers(*, is_on: bool) -> Block:
    option = {
        "text": plain_object("Also tell who asked or voted, by direct message"),
        "value": "yes",
    }
    boxes: Block = {"type": "checkboxes", "action_id": ids.ANNOUNCE_ASKERS, "options": [option]}
    return {**boxes, "initial_options": [option]} if is_on else boxes


def _before(before: Sequence[Announcement], zone: str) -> list[Block]:
    if not before:
        return []
    blocks: list[Block] = [context("*Announced before*")]
    for one in before:
        text = f"{mrkdwn(one.note.headline, _TITLE_CHARS)}\n{_when(one, zone)}"
        blocks.append(section(text, button("Where", ids.ANNOUNCE_SHOW, str(one.id))))
    return [*blocks, {"type": "divider"}]


def _when(made: Announcement, zone: str) -> str:
    if made.cancelled_at is not None:
        return f"Called off {local_moment(made.cancelled_at, zone)}."
    at = made.queued_at or made.post_at or made.created_at
    verb = "Posted from" if made.queued_at else "It goes out"
    return f"{verb} {local_moment(at, zone)} ({escape(zone)})."


def _places(posts: Sequence[Posted]) -> list[Block]:
    lines = []
    for post in posts:
        words = f"{_SIGNS[post.result]} {channel_link(post.channel_id)}: {_ENDS[post.result]}"
        if post.permalink:
            words += f" · {link(post.permalink, 'see it')}"
        says_why = post.reason and post.result in ("failed", "unknown")
        lines.append(f"{words}. {escape(post.reason or '')}" if says_why else words)
    blocks = sections(lines)
    if any(post.result == "failed" for post in posts):
        blocks.append(
            context("When that is mended, announce it again and choose only that channel.")
        )
    return blocks
