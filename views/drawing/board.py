"""The roadmap board as a picture."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader

from domain.board import SHIPPED, Board, BoardColumn
from views.drawing.layout import CANVAS, MARGIN, lay_out
from views.drawing.palette import Scheme, area_colours, colours
from views.drawing.text_fit import cleaned, clipped, width

_ALT_CHARS = 1900
_RIGHT_TO_LEFT_EMBEDDING, _POP = "\u202b", "\u202c"


def board_svg(board: Board, *, scheme: Scheme = "light") -> str:
    """The board as SVG, 1200 pixels wide and as tall as it needs; the same for the same board."""
    layout = lay_out(board)
    areas = [card.area for column in board.columns for card in column.cards if card.area]
    return (
        _environment()
        .get_template("board.svg.j2")
        .render(
            board=board,
            title=clipped(board.title, 52, "Bold", CANVAS - 2 * MARGIN),
            subtitle=clipped(board.subtitle, 25, "Medium", CANVAS - 2 * MARGIN),
            layout=layout,
            c=colours(scheme),
            area_colours=area_colours(areas, scheme),
            canvas=CANVAS,
            margin=MARGIN,
        )
    )


def board_alt_text(board: Board) -> str:
    """The board in words, for those who cannot see the picture; at most 2,000 characters."""
    parts = [_in_words(column) for column in board.columns if column.total]
    text = f"{board.title}. " + (" ".join(parts) or "Nothing is planned yet.")
    text = cleaned(text)
    return text if len(text) <= _ALT_CHARS else text[: _ALT_CHARS - 1] + "…"


def _in_words(column: BoardColumn) -> str:
    named = [f"{card.number} {card.title} ({_votes(card.votes)})" for card in column.cards[:12]]
    more = column.total - len(named)
    if more > 0:
        named.append(f"and {more} more")
    heading = "Recently shipped" if column.key == SHIPPED else column.title
    return f"{heading}: {'; '.join(named)}."


def _votes(votes: int) -> str:
    return "1 vote" if votes == 1 else f"{votes} votes"


def _embedded(line: str, is_right_to_left: bool) -> str:
    return f"{_RIGHT_TO_LEFT_EMBEDDING}{line}{_POP}" if is_right_to_left else line


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("views.drawing", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["directed"] = _embedded
    environment.filters["clip"] = clipped
    environment.filters["clean"] = cleaned
    environment.globals["width"] = width
    return environment
