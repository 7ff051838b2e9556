"""The databases' own checks of themselves: pages, indexes, references, the server's counts."""

from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

import storage.schema
from domain.core.errors import DatabaseUnavailable
from storage.database.engine import Database

_MOST = 5
"""How many findings of one kind are told: the first ones say where to look."""

_KNOWS_COLLATIONS = (15,)
"""The first version of PostgreSQL that remembers by which rules a database was sorted."""


def problems(database: Database) -> list[str]:
    """What the database finds wrong with itself, in sentences for the operator.

    It reads everything once: about 10 s for each gigabyte.
    """
    assert storage.schema.__all__
    look = _sqlite if database.dialect == "sqlite" else _postgresql
    try:
        with database.snapshot() as session:
            found = look(session.connection())
    except DatabaseUnavailable as refused:
        return [refused.cause]
    told = [f"The database ({database.place.name}): {sentence}" for sentence in found]
    return told + _unreadable_tables(database)


def _sqlite(connection: Connection) -> list[str]:
    damage = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})").scalars().all()
    if list(damage) != ["ok"]:
        told = "; ".join(" ".join(str(one).split()) for one in damage)
        return [f"It is damaged ({told}). Stop Linchpin and restore a backup."]
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST)
    tables = sorted({str(row[0]) for row in rows})
    if tables:
        return [f"Rows of {', '.join(tables)} refer to rows that don't exist. Restore a backup."]
    return []


def _postgresql(connection: Connection) -> list[str]:
    return [*_broken_indexes(connection), *_checksum_failures(connection), *_collations(connection)]


def _broken_indexes(connection: Connection) -> list[str]:
    found = connection.execute(
        text(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE NOT (i.indisvalid AND i.indisready) AND n.nspname = current_schema() "
            "ORDER BY c.relname"
        )
    )
    return [f"The index {name} isn't valid. Run REINDEX INDEX {name}." for name in found.scalars()]


def _checksum_failures(connection: Connection) -> list[str]:
    query = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
    count = connection.execute(text(query)).scalar() or 0
    if not count:
        return []
    return [f"The server counted {count} damaged pages. Check the disk and restore a backup."]


def _collations(connection: Connection) -> list[str]:
    """An index sorted by another version of the operating system's rules finds rows no longer."""
    if (getattr(connection.dialect, "server_version_info", (0,))) < _KNOWS_COLLATIONS:
        return []
    query = (
        "SELECT datcollversion <> pg_database_collation_actual_version(oid) "
        "FROM pg_database WHERE datname = current_database()"
    )
    if not connection.execute(text(query)).scalar():
        return []
    return [
        "Its sorting rules changed with the operating system. Run REINDEX DATABASE, then "
        "ALTER DATABASE ... REFRESH COLLATION VERSION."
    ]


def _unreadable_tables(database: Database) -> list[str]:
    """Which tables cannot be read to the end, by the server's own look at each of their pages."""
    if database.dialect == "sqlite":
        return []  # its own check has read every page
    found: list[str] = []
    for name in sorted(SQLModel.metadata.tables):
        try:
            with database.reading() as session:
                connection = session.connection()
                if inspect(connection).has_table(name):
                    connection.execute(text(f'SELECT count(t::text) FROM "{name}" t'))
        except DatabaseUnavailable as refused:
            found.append(f"The table {name} can't be read. {refused.cause}")
    return found
