"""What every listener gets: the database, the clock, and the people-facing facts of this bot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from storage.engine import Database


@dataclass(frozen=True, slots=True)
class Front:
    """The surroundings of all listeners; ``wanted_scopes`` are those of the app's manifest."""

    database: Database
    now: Callable[[], datetime]
    wanted_scopes: tuple[str, ...] = ()
