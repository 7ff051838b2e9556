"""The roadmap as of an instant, in words: ``timeline by area as of 2026-09-01``."""

import re
from datetime import datetime

from domain.core.errors import InvalidInput
from domain.dates.spans import DayOrder
from domain.dates.time_parsing import parse_as_of
from domain.roadmap.commands import RoadmapView, parse_view
from domain.text.words import check_length, straighten

_AS_OF = re.compile(r"(?:^|(?<=\s))as of(?:\s|$)", re.IGNORECASE)
_MOST_CHARS = 200


def is_past(text: str) -> bool:
    """True for words that ask for the roadmap as of some instant."""
    return _AS_OF.search(straighten(text)) is not None


def parse_past(
    text: str, now: datetime, zone: str, order: DayOrder = DayOrder.DAY_FIRST
) -> tuple[RoadmapView, datetime]:
    """The view and the instant, in UTC, that words ask for; the view stands before or after.

    Days are those of an IANA zone. Raises InvalidInput for a view or an instant that is none.
    """
    check_length(text, _MOST_CHARS, "/roadmap as of 2026-09-01")
    before, _as_of, after = _split(straighten(text))
    words = after.split()
    if not words:
        raise InvalidInput("As of when? Such as /roadmap as of 2026-09-01")
    try:
        return parse_view(before), parse_as_of(after, now, zone, order)
    except InvalidInput as error:
        # Only then: "last month" is an instant, though a month is also a view.
        for cut in range(len(words) - 1, 0, -1):
            view = _view(f"{before} {' '.join(words[cut:])}")
            if view is None:
                break
            try:
                return view, parse_as_of(" ".join(words[:cut]), now, zone, order)
            except InvalidInput:
                continue
        raise error


def _split(text: str) -> tuple[str, str, str]:
    found = _AS_OF.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :].strip()


def _view(words: str) -> RoadmapView | None:
    try:
        return parse_view(words)
    except InvalidInput:
        return None
