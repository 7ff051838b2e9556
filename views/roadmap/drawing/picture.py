"""The roadmap as a picture in any of its views, and in words for those who cannot see it."""

from domain.roadmap.board import Board, BoardCard
from domain.roadmap.commands import Lanes, RoadmapView
from domain.roadmap.lanes import groups_of
from domain.roadmap.timeline import format_when
from views.drawing.glyphs import cleaned
from views.drawing.palette import Scheme, area_colours, colours
from views.drawing.templating import environment
from views.roadmap.drawing.board import ALT_CHARS, board_alt_text, board_svg
from views.roadmap.drawing.board_layout import CANVAS, MARGIN
from views.roadmap.drawing.lane_layout import lay_out_lanes
from views.roadmap.drawing.timeline_layout import lay_out_timeline

_NAMED_IN_ALT = 8
_TITLE_CHARS = 90


def roadmap_svg(board: Board, view: RoadmapView, *, scheme: Scheme = "light") -> str:
    """The view as SVG, 1200 pixels wide and as tall as it needs; the same for the same board."""
    if view.shape.is_timeline:
        return _drawn("timeline.svg.j2", board, lay_out_timeline(board, view), scheme)
    has_plans = any(column.cards for column in board.planned)
    if view.lanes is Lanes.NONE or not has_plans:
        return board_svg(board, scheme=scheme)
    return _drawn("lanes.svg.j2", board, lay_out_lanes(board, view), scheme)


def roadmap_alt_text(board: Board, view: RoadmapView) -> str:
    """The view in words, with as many ideas of each group as fit into 1,000 characters."""
    if not view.shape.is_timeline and view.lanes is Lanes.NONE:
        return board_alt_text(board)
    for named in range(_NAMED_IN_ALT, -1, -1):
        text = _in_words(board, view, named)
        if len(text) <= ALT_CHARS:
            return text
    return text[: ALT_CHARS - 1] + "…"


def _drawn(template: str, board: Board, layout: object, scheme: Scheme) -> str:
    c = colours(scheme)
    areas = (card.area for _column, card in board.cards() if card.area)
    hues = area_colours(areas, scheme)
    return (
        environment()
        .get_template(template)
        .render(
            layout=layout,
            c=c,
            hues=hues,
            fades=sorted({*hues.values(), c.plain, c.quiet, c.done}),
            scheme=scheme,
            canvas=CANVAS,
            margin=MARGIN,
        )
    )


def _in_words(board: Board, view: RoadmapView, named: int) -> str:
    said = []
    for group in groups_of(board, view):
        if not group.total:
            continue
        names = [
            " ".join(filter(None, (cleaned(card.number), cleaned(card.title)[:_TITLE_CHARS])))
            + (f" ({when})" if (when := _when(column.key, card, view)) else "")
            for column, card in group.entries[:named]
        ]
        more = group.total - len(names)
        if more > 0:
            names.append(f"and {more:,} more" if names else f"{more:,}")
        said.append(f"{cleaned(group.title)[:60]}: {'; '.join(names)}.")
    title = cleaned(board.title)[:_TITLE_CHARS] or "Roadmap"
    return f"{title}. " + (" ".join(said) or "Nothing is planned yet.")


def _when(key: str, card: BoardCard, view: RoadmapView) -> str:
    return format_when(card) if view.shape.is_timeline else key
