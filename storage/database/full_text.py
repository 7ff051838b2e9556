"""Full text: FTS5 on SQLite, a GIN index of the same words on PostgreSQL.

The one place where ideas and feedback are searched by words. What is asked for are beginnings of
words as domain.search makes them, letters and digits only; they are quoted all the same, and given
as a parameter.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

_SQLITE = """
SELECT found.{key} FROM {table}_fts JOIN {table} AS found ON found.id = {table}_fts.rowid
WHERE {table}_fts MATCH :query AND found.workspace_id = :workspace {order} LIMIT :limit
"""
_POSTGRESQL = """
SELECT found.{key} FROM {table} AS found
WHERE array_to_tsvector(string_to_array(found.{column}, ' ')) @@ CAST(:query AS tsquery)
AND found.workspace_id = :workspace {order} LIMIT :limit
"""
_NEWEST_FIRST = "ORDER BY found.id DESC"


def ideas(
    session: Session,
    workspace_id: int,
    words: Sequence[str],
    limit: int,
    *,
    in_title: bool = False,
) -> list[int]:
    """Row ids of ideas that hold every one of ``words`` or its beginning, in no order."""
    column = "title_key" if in_title else "words"
    facts = {"table": "idea", "key": "id", "column": column, "order": ""}
    return _ids(session, workspace_id, facts, words, limit)


def feedback(session: Session, workspace_id: int, words: Sequence[str], limit: int) -> list[int]:
    """Row ids of feedback that holds every one of ``words`` or its beginning, newest first."""
    facts = {"table": "search_entry", "key": "subject_id", "column": "words"}
    return _ids(session, workspace_id, {**facts, "order": _NEWEST_FIRST}, words, limit)


def _ids(
    session: Session, workspace_id: int, facts: dict[str, str], words: Sequence[str], limit: int
) -> list[int]:
    if session.get_bind().dialect.name == "sqlite":
        joined = " AND ".join(f'"{word}" *' for word in words)
        query, template = f"{facts['column']} : ({joined})", _SQLITE
    else:
        query, template = " & ".join(f"'{word}':*" for word in words), _POSTGRESQL
    asked = {"query": query, "workspace": workspace_id, "limit": limit}
    found = session.connection().execute(text(template.format(**facts)), asked)
    return [row[0] for row in found]


def holds(session: Session, table: str, words: Sequence[str], name: str = "held") -> Any:
    """The condition that a row of ``idea`` or ``search_entry`` holds every one of ``words``.

    For a query that asks more besides; ``name`` is that of its parameter there.
    """
    if session.get_bind().dialect.name == "sqlite":
        joined = " AND ".join(f'"{word}" *' for word in words)
        found = f"{table}.id IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH :{name})"
        return text(found).bindparams(bindparam(name, f"words : ({joined})"))
    joined = " & ".join(f"'{word}':*" for word in words)
    vector = f"array_to_tsvector(string_to_array({table}.words, ' '))"
    return text(f"{vector} @@ CAST(:{name} AS tsquery)").bindparams(bindparam(name, joined))
