"""Bubbles that do not cover each other, and labels that cover nothing."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from views.drawing.text_fit import clipped, width

LABEL_SIZE = 20.0
_LABEL_HEIGHT = 22.0
_LABEL_WIDTHS = (330.0, 240.0, 150.0)
_SHORTEST = 60.0
_GAP = 4.0
_ROUNDS = 300
_GOLDEN_ANGLE = 2.399963
_TURN = 0.35
"""Each push is turned a little, to and fro, so that bubbles pressed against an edge get past each
other."""

_AWAY = 6.0
"""A bubble that was moved further than this from its exact place is tied to it by a line."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """True when the two share any place."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """True when the other lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Bubble:
    """A circle around ``x``, ``y``; ``true_x``, ``true_y`` is the exact place of what it shows."""

    x: float
    y: float
    radius: float
    true_x: float
    true_y: float

    @property
    def box(self) -> Box:
        """The square around the circle."""
        return Box(
            self.x - self.radius,
            self.y - self.radius,
            self.x + self.radius,
            self.y + self.radius,
        )

    @property
    def is_away(self) -> bool:
        """True when it stands visibly beside its exact place."""
        return math.hypot(self.x - self.true_x, self.y - self.true_y) > _AWAY


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text: ``x`` is its left end, ``y`` its baseline."""

    x: float
    y: float
    text: str
    box: Box


def set_apart(bubbles: Sequence[Bubble], plot: Box, taken: Sequence[Box] = ()) -> list[Bubble]:
    """The bubbles moved as little as it takes until none covers another or one of ``taken``, all
    within the plot.

    The same bubbles give the same result. Where there is no room for all they still overlap.
    """
    found = [_within(one, plot, taken) for one in bubbles]
    for turn in range(_ROUNDS):
        has_moved = False
        for i in range(len(found)):
            for j in range(i + 1, len(found)):
                push = _push(found[i], found[j], turn + j)
                if push is not None:
                    found[i] = _within(_moved(found[i], -push[0], -push[1]), plot, taken)
                    found[j] = _within(_moved(found[j], *push), plot, taken)
                    has_moved = True
        if not has_moved:
            break
    return found


def labelled(
    titles: Sequence[str], bubbles: Sequence[Bubble], plot: Box, taken: Iterable[Box]
) -> list[Label | None]:
    """A label beside each bubble, where one fits that covers nothing; the first come first."""
    boxes = [*taken, *(one.box for one in bubbles)]
    found: list[Label | None] = []
    for title, bubble in zip(titles, bubbles, strict=True):
        label = next(
            (
                one
                for one in _candidates(title, bubble)
                if plot.holds(one.box) and not any(one.box.touches(box) for box in boxes)
            ),
            None,
        )
        if label is not None:
            boxes.append(label.box)
        found.append(label)
    return found


def _candidates(title: str, bubble: Bubble) -> Iterable[Label]:
    for most in _LABEL_WIDTHS:
        text = clipped(title, LABEL_SIZE, "Regular", most)
        wide = width(text, LABEL_SIZE, "Regular")
        if not text or (wide < _SHORTEST and text.endswith("…")):
            continue
        away = bubble.radius + _GAP + 3
        middle = bubble.y - _LABEL_HEIGHT / 2
        for left, top in (
            (bubble.x + away, middle),
            (bubble.x - away - wide, middle),
            (bubble.x - wide / 2, bubble.y - away - _LABEL_HEIGHT + 2),
            (bubble.x - wide / 2, bubble.y + away - 2),
            (bubble.x + away * 0.75, bubble.y - away * 0.75 - _LABEL_HEIGHT / 2),
            (bubble.x + away * 0.75, bubble.y + away * 0.75 - _LABEL_HEIGHT / 2),
        ):
            box = Box(left - 2, top, left + wide + 2, top + _LABEL_HEIGHT)
            yield Label(left, top + _LABEL_HEIGHT * 0.77, text, box)


def _push(one: Bubble, other: Bubble, turn: int) -> tuple[float, float] | None:
    """How far ``other`` moves, and ``one`` the other way, when they are too near; else None."""
    dx, dy = other.x - one.x, other.y - one.y
    apart = math.hypot(dx, dy)
    lacking = one.radius + other.radius + _GAP - apart
    if lacking <= 0.01:
        return None
    if apart < 0.01:
        angle = turn * _GOLDEN_ANGLE
        dx, dy, apart = math.cos(angle), math.sin(angle), 1.0
    half = lacking / 2
    along, across = math.cos(_TURN), math.sin(_TURN) * (1 if turn % 2 else -1)
    return (
        (dx * along - dy * across) / apart * half,
        (dx * across + dy * along) / apart * half,
    )


def _moved(bubble: Bubble, dx: float, dy: float) -> Bubble:
    return replace(bubble, x=bubble.x + dx, y=bubble.y + dy)


def _within(bubble: Bubble, plot: Box, taken: Sequence[Box]) -> Bubble:
    room = bubble.radius + 3
    x = min(max(bubble.x, plot.left + room), plot.right - room)
    y = min(max(bubble.y, plot.top + room), plot.bottom - room)
    middle = (plot.top + plot.bottom) / 2
    for box in taken:
        if box.touches(Box(x - room, y - room, x + room, y + room)):
            y = box.bottom + room if box.top < middle else box.top - room
    return replace(bubble, x=x, y=y)
