"""Whose ids the ids in a file are, what key they make, and what a row says."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from domain.core.errors import InvalidInput
from domain.imports.fields import Field, Origin
from domain.imports.plans import Plan
from domain.imports.rows import CustomerItem, FeedbackItem, IdeaItem, Item, Problem
from domain.text.folding import fold
from domain.text.spreadsheets import as_typed
from domain.text.words import check_text

MOST_SOURCE_CHARS = 80

_COPY = re.compile(
    r"[\s_.-]*(\(\d+\)|copy(\s*\d+)?|kopie|copie|copia|problems(-\d+)?|fixed)$", re.I
)
_DATED = re.compile(r"[\s_.-]*(\d{4}[-_.]?\d\d([-_.]?\d\d)?|\d\d[-_.]\d\d[-_.]\d{4}|\d{6,})$")
_TIME = re.compile(r"[\s_.-]*(t|at)?[\s_.-]*\d\d[-_.:]?\d\d([-_.:]?\d\d)?z?$", re.I)
_UNIQUE = re.compile(
    r"https?://\S+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*[a-f])[0-9a-f]{20,}", re.I
)
_LETTERED = re.compile(r"(?=.*[a-z])\S{4,}", re.I)

_MOST_NAME_CHARS = 255
"""As long as file systems let a name be."""


def source_named(name: str, sheet: str | None = None) -> str:
    """Return what a file's ids belong to, by its name without dates and marks of copies.

    ``feedback-2026-03.csv``, ``feedback (1).csv`` and ``feedback-problems.csv`` are of one source.
    """
    name = name[:_MOST_NAME_CHARS]
    stem = PurePath(name).stem if PurePath(name).suffix else name
    before = None
    while stem != before:
        before = stem
        for pattern in (_COPY, _DATED):
            stem = pattern.sub("", stem) or stem
        if _DATED.search(_TIME.sub("", stem)):
            stem = _TIME.sub("", stem)
    whole = f"{stem}, {sheet}" if sheet else stem
    return " ".join(whole.split())[:MOST_SOURCE_CHARS] or "file"


def clean_source(typed: str) -> str:
    """Return a source as somebody names it. Raises InvalidInput for one that cannot be kept."""
    name = " ".join(check_text(typed, what="source").split())
    if len(name) > MOST_SOURCE_CHARS:
        raise InvalidInput(f"A source has at most {MOST_SOURCE_CHARS} characters.", field="source")
    return name


def keyed(rows: Iterator[Item | Problem], plan: Plan, source: str) -> Iterator[Item | Problem]:
    """Yield rows with ids as keys that hold within their source alone.

    An id that is one in the whole world (a link, a UUID) holds everywhere, and an id with letters,
    such as PAY-12, in all files of the program that wrote it.
    """
    place = plan.columns.get(Field.ID)
    if place is None:
        yield from rows
        return
    for row in rows:
        if isinstance(row, Problem | CustomerItem):
            yield row
            continue
        cell = as_typed(row.cells[place]).strip() if place < len(row.cells) else ""
        if row.key == f"import:{plan.origin}:{_digest('id', cell)[:40]}":
            row = replace(row, key=_key(cell, plan.origin, source))
        yield row


def _key(own: str, origin: Origin, source: str) -> str:
    scope = [origin.value, fold(source)]
    if _UNIQUE.fullmatch(own):
        scope = []
    elif origin is not Origin.PLAIN and _LETTERED.fullmatch(own):
        scope = [origin.value]
    return f"import:id:{_digest(*scope, own)[:40]}"


def piece_key(row: FeedbackItem) -> str:
    """Return the key of a further row with the same id, such as a second comment of a ticket."""
    speaker, day = row.said_by_name or "", row.said_at.isoformat() if row.said_at else ""
    return f"{row.key}/{_digest(fold(row.text), speaker, day)[:16]}"


def has_id(row: FeedbackItem | IdeaItem) -> bool:
    """Return whether the key of a row is its own id rather than what it says."""
    return row.key.startswith("import:id:")


def print_of(row: FeedbackItem | IdeaItem) -> str:
    """Return a digest of what a row says, by which it is seen that it says something else now.

    Votes are left out: they are added without asking.
    """
    facts: list[object]
    if isinstance(row, FeedbackItem):
        facts = [row.text, row.said_by_name, row.customer, row.area, row.importance, row.said_at]
    else:
        facts = [row.title, row.description, row.status.value, row.area]
    return _digest(*("" if one is None else str(one) for one in facts))[:24]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode(errors="replace")).hexdigest()
