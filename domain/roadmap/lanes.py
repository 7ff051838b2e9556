"""The roadmap in groups: swim-lanes, and the groups that a list is read in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.roadmap.board import SHIPPED, Board, BoardCard, BoardColumn
from domain.roadmap.commands import Lanes, RoadmapView
from domain.roadmap.timeline import period_of

MOST_LANES = 9
"""Lanes with a name of their own; ideas of any more share one."""

_NOBODY = {
    Lanes.AREA: "No area",
    Lanes.OBJECTIVE: "No objective",
    Lanes.OWNER: "No owner",
}
_OTHERS = {
    Lanes.AREA: "Other areas",
    Lanes.OBJECTIVE: "Other objectives",
    Lanes.OWNER: "Other owners",
}


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its name and its part of the board. ``is_rest`` for ideas without any."""

    name: str
    board: Board
    is_rest: bool = False

    @property
    def size(self) -> int:
        """How many ideas stand in it, with what was shipped."""
        return sum(len(column.cards) for column in self.board.columns)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and its ideas, each with the column it stands in; ``total`` counts all of them."""

    key: str
    title: str
    caption: str
    entries: tuple[tuple[BoardColumn, BoardCard], ...]
    total: int


def lanes_of(board: Board, by: Lanes) -> tuple[Lane, ...]:
    """The board cut into lanes, the fullest first and last what belongs to none; one lane without
    a name when nothing divides it. An idea that serves two objectives stands in both lanes."""
    if by is Lanes.NONE:
        return (Lane("", board),)
    ranked = _ranked(board, by)
    named, others = ranked[:MOST_LANES], set(ranked[MOST_LANES:])
    if len(others) == 1:
        named, others = ranked, set()
    lanes = [Lane(name, _part(board, by, {name})) for name in named]
    if others:
        lanes.append(Lane(_OTHERS[by], _part(board, by, others)))
    rest = Lane(_NOBODY[by], _part(board, by, None), is_rest=True)
    return (*lanes, rest) if rest.size else tuple(lanes)


def groups_of(board: Board, view: RoadmapView) -> tuple[Group, ...]:
    """The board as headed lists: by lane, by the period in which ideas end, or by column."""
    if view.lanes is not Lanes.NONE:
        return tuple(
            Group("lane", lane.name, "", tuple(lane.board.cards()), lane.size)
            for lane in lanes_of(board, view.lanes)
        )
    if view.shape.is_timeline:
        return _periods(board, view)
    return tuple(
        Group(
            column.key,
            column.title,
            column.caption,
            tuple((column, card) for card in column.cards),
            column.total,
        )
        for column in board.columns
    )


def _ranked(board: Board, by: Lanes) -> list[str]:
    counts: dict[str, int] = {}
    for column, card in board.cards():
        for name in _names(card, by):
            counts[name] = counts.get(name, 0) + (column.key != SHIPPED)
    return sorted(counts, key=lambda name: (-counts[name], name.casefold(), name))


def _names(card: BoardCard, by: Lanes) -> Sequence[str]:
    if by is Lanes.OBJECTIVE:
        return card.objectives
    name = card.area if by is Lanes.AREA else card.owner
    return (name,) if name else ()


def _part(board: Board, by: Lanes, wanted: set[str] | None) -> Board:
    columns = []
    for column in board.columns:
        cards = tuple(card for card in column.cards if _is_in(_names(card, by), wanted))
        columns.append(replace(column, cards=cards, total=len(cards)))
    return replace(board, columns=tuple(columns))


def _is_in(names: Sequence[str], wanted: set[str] | None) -> bool:
    return not names if wanted is None else not wanted.isdisjoint(names)


def _periods(board: Board, view: RoadmapView) -> tuple[Group, ...]:
    found: dict[tuple[int, int], list[tuple[BoardColumn, BoardCard]]] = {}
    titles: dict[tuple[int, int], str] = {}
    undated: list[tuple[BoardColumn, BoardCard]] = []
    for column, card in board.cards():
        day = _last_day(card)
        if day is None:
            undated.append((column, card))
            continue
        period = period_of(day, view.shape)
        at = (period.first.year, period.first.month)
        titles[at] = period.title
        found.setdefault(at, []).append((column, card))
    groups = []
    for at in sorted(found):
        entries = sorted(found[at], key=lambda one: _last_day(one[1]) or date.max)
        groups.append(Group("period", titles[at], "", tuple(entries), len(entries)))
    if undated:
        unseen = sum(column.total - len(column.cards) for column in board.columns)
        groups.append(Group("undated", "Not dated yet", "", tuple(undated), len(undated) + unseen))
    return tuple(groups)


def _last_day(card: BoardCard) -> date | None:
    return card.shipped_on or card.ends_on or card.starts_on
