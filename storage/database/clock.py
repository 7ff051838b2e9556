"""One clock for all replicas: the database server's, as near as this machine can tell it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import text

from storage.database.engine import Database


class Clock(Protocol):
    """What a program goes by: its machine's clock, and the time that counts."""

    machine: Callable[[], datetime]

    def now(self) -> datetime:
        """The time that counts."""

    def compare(self) -> None:
        """Learn anew how far the machine's clock is off."""


class GivenClock:
    """A clock that is right by definition, such as one that is moved by hand."""

    def __init__(self, machine: Callable[[], datetime]) -> None:
        self.machine = machine

    def now(self) -> datetime:
        """The machine's time."""
        return self.machine()

    def compare(self) -> None:
        """Nothing to learn."""


class SharedClock:
    """A machine's clock, put right by the PostgreSQL server's.

    Leases and the pace of calls are instants that one replica writes and another compares with its
    own clock, so machines whose clocks differ have to agree on one. SQLite lives on the machine
    that uses it, whose own clock is then the database's.
    """

    def __init__(self, database: Database, machine: Callable[[], datetime]) -> None:
        self.machine = machine
        self._database = database
        self._behind = timedelta(0)

    def now(self) -> datetime:
        """The server's time by the last comparison; asks nobody."""
        return self.machine() + self._behind

    def compare(self) -> None:
        """Learn how far this machine is off, exact to half the time that asking takes.

        Raises Unavailable when the database is out of reach.
        """
        if self._database.dialect == "sqlite":
            return
        with self._database.reading() as session:
            connection = session.connection()  # connecting must not count as asking
            asked = self.machine()
            server: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            took = self.machine() - asked
        self._behind = server - asked - took / 2
