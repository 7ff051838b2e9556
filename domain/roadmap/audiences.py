"""What of the roadmap its readers may see: only that is in anything made for them."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from domain.dates.days import DateConfidence
from domain.roadmap.board import Board, BoardCard, BoardColumn
from domain.roadmap.commands import Reader

_SHORTEST_NAME = 3
"""Shorter names would be found in ordinary sentences."""

_Change = Callable[[BoardCard], BoardCard | None]


def for_reader(board: Board, reader: Reader, names: Collection[str] = ()) -> Board:
    """The board as ``reader`` may see it.

    Stakeholders are told no votes. Customers read public titles, areas and firm dates to come; no
    numbers, owners, objectives, votes or customers. An idea without a public title whose title
    holds one of ``names`` (of customers and of people) is left out for them; ``withheld`` has its
    number, for whoever makes something for customers.
    """
    if reader is Reader.INTERNAL:
        return board
    if reader is Reader.STAKEHOLDERS:
        return _changed(board, lambda card: replace(card, votes=0, public_title=None))
    holds = _finder(names)
    shown = _changed(board, lambda card: _for_customers(card, holds, board.day))
    held = tuple(
        card.number
        for _column, card in board.cards()
        if not card.public_title and holds(card.title)
    )
    return replace(shown, withheld=held)


def _changed(board: Board, change: _Change) -> Board:
    columns = tuple(_column(column, change) for column in board.columns)
    return replace(board, columns=columns, has_votes=False)


def _column(column: BoardColumn, change: _Change) -> BoardColumn:
    cards = tuple(found for card in column.cards if (found := change(card)) is not None)
    return replace(column, cards=cards, total=column.total - len(column.cards) + len(cards))


def _for_customers(
    card: BoardCard, holds: Callable[[str], bool], day: date | None
) -> BoardCard | None:
    if not card.public_title and holds(card.title):
        return None
    is_past = day is not None and card.ends_on is not None and card.ends_on < day
    is_firm = card.confidence is DateConfidence.FIRM and not is_past
    return BoardCard(
        number="",
        title=card.public_title or card.title,
        area=None if card.area and holds(card.area) else card.area,
        status=card.status,
        starts_on=card.starts_on if is_firm else None,
        ends_on=card.ends_on if is_firm else None,
        confidence=card.confidence if is_firm else None,
        shipped_on=card.shipped_on,
        key=card.key,
    )


def _finder(names: Collection[str]) -> Callable[[str], bool]:
    """Whether a text holds one of the names as whole words, in any case."""
    told = sorted({" ".join(name.split()).casefold() for name in names}, key=len, reverse=True)
    long = [re.escape(name) for name in told if len(name) >= _SHORTEST_NAME]
    if not long:
        return lambda _text: False
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(long)})(?!\w)")
    return lambda text: pattern.search(" ".join(text.split()).casefold()) is not None
