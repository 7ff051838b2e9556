"""Engines: how connections to SQLite and to PostgreSQL are made, and what each begins with."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event

from storage.database.sqlite_files import SqliteFiles

BUSY_TIMEOUT_MS = 2_000
"""How long a writer waits for another process; below Slack's 3 s, so that an answer is left."""

POOL_SIZE = 16
"""Connections kept: the web threads, the dispatcher's workers and the clock, with some room."""

_SHARED: dict[str, Any] = {
    "pool_size": POOL_SIZE,
    "pool_use_lifo": True,  # the connection used last still has its pages and statements at hand
    "hide_parameters": True,  # what people wrote does not belong in a log
    "pool_timeout": BUSY_TIMEOUT_MS / 1000,
}


def postgresql_engine(url: URL, options: dict[str, Any]) -> Engine:
    """An engine that works on a server and behind a pooler alike.

    A pooler such as PgBouncer passes each transaction to any of its own connections, and refuses
    what it does not know at the start. So nothing of a session is relied on: the time zone is set
    by a statement, locks end with their transaction, and where a pooler is found no statement is
    prepared on the server, unless the address says otherwise by ``prepare_threshold``.
    """
    engine = create_engine(
        url, **_SHARED, max_overflow=4, pool_pre_ping=True, connect_args=dict(options)
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.autocommit = True
        found = connection.execute(
            "SELECT pg_backend_pid(), set_config('TimeZone', 'UTC', false)"
        ).fetchone()
        connection.autocommit = False
        # A pooler gives out process numbers of its own.
        is_direct = found[0] == connection.info.backend_pid
        if not is_direct and "prepare_threshold" not in options:
            connection.prepare_threshold = None

    return engine


def sqlite_engine(url: URL, files: SqliteFiles | None) -> Engine:
    """An engine on one file, which begins transactions itself and looks whether the file stays."""
    wait = {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
    engine = create_engine(url, **_SHARED, connect_args=wait)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN would come too late
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        options = connection.get_execution_options()
        waits_ms = max(options.get("sqlite_waits_ms", BUSY_TIMEOUT_MS), 1)
        record = connection.connection.info
        if record.get("waits_ms") != waits_ms:
            connection.connection.driver_connection.execute(f"PRAGMA busy_timeout={waits_ms}")
            record["waits_ms"] = waits_ms
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN"))

    if files is not None:
        _watch(engine, files)
    return engine


def _watch(engine: Engine, files: SqliteFiles) -> None:
    """Look before each connection, transaction and commit whether the files are still there."""

    @event.listens_for(engine, "do_connect")
    def about_to_connect(*_arguments: object) -> None:
        files.about_to_open()

    @event.listens_for(engine, "connect")
    def connected(_connection: object, record: Any) -> None:
        record.info["files"] = files.opened()

    @event.listens_for(engine, "begin", insert=True)
    @event.listens_for(engine, "commit")
    def look(connection: Any) -> None:
        files.check(connection.connection.info["files"])
