"""The roadmap as a message: one phone screen, with everything in a modal and in a picture."""

from domain.board import Board, BoardCard, BoardColumn
from views import ids
from views.blocks import actions, button, context, modal, section
from views.counts import counted
from views.message import Block, Message
from views.text import mrkdwn, plain

FIRST_LINES = 10
"""Ideas shown on the first screen, shared fairly between the columns."""

_TITLE_CHARS = 70
_MODAL_TITLE_CHARS = 40
"""Shorter, as the whole list of 400 ideas has to stay below Slack's 250 kB whatever the script."""
_NAME_CHARS = 25
_LINES_IN_BLOCK = 20
_IN_MODAL = 100
_SIGNS = {
    "now": ":large_green_circle:",
    "next": ":large_blue_circle:",
    "later": ":white_circle:",
    "shipped": ":rocket:",
}


def roadmap_message(
    board: Board, *, has_ideas: bool, is_outside: bool = False, may_post: bool = True
) -> Message:
    """The private answer to /roadmap.

    ``has_ideas`` is False in a workspace without any, ``is_outside`` True where the bot is no
    member, ``may_post`` False where it could not even post.
    """
    if board.is_empty:
        return _empty(has_ideas)
    blocks = _screen(board)
    if is_outside:
        blocks.append(context("I am not in this channel yet. To have me here: `/invite @Linchpin`"))
    post = [button("Post to channel", ids.ROADMAP_POST, "post", "primary")] if may_post else []
    if buttons := [*post, *_see_all(board)]:
        blocks.append(actions(buttons))
    return Message(text=_summary(board), blocks=tuple(blocks))


def posted_answer(board: Board) -> Message:
    """What stands in place of the private answer once its button was pressed."""
    note = context(":white_check_mark: On its way into this channel, with its picture.")
    return Message(text=_summary(board), blocks=(*_screen(board), note))


def roadmap_post(board: Board, posted_by: str) -> Message:
    """The roadmap in a channel; its picture stands after the heading.

    ``posted_by`` is a name and no mention: a post must not ping the person who made it.
    """
    blocks = [*_screen(board)]
    if buttons := _see_all(board):
        blocks.append(actions(buttons))
    who = f"Posted by {mrkdwn(posted_by, _NAME_CHARS)} with" if posted_by else "Posted with"
    blocks.append(context(f"{who} `/roadmap`"))
    return Message(text=_summary(board), blocks=tuple(blocks))


def roadmap_modal(board: Board) -> dict[str, object]:
    """Everything on the roadmap."""
    blocks: list[Block] = []
    for column in board.columns:
        shown = column.cards[:_IN_MODAL]
        lines = [_line(card, _MODAL_TITLE_CHARS) for card in shown]
        left = column.total - len(lines)
        lines = [*(lines or ["Nothing yet"]), *([f"… and {left:,} more"] if left > 0 else [])]
        for start in range(0, len(lines), _LINES_IN_BLOCK):
            heading = [_heading(column)] if start == 0 else []
            blocks.append(section("\n".join((*heading, *lines[start : start + _LINES_IN_BLOCK]))))
    return modal("Roadmap", blocks)


def shares(board: Board) -> list[int]:
    """How many ideas of each column the first screen shows: each in turn one, while it has room."""
    given = [0] * len(board.columns)
    room = FIRST_LINES
    while room > 0 and any(_has_more(board, given, n) for n in range(len(given))):
        for n in range(len(given)):
            if room > 0 and _has_more(board, given, n):
                given[n] += 1
                room -= 1
    return given


def _has_more(board: Board, given: list[int], n: int) -> bool:
    return given[n] < len(board.columns[n].cards)


def _screen(board: Board) -> list[Block]:
    blocks: list[Block] = [
        {"type": "header", "text": {"type": "plain_text", "text": plain(board.title, 150)}}
    ]
    for column, share in zip(board.columns, shares(board), strict=True):
        lines = [_line(card) for card in column.cards[:share]] or ["_Nothing yet_"]
        left = column.total - share
        if left > 0:
            lines.append(f"… and {left:,} more")
        blocks.append(section("\n".join((_heading(column), *lines))))
    return blocks


def _heading(column: BoardColumn) -> str:
    return f"{_SIGNS.get(column.key, ':pushpin:')} *{column.title}*  {column.caption}"


def _line(card: BoardCard, title_chars: int = _TITLE_CHARS) -> str:
    parts = [f"*{card.number}* {mrkdwn(' '.join(card.title.split()), title_chars)}"]
    if card.votes:
        parts.append(counted(card.votes, "vote"))
    if card.status:
        parts.append(card.status.lower())
    return " · ".join(parts)


def _see_all(board: Board) -> list[Block]:
    is_cut = any(
        column.total > share for column, share in zip(board.columns, shares(board), strict=True)
    )
    return [button("See all", ids.ROADMAP_ALL, "all")] if is_cut else []


def _summary(board: Board) -> str:
    counts = ", ".join(f"{column.total:,} {column.title.lower()}" for column in board.columns)
    return f"{mrkdwn(board.title, 150)}: {counts}"


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
