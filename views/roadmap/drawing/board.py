"""The roadmap board as a picture, and in words for those who cannot see it."""

from domain.roadmap.board import SHIPPED, Board, BoardColumn
from views.drawing.glyphs import cleaned
from views.drawing.palette import Scheme, area_colours, colours
from views.drawing.templating import environment
from views.roadmap.drawing.board_layout import CANVAS, MARGIN, lay_out

ALT_CHARS = 1000
"""Slack takes 2,000 characters of alternative text in an image block, 1,000 with an upload."""

_NAMED_IN_ALT = 12
_TITLE_CHARS = 90


def board_svg(board: Board, *, scheme: Scheme = "light") -> str:
    """The board as SVG, 1200 pixels wide and as tall as it needs; the same for the same board."""
    areas = (card.area for column in board.columns for card in column.cards if card.area)
    return (
        environment()
        .get_template("board.svg.j2")
        .render(
            layout=lay_out(board),
            c=colours(scheme),
            hues=area_colours(areas, scheme),
            canvas=CANVAS,
            margin=MARGIN,
        )
    )


def board_alt_text(board: Board) -> str:
    """The board in words, with as many ideas of each column as fit into 1,000 characters."""
    for named in range(_NAMED_IN_ALT, 0, -1):
        text = _in_words(board, named)
        if len(text) <= ALT_CHARS:
            return text
    return _in_words(board, 0)[:ALT_CHARS]


def _in_words(board: Board, named: int) -> str:
    said = [
        _column_in_words(column, named, board.has_votes) for column in board.columns if column.total
    ]
    title = cleaned(board.title)[:_TITLE_CHARS] or "Roadmap"
    return f"{title}. " + (" ".join(said) or "Nothing is planned yet.")


def _column_in_words(column: BoardColumn, named: int, has_votes: bool) -> str:
    said = [
        f"{cleaned(card.number)} {cleaned(card.title)[:_TITLE_CHARS]}".strip()
        + (f" ({_votes(card.votes)})" if has_votes and column.key != SHIPPED else "")
        for card in column.cards[:named]
    ]
    more = column.total - len(said)
    if more > 0:
        said.append(f"and {more:,} more" if said else f"{more:,}")
    return f"{cleaned(column.title)[:_TITLE_CHARS]}: {'; '.join(said)}."


def _votes(votes: int) -> str:
    return "1 vote" if votes == 1 else f"{votes:,} votes"
