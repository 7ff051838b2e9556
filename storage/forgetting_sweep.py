"""A person's id and name, taken out of every row of a workspace."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import JSON, String, Text, TypeDecorator, and_, cast, func, or_, update
from sqlmodel import Session, SQLModel, col, select

from domain.forgetting import Eraser
from domain.search import fold, index_words
from storage.tables import IdeaRow, SearchEntryRow

_KEPT_APART = frozenset({"outbox", "search_entry", "search_mark"})
"""Tables that are gone through in their own way, or hold no names."""

_INDEXED = {"title_key", "words"}
"""Columns that repeat other ones for searching."""


def sweep(session: Session, workspace_id: int, eraser: Eraser) -> int:
    """Take a person's id and name out of every row of a workspace; how many rows changed.

    Tables are found by themselves, so that a new one is gone through too.
    """
    return sum(
        _sweep_table(session, workspace_id, table, eraser)
        for name, table in sorted(SQLModel.metadata.tables.items())
        if "workspace_id" in table.columns and name not in _KEPT_APART
    )


def naming(session: Session, workspace_id: int, name: str) -> list[tuple[str, int]]:
    """The ideas and the feedback that are found by a name: kind and row id."""
    words = index_words(name)
    if not words:
        return []
    said = select(SearchEntryRow.subject_id).where(
        SearchEntryRow.workspace_id == workspace_id,
        SearchEntryRow.kind == "feedback",
        col(SearchEntryRow.words).contains(words),
    )
    ideas = select(IdeaRow.id).where(
        IdeaRow.workspace_id == workspace_id, col(IdeaRow.words).contains(words)
    )
    return [
        *(("feedback", one) for one in session.exec(said)),
        *(("idea", one or 0) for one in session.exec(ideas)),
    ]


def sweep_errands(session: Session, workspace_id: int, eraser: Eraser) -> None:
    """Take a person's id out of the keys of errands; what they say is gone through elsewhere."""
    _sweep_table(session, workspace_id, SQLModel.metadata.tables["outbox"], eraser, ("payload",))


def _sweep_table(
    session: Session, workspace_id: int, table: Any, eraser: Eraser, but: Collection[str] = ()
) -> int:
    """Rewrite the rows of a table whose texts, except the columns ``but``, name the person."""
    texts = [c for c in table.columns if isinstance(_kind(c), String | JSON) and c.name not in but]
    if not texts or not eraser.needles():
        return 0
    keys = list(table.primary_key.columns)
    holds = or_(*(_holds(c, needle) for c in texts for needle in eraser.needles()))
    query = select(*keys, *(c.label(f"t_{c.name}") for c in texts)).where(
        table.c.workspace_id == workspace_id, holds
    )
    count = 0
    for row in session.connection().execute(query).mappings().all():
        before: dict[str, Any] = {c.name: row[f"t_{c.name}"] for c in texts}
        after = {name: eraser.of_value(value) for name, value in before.items()}
        changed = {name: value for name, value in after.items() if value is not before[name]}
        if changed:
            _refresh_index(table.name, before, changed)
            where = and_(*(key == row[key.name] for key in keys))
            session.connection().execute(update(table).where(where).values(**changed))
            count += 1
    session.expire_all()
    return count


def _kind(column: Any) -> Any:
    """The kind of a column, behind a type that only translates it."""
    return column.type.impl if isinstance(column.type, TypeDecorator) else column.type


def _holds(column: Any, needle: str) -> Any:
    """A text that may hold a needle; JSON is stored with letters beyond ASCII escaped."""
    if isinstance(column.type, JSON):
        escaped = json.dumps(needle)[1:-1]
        spellings = {escaped, json.dumps(needle.lower())[1:-1], json.dumps(needle.upper())[1:-1]}
        text = func.lower(cast(column, Text))
        return or_(*(text.contains(one.lower(), autoescape=True) for one in sorted(spellings)))
    spellings = {needle.lower(), needle}
    return or_(
        *(func.lower(column).contains(one, autoescape=True) for one in sorted(spellings)),
        column.contains(needle, autoescape=True),
    )


def _refresh_index(name: str, before: Mapping[str, Any], changed: dict[str, Any]) -> None:
    """Give the columns for searching the words that the others have now."""
    if not _INDEXED & before.keys():
        return
    for column in _INDEXED & before.keys():
        spell = index_words if name == "idea" else fold
        made = str(before[column])
        for other in before.keys() - _INDEXED:
            if other in changed and isinstance(before[other], str):
                gone = set(spell(before[other]).split()) - set(spell(changed[other]).split())
                made = " ".join(word for word in made.split() if word not in gone)
        changed[column] = f" {made} " if str(before[column]).startswith(" ") else made
