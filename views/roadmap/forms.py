"""Sharing and exporting the roadmap: their forms, their answers, and the list of shares."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.roadmap.commands import Lanes, Reader, RoadmapView, Shape, parse_view
from domain.roadmap.shares import DAYS, DEFAULT_DAYS, Format, Share
from views.blockkit import ids
from views.blockkit.blocks import (
    actions,
    button,
    context,
    input_block,
    modal,
    plain_object,
    section,
)
from views.blockkit.message import Block, Message
from views.blockkit.text import mrkdwn, slack_date
from views.roadmap.controls import option

_NAME_CHARS = 40
_WITHHELD_NAMED = 8
_WHEN = "{date_short_pretty}"


def export_modal(view: RoadmapView) -> dict[str, Any]:
    """The form that asks for a file of the roadmap."""
    formats = [option(one.label, one.value) for one in Format]
    blocks = [
        _choice("format", "File", ids.ROADMAP_FORMAT, formats, Format.PNG.value),
        *_view_fields(view, tuple(Reader)),
        context("The file comes to you in a direct message."),
    ]
    return modal(
        "Export the roadmap",
        blocks,
        callback_id=ids.ROADMAP_EXPORT_FORM,
        submit="Export",
        close="Cancel",
    )


def share_modal(view: RoadmapView, *, as_link: bool) -> dict[str, Any]:
    """The form that asks for a share: of which view, for whom, and, of a link, for how long."""
    shown = view.of_reader(Reader.STAKEHOLDERS) if view.reader is Reader.INTERNAL else view
    days = [option(f"{days} days", str(days)) for days in DAYS]
    lasting = _choice("days", "Readable for", ids.ROADMAP_DAYS, days, str(DEFAULT_DAYS))
    blocks = [
        *_view_fields(shown, (Reader.STAKEHOLDERS, Reader.CUSTOMERS)),
        *([lasting] if as_link else []),
        context(_how(as_link=as_link)),
    ]
    return modal(
        "Share the roadmap",
        blocks,
        callback_id=ids.ROADMAP_SHARE_FORM,
        submit="Share",
        close="Cancel",
    )


def export_answer(form: Format, withheld: Sequence[str] = ()) -> Message:
    """The private answer while the file is made."""
    text = f":white_check_mark: {form.label} is on its way to you in a direct message."
    return Message(text=text, blocks=(section(text), *_left_out(withheld)))


def share_answer(share: Share, url: str | None, withheld: Sequence[str] = ()) -> Message:
    """What the maker of a share reads; the only time that its link is shown."""
    view = parse_view(share.words)
    whom = view.reader.label.lower()
    until = slack_date(share.expires_at, "{date_long}")
    if url is None:
        text = (
            f":page_facing_up: *The roadmap {whom}* is on its way to you as one HTML file. Pass it "
            f"on to whom it may concern. It shows the roadmap of today and cannot be taken back."
        )
        return Message(text=text, blocks=(section(text), *_left_out(withheld)))
    text = (
        f":link: *The roadmap {whom}*, always as it stands, until {until}:\n{url}\n"
        "Everybody who has the link can read it. It is shown only here and now."
    )
    buttons = [
        button("Revoke", ids.ROADMAP_REVOKE, str(share.number), "danger"),
        button("All shares", ids.ROADMAP_SHARES, "all"),
    ]
    blocks = (section(text), *_left_out(withheld), actions(buttons))
    return Message(text="The link to the roadmap", blocks=blocks)


def as_modal_view(title: str, message: Message) -> dict[str, Any]:
    """A message as the modal that follows a form."""
    return modal(title, message.blocks)


def shares_message(listed: Sequence[tuple[Share, str, bool, bool]], now: datetime) -> Message:
    """The list of shares: each with its maker's name, whether it is open, and whether the reader
    may revoke it."""
    if not listed:
        text = "Nothing is shared. `/roadmap share stakeholders` makes a page for 30 days."
        return Message(text=text, blocks=(section(text),))
    blocks: list[Block] = [section("*Shares of the roadmap*, the newest first")]
    for share, by, is_open, may_revoke in listed:
        line = f"*{share.reference}*  `{share.words}`\n{_state(share, by, is_open, now)}"
        can = is_open and may_revoke
        revoke = button("Revoke", ids.ROADMAP_REVOKE, str(share.number), "danger")
        blocks.append(section(line, revoke if can else None))
    open_ones = [share for share, _by, is_open, may_revoke in listed if is_open and may_revoke]
    if open_ones:
        name = open_ones[0].reference
        blocks.append(
            context(f"A revoked link leads nowhere at once: `/roadmap shares revoke {name}`")
        )
    return Message(text="Shares of the roadmap", blocks=tuple(blocks))


def revoked_words(share: Share) -> str:
    """What is said once a link is revoked, or had ended before."""
    return f"{share.reference} is revoked: its link leads nowhere any more."


def _state(share: Share, by: str, is_open: bool, now: datetime) -> str:
    made = f"by {mrkdwn(by, _NAME_CHARS)}, " if by else ""
    made += slack_date(share.created_at, _WHEN)
    if share.is_file:
        return f"{made} · a file, which cannot be taken back"
    if share.revoked_at is not None:
        return f"{made} · revoked {slack_date(share.revoked_at, _WHEN)}"
    word = "open until" if is_open and now < share.expires_at else "ended"
    return f"{made} · {word} {slack_date(share.expires_at, _WHEN)}"


def _left_out(withheld: Sequence[str]) -> list[Block]:
    if not withheld:
        return []
    more = len(withheld) - _WITHHELD_NAMED
    named = ", ".join(withheld[:_WITHHELD_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    return [
        context(
            f":lock: Left out, as the title names a customer or a person: {named}. "
            "Give them a public title to bring them back."
        )
    ]


def _how(*, as_link: bool) -> str:
    if as_link:
        return (
            "You get a link. Everybody who has it can read the roadmap, and only what these "
            "readers may see is in the page. `/roadmap shares` revokes it."
        )
    return (
        "You get one HTML file to pass on, as this bot has no public address. Only what these "
        "readers may see is in it. A file cannot be taken back."
    )


def _view_fields(view: RoadmapView, readers: Sequence[Reader]) -> list[Block]:
    shapes = [option(one.label, one.value) for one in Shape]
    lanes = [option(one.label, one.value) for one in Lanes]
    for_whom = [option(one.label, one.value) for one in readers]
    return [
        _choice("shape", "Layout", ids.ROADMAP_SHAPE, shapes, view.shape.value),
        _choice("lanes", "Lanes", ids.ROADMAP_LANES, lanes, view.lanes.value),
        _choice("reader", "Readers", ids.ROADMAP_READER, for_whom, view.reader.value),
    ]


def _choice(name: str, label: str, action_id: str, options: list[Block], chosen: str) -> Block:
    first = next((one for one in options if one["value"] == chosen), options[0])
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_object(label),
        "options": options,
        "initial_option": first,
    }
    return input_block(name, label, element)
