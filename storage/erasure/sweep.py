"""A person's id and name, taken out of every row of a workspace."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    bindparam,
    cast,
    func,
    or_,
    tuple_,
    update,
)
from sqlalchemy import select as sql_select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from domain.erasure import Eraser
from domain.text.folding import fold, index_words
from domain.text.labels import fold_name

_NAMELESS = frozenset({"search_entry", "search_mark"})
"""Tables whose rows are made anew from others."""

_ELSEWHERE = {"outbox": frozenset({"payload"})}
"""Columns that are gone through in their own way."""

_INDEXED = {"title_key", "words"}
"""Columns that repeat other ones for searching."""

_NAMED = frozenset({"area", "customer"})
"""Tables whose names are told apart by their folded spelling, the key."""

_FOUND_BY = {"feedback": {"text"}, "idea": {"title", "description"}}
"""Columns whose words a row is found by."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows were rewritten, and the row ids of those that read otherwise now."""

    count: int
    reworded: tuple[int, ...] = ()


def naming(session: Session, workspace_id: int, eraser: Eraser) -> dict[str, list[Any]]:
    """The keys of the rows that may hold a person's id or name, by table: values, or tuples where
    a key has several columns.

    Tables are found by themselves, so that a new one is gone through too. To be asked outside of
    a transaction that writes, as everything is read.
    """
    spellings = sorted({one for needle in eraser.needles() for one in _spellings(needle)})
    if not spellings:
        return {}
    found: dict[str, list[Any]] = {}
    given = {f"like_{number}": one for number, one in enumerate(spellings)}
    for name in _tables():
        query = _looking(name, len(spellings))
        rows = session.connection().execute(query, {"workspace": workspace_id, **given})
        if keys := [tuple(row) if len(row) > 1 else row[0] for row in rows]:
            found[name] = keys
    return found


def rewrite(
    session: Session, workspace_id: int, kind: str, ids: Sequence[Any], eraser: Eraser
) -> Swept:
    """Take the person out of some rows of a table, by the keys that ``naming`` found."""
    own = _keys(kind)
    query, asked = _reading(kind), {"workspace": workspace_id, "keys": list(ids)}
    updates: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    reworded: list[int] = []
    taken: set[str] = set()
    for row in session.connection().execute(query, asked).mappings().all():
        changed = _changed(kind, row, eraser)
        if changed:
            if kind in _NAMED:
                _tell_apart(session, workspace_id, kind, row["id"], changed, taken)
            where = {f"key_{column.name}": row[column.name] for column in own}
            updates[tuple(sorted(changed))].append({**where, **changed})
        if changed.keys() & _FOUND_BY.get(kind, set()):
            reworded.append(row["id"])
    for columns, values in updates.items():
        _store(session, kind, columns, values)
    session.expire_all()
    return Swept(sum(map(len, updates.values())), tuple(sorted(reworded)))


def _store(
    session: Session, kind: str, columns: tuple[str, ...], values: Sequence[dict[str, Any]]
) -> None:
    """Store rows as they read now. What has to be unique and would not be gets the row's own key
    behind it: whatever else is there, the person goes."""
    connection, statement = session.connection(), _rewriting(kind, columns)
    try:
        with connection.begin_nested():
            connection.execute(statement, values)
    except IntegrityError:
        for one in values:
            try:
                with connection.begin_nested():
                    connection.execute(statement, one)
            except IntegrityError:
                place = "-".join(str(one[f"key_{column.name}"]) for column in _keys(kind))
                apart = {name: f"{one[name]} {place}" for name in columns if name in _unique(kind)}
                connection.execute(statement, {**one, **apart})


@cache
def _unique(name: str) -> frozenset[str]:
    """The columns of a table that no two rows share, alone or together with others."""
    table = SQLModel.metadata.tables[name]
    found = {column.name for column in table.primary_key.columns}
    rules: list[Any] = [*table.constraints, *table.indexes]
    for rule in rules:
        if isinstance(rule, UniqueConstraint) or getattr(rule, "unique", False):
            found |= {column.name for column in rule.columns}
    return frozenset(found & {column.name for column in _texts(name)})


def _changed(name: str, row: Mapping[Any, Any], eraser: Eraser) -> dict[str, Any]:
    before: dict[str, Any] = {c.name: row[f"t_{c.name}"] for c in _texts(name)}
    after = {column: eraser.of_value(value) for column, value in before.items()}
    changed = {column: one for column, one in after.items() if one is not before[column]}
    if changed:
        _refresh_index(name, before, changed)
    return changed


def _tell_apart(
    session: Session,
    workspace_id: int,
    kind: str,
    row_id: int,
    changed: dict[str, Any],
    taken: set[str],
) -> None:
    """Number a name that others have as well by now, such as that of a second forgotten person.

    ``taken`` are the keys that were given right before, and grows.
    """
    if "name" not in changed:
        return
    table, key = SQLModel.metadata.tables[kind], fold_name(changed["name"])
    query = sql_select(func.count()).where(
        table.c.workspace_id == workspace_id, table.c.key == key, table.c.id != row_id
    )
    if key in taken or session.connection().execute(query).scalar_one():
        changed["name"] = f"{changed['name']} {row_id}"
    changed["key"] = fold_name(changed["name"])
    taken.add(changed["key"])


@cache
def _tables() -> tuple[str, ...]:
    """The tables that are gone through, by name."""
    return tuple(
        name
        for name, table in sorted(SQLModel.metadata.tables.items())
        if "workspace_id" in table.columns and name not in _NAMELESS and _texts(name)
    )


@cache
def _texts(name: str) -> tuple[Any, ...]:
    but = _ELSEWHERE.get(name, frozenset())
    return tuple(
        column
        for column in SQLModel.metadata.tables[name].columns
        if isinstance(_kind(column), String | JSON) and column.name not in but
    )


def _keys(name: str) -> tuple[Any, ...]:
    return tuple(SQLModel.metadata.tables[name].primary_key.columns)


@cache
def _looking(name: str, spellings: int) -> Any:
    """The question for the keys of rows, built once: building it takes longer than a small table.

    All texts of a row are looked through as one.
    """
    whole: Any = ""
    for column in _texts(name):
        whole = func.coalesce(cast(column, Text), "") + " " + whole
    whole = func.lower(whole)
    holds = or_(*(whole.like(bindparam(f"like_{one}"), escape="/") for one in range(spellings)))
    ours = SQLModel.metadata.tables[name].c.workspace_id == bindparam("workspace")
    return sql_select(*_keys(name)).where(ours, holds)


@cache
def _reading(name: str) -> Any:
    own, table = _keys(name), SQLModel.metadata.tables[name]
    key = own[0] if len(own) == 1 else tuple_(*own)
    query = sql_select(*own, *(c.label(f"t_{c.name}") for c in _texts(name)))
    query = query.where(table.c.workspace_id == bindparam("workspace"))
    return query.where(key.in_(bindparam("keys", expanding=True))).with_for_update()


@cache
def _rewriting(name: str, columns: tuple[str, ...]) -> Any:
    table = SQLModel.metadata.tables[name]
    where = and_(*(column == bindparam(f"key_{column.name}") for column in _keys(name)))
    return update(table).where(where).values({one: bindparam(one) for one in columns})


def _kind(column: Any) -> Any:
    """The kind of a column, behind a type that only translates it."""
    return column.type.impl if isinstance(column.type, TypeDecorator) else column.type


def _spellings(needle: str) -> Iterable[str]:
    """Patterns of LIKE for a needle in lower case, of which a row that holds it fits one.

    SQLite knows the lower case of ASCII alone, so that others are looked for as they are written;
    JSON is stored with letters beyond ASCII escaped.
    """
    for written in {needle, needle.lower(), needle.upper(), needle.title()}:
        for stored in {written, json.dumps(written)[1:-1]}:
            lowered = "".join(one.lower() if one.isascii() else one for one in stored)
            escaped = lowered.replace("/", "//").replace("%", "/%").replace("_", "/_")
            yield f"%{escaped}%"


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
