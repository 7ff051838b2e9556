"""The database: one engine, and transactions that mean the same on SQLite and PostgreSQL."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, text
from sqlmodel import Session

from domain.core.changes import NewChange
from domain.core.errors import DatabaseUnavailable
from domain.core.outages import Trouble
from storage.database import url as database_url
from storage.database.connections import (
    BUSY_TIMEOUT_MS,
    POOL_SIZE,
    postgresql_engine,
    sqlite_engine,
)
from storage.database.fair_lock import FairLock
from storage.database.sqlite_files import SqliteFiles
from storage.database.trouble.failures import FAILURES, Place, busy, explained
from storage.database.trouble.outages import Outages

__all__ = ["BUSY_TIMEOUT_MS", "POOL_SIZE", "Database", "Session", "Subscriber", "open_database"]

Subscriber = Callable[[Session, Sequence[NewChange]], None]
"""What a feature does in the same transaction because another one changed something."""

_MOST_ROUNDS = 8
"""How often subscribers may cause changes that others react to: a circle is a defect."""

_STEPS = 20
"""In how many steps the wait for other processes shrinks by the wait for this one's turn."""


class Database:
    """An open database. Everything read or written goes through one of its two contexts."""

    def __init__(self, engine: Engine, files: SqliteFiles | None = None) -> None:
        """``files`` are what the engine watches of SQLite's."""
        self.engine = engine
        self.place = _place(engine.url)
        self.outages = Outages()
        self._files = files
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._reader = engine.execution_options(sqlite_begin="BEGIN")
        self._writer = engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        self._writers = [
            self._writer.execution_options(
                sqlite_waits_ms=BUSY_TIMEOUT_MS * (_STEPS - step) // _STEPS
            )
            for step in range(_STEPS)
        ]
        self._one_writer = FairLock()
        self._listeners: list[Callable[[], None]] = []
        self._subscribers: tuple[Subscriber, ...] = ()

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @property
    def is_absent(self) -> bool:
        """True for a SQLite file that does not exist yet: the first use makes it."""
        file = self.place.file
        return file is not None and file != Path() and not file.exists()

    def on_outbox(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each commit that wrote something to say."""
        self._listeners.append(listener)

    def subscribe(self, subscribers: Sequence[Subscriber]) -> None:
        """Call ``subscribers``, in their order, with the changes of each transaction.

        They run before it commits and in it: when one raises, nothing of it is kept. What they
        change themselves is handed to them again.
        """
        self._subscribers = tuple(subscribers)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed on leaving and undone when an exception leaves.

        On SQLite writers of this process queue on a lock before they begin: with 16 of them the
        99th percentile fell from 457 ms to 15 ms. Raises Unavailable when the database is in
        trouble.
        """
        with (
            self._turn() as writer,
            self._explaining(),
            Session(writer, expire_on_commit=False) as one,
        ):
            yield one
            self._call_subscribers(one)
            one.commit()
            says_something = one.info.get("outbox", False)
        if says_something:
            for listener in self._listeners:
                listener()

    def _call_subscribers(self, session: Session) -> None:
        for _ in range(_MOST_ROUNDS):
            made = session.info.pop("changes", None)
            if not made:
                return
            for subscriber in self._subscribers:
                subscriber(session, made)
        raise RuntimeError("Subscribers of the change log keep causing changes.")

    @contextmanager
    def _turn(self) -> Iterator[Engine]:
        """The engine to write with; the waits for this process and for others share one limit."""
        if not self._is_sqlite:
            yield self._writer
            return
        began = time.monotonic()
        if not self._one_writer.acquire(BUSY_TIMEOUT_MS / 1000):
            raise self.outages.note(busy(self.place))
        try:
            waited = (time.monotonic() - began) * 1000 / BUSY_TIMEOUT_MS
            yield self._writers[min(int(waited * _STEPS), _STEPS - 1)]
        finally:
            self._one_writer.release()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading one consistent state; raises Unavailable when in trouble."""
        with self._explaining(), Session(self._reader, expire_on_commit=False) as one:
            yield one

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session in which all that is read shows one instant, however long the reading takes."""
        with self.reading() as session:
            if not self._is_sqlite:  # SQLite's transactions are snapshots by themselves
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    def probe(self) -> Trouble | None:
        """What keeps a write from being done at this moment, or None: one is done and committed.

        A small write may still find room where a larger one of a moment ago did not.
        """
        try:
            with self.transaction() as session:
                connection = session.connection()
                if not self._is_sqlite:  # a migration holds that row for as long as it takes
                    connection.execute(text("SET LOCAL lock_timeout = '2s'"))
                connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        except DatabaseUnavailable as refused:
            return refused.trouble
        return Trouble.NO_SPACE if self.outages.is_recent(Trouble.NO_SPACE) else None

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Raise what a database in trouble raises as DatabaseUnavailable, and log its cause."""
        try:
            yield
        except FAILURES as error:
            unavailable = explained(error, self.place)
            if unavailable is None:
                raise
            raise self.outages.note(unavailable) from error

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        if self._files is not None:
            self._files.forget()


def open_database(url: str) -> Database:
    """The database at a SQLAlchemy URL; nothing is connected until the first use.

    Raises InvalidInput with a sentence when the URL cannot be read.
    """
    address, options = database_url.read(url)
    if address.get_backend_name() != "sqlite":
        return Database(postgresql_engine(address, options))
    file = database_url.file_of(address)
    files = SqliteFiles(file) if file is not None else None
    return Database(sqlite_engine(address, files), files)


def _place(url: URL) -> Place:
    if url.get_backend_name() != "sqlite":
        return Place(database_url.place_of(url))
    file = database_url.file_of(url)
    return Place(str(file or "in memory"), file or Path())
