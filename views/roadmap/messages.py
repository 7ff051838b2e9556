"""The roadmap as a message: one phone screen, with everything in a modal and in a picture."""

from collections.abc import Sequence
from dataclasses import replace

from domain.roadmap.board import Board, BoardCard, BoardColumn
from domain.roadmap.commands import Lanes, Reader, RoadmapView
from domain.roadmap.lanes import Group, groups_of
from domain.roadmap.timeline import format_when
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, section
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, mrkdwn, plain
from views.roadmap.controls import view_controls

FIRST_LINES = 10
"""Ideas shown on the first screen, shared fairly between the groups."""

LIST_LINES = 50
"""Ideas in a list: as many as one message takes."""

_MODAL_LINES = 380
_MOST_GROUPS = 16
_TITLE_CHARS = 70
_MODAL_TITLE_CHARS = 40
"""Shorter, as the whole list of 400 ideas has to stay below Slack's 250 kB whatever the script."""
_NAME_CHARS = 25
_GROUP_CHARS = 60
_LINES_IN_BLOCK = 20
_WITHHELD_NAMED = 8
_BOARD = RoadmapView()
_SIGNS = {
    "now": ":large_green_circle:",
    "next": ":large_blue_circle:",
    "later": ":white_circle:",
    "shipped": ":rocket:",
    "period": ":calendar:",
    "undated": ":grey_question:",
    "lane": ":small_blue_diamond:",
}


def roadmap_message(
    board: Board,
    view: RoadmapView = _BOARD,
    *,
    has_ideas: bool = True,
    is_outside: bool = False,
    may_post: bool = True,
) -> Message:
    """The private answer to /roadmap.

    ``has_ideas`` is False in a workspace without any, ``is_outside`` True where the bot is no
    member, ``may_post`` False where it could not even post.
    """
    if board.is_empty and not board.withheld:
        return _empty(has_ideas)
    blocks = roadmap_screen(board, view)
    blocks += _notes(board, view, is_outside=is_outside)
    words = view.words
    post = [button("Post to channel", ids.ROADMAP_POST, words, "primary")] if may_post else []
    others = [
        button("Send me the picture", ids.ROADMAP_PICTURE, words),
        button("Share…", ids.ROADMAP_SHARE, words),
        button("Export…", ids.ROADMAP_EXPORT, words),
    ]
    blocks.append(view_controls(view))
    blocks.append(actions([*post, *see_all(board, view), *others]))
    return Message(text=roadmap_summary(board, view), blocks=tuple(blocks))


def posted_answer(board: Board, view: RoadmapView = _BOARD) -> Message:
    """What stands in place of the private answer once its button was pressed."""
    text = ":white_check_mark: On its way into this channel"
    note = context(f"{text}." if view.is_list else f"{text}, with its picture.")
    return Message(text=roadmap_summary(board, view), blocks=(*roadmap_screen(board, view), note))


def picture_answer(board: Board, view: RoadmapView) -> Message:
    """The private answer while the picture is drawn."""
    note = context(":white_check_mark: Its picture is on its way to you in a direct message.")
    return Message(text=roadmap_summary(board, view), blocks=(*roadmap_screen(board, view), note))


def roadmap_post(
    board: Board,
    posted_by: str,
    view: RoadmapView = _BOARD,
    *,
    as_of: str = "",
    moment: str = "",
) -> Message:
    """The roadmap in a channel; its picture stands after the heading.

    ``posted_by`` is a name and no mention: a post must not ping the person who made it. ``as_of``
    and ``moment`` name the instant of a roadmap of the past, in words and exactly.
    """
    blocks = [*roadmap_screen(board, view)]
    if view.reader is Reader.INTERNAL and (buttons := see_all(board, view, moment)):
        blocks.append(actions(buttons))
    words = [] if view == _BOARD else [view.words]
    command = " ".join(("/roadmap", *words, *([f"as of {as_of}"] if as_of else [])))
    who = f"Posted by {mrkdwn(posted_by, _NAME_CHARS)} with" if posted_by else "Made with"
    blocks.append(context(f"{who} `{command}`"))
    return Message(text=roadmap_summary(board, view), blocks=tuple(blocks))


def roadmap_modal(board: Board, view: RoadmapView = _BOARD) -> dict[str, object]:
    """Everything on the roadmap."""
    groups = _groups(board, view)
    blocks: list[Block] = []
    given = _fair([len(group.entries) for group in groups], _MODAL_LINES)
    for group, share in zip(groups, given, strict=True):
        blocks += _paragraphs(group, share, view, _MODAL_TITLE_CHARS)
    return modal("Roadmap", blocks or [section("Nothing is planned yet.")])


def shares(board: Board, view: RoadmapView = _BOARD) -> list[int]:
    """How many ideas of each group the first screen shows: each in turn one, while it has room."""
    room = LIST_LINES if view.is_list else FIRST_LINES
    return _fair([len(group.entries) for group in _groups(board, view)], room)


def _groups(board: Board, view: RoadmapView) -> tuple[Group, ...]:
    """The groups that one message has room for; the last one counts what the others hold."""
    groups = groups_of(board, view)
    if len(groups) <= _MOST_GROUPS:
        return groups
    shown, rest = groups[: _MOST_GROUPS - 1], groups[_MOST_GROUPS - 1 :]
    entries = tuple(entry for group in rest for entry in group.entries)
    total = sum(group.total for group in rest)
    return (*shown, Group("undated", "Further out", "", entries, total))


def _fair(wanted: Sequence[int], room: int) -> list[int]:
    given = [0] * len(wanted)
    while room > 0 and given != list(wanted):
        for n, most in enumerate(wanted):
            if room > 0 and given[n] < most:
                given[n] += 1
                room -= 1
    return given


def roadmap_screen(board: Board, view: RoadmapView) -> list[Block]:
    """The view in words, as much of it as one phone screen has room for."""
    title = {"type": "plain_text", "text": plain(board.title, 150)}
    blocks: list[Block] = [{"type": "header", "text": title}]
    if view != _BOARD:
        parts = [view.shape.label] if view.shape.is_timeline else []
        parts += [view.lanes.label] if view.lanes is not Lanes.NONE else []
        parts += [view.reader.label] if view.reader is not Reader.INTERNAL else []
        if parts:
            blocks.append(context(" · ".join((*parts, mrkdwn(board.subtitle, _GROUP_CHARS)))))
    for group, share in zip(_groups(board, view), shares(board, view), strict=True):
        blocks += _paragraphs(group, share, view, _TITLE_CHARS)
    return blocks


def _paragraphs(group: Group, share: int, view: RoadmapView, title_chars: int) -> list[Block]:
    lines = [_line(entry, view, title_chars) for entry in group.entries[:share]]
    left = group.total - len(lines)
    lines = [*(lines or ["_Nothing yet_"]), *([f"… and {left:,} more"] if left > 0 else [])]
    if group.total and not share:
        lines = [f"… {counted(group.total, 'idea')}"]
    found = []
    for start in range(0, len(lines), _LINES_IN_BLOCK):
        heading = [_heading(group)] if start == 0 else []
        found.append(section("\n".join((*heading, *lines[start : start + _LINES_IN_BLOCK]))))
    return found


def _heading(group: Group) -> str:
    caption = f"  {mrkdwn(group.caption, _GROUP_CHARS)}" if group.caption else ""
    sign = _SIGNS.get(group.key, ":pushpin:")
    return f"{sign} *{mrkdwn(group.title, _GROUP_CHARS) or '…'}*{caption}"


def _line(entry: tuple[BoardColumn, BoardCard], view: RoadmapView, title_chars: int) -> str:
    column, card = entry
    number = f"*{card.number}* " if card.number else "• "
    parts = [f"{number}{mrkdwn(' '.join(card.title.split()), title_chars)}"]
    is_mixed = view.lanes is not Lanes.NONE or view.shape.is_timeline
    if is_mixed and not card.shipped_on:
        parts.append(mrkdwn(column.title, _NAME_CHARS))
    if card.votes and not view.shape.is_timeline:
        parts.append(counted(card.votes, "vote"))
    if card.status:
        parts.append(card.status.lower())
    if (when := format_when(card)) and (card.dates.are_set or is_mixed):
        parts.append(when)
    return " · ".join(parts)


def _notes(board: Board, view: RoadmapView, *, is_outside: bool) -> list[Block]:
    notes = []
    if is_outside:
        notes.append("I am not in this channel yet. To have me here: `/invite @Linchpin`")
    if board.withheld:
        named = ", ".join(board.withheld[:_WITHHELD_NAMED])
        more = len(board.withheld) - _WITHHELD_NAMED
        named += f" and {more:,} more" if more > 0 else ""
        notes.append(
            f":lock: Left out for customers, as the title names a customer or a person: {named}. "
            "A public title (*Edit* of the idea) brings it back."
        )
    elif view.reader is Reader.CUSTOMERS:
        notes.append(":lock: No numbers, votes, owners or objectives, and only firm dates.")
    return [context(note) for note in notes]


def see_all(board: Board, view: RoadmapView, moment: str = "") -> list[Block]:
    """The button for what the first screen leaves out, if it does; ``moment`` as in the selects."""
    groups = _groups(board, view)
    given = shares(board, view)
    is_cut = any(group.total > share for group, share in zip(groups, given, strict=True))
    if not is_cut:
        return []
    if moment:
        return [button("See all", ids.PAST_ALL, f"{moment} {view.words}")]
    return [button("See all", ids.ROADMAP_ALL, view.words)]


def roadmap_summary(board: Board, view: RoadmapView) -> str:
    """The view in one line, for notifications."""
    groups = groups_of(board, replace(view, lanes=Lanes.NONE))
    said = [f"{group.total:,} {group.title.lower()}" for group in groups[:8]]
    return f"{mrkdwn(board.title, 150)}: {', '.join(said) or 'nothing yet'}"


def _empty(has_ideas: bool) -> Message:
    if has_ideas:
        text = (
            "*Nothing is on the roadmap yet.* Move an idea there: `/idea I-1 next` "
            "(or `now`, `later`). `/ideas` shows the ones people want most."
        )
    else:
        text = (
            "*The roadmap is still empty, and so is the list of ideas.* File the first one with "
            "`/idea Export reports to CSV`, then move it with `/idea I-1 next`."
        )
    return Message(text=text, blocks=(section(text),))
