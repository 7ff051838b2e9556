"""What can be wrong with the database, and what people read about it."""

from enum import Enum


class Trouble(Enum):
    """A kind of trouble with the database; its value is the sentence that a person reads."""

    AWAY = "The database cannot be reached right now, so nothing was saved. Please try again."
    BUSY = "The database is busy right now, so nothing was saved. Please try again in a moment."
    NO_SPACE = (
        "The database has run out of disk space, so nothing was saved. "
        "Ask your Linchpin admin to free some, then try again."
    )
    REPLACED = (
        "The database file was moved or replaced, so nothing was saved. "
        "Ask your Linchpin admin to restart Linchpin."
    )
    DAMAGED = (
        "The database is damaged, so nothing was saved. "
        "Ask your Linchpin admin to run `linchpin doctor`."
    )
    READ_ONLY = (
        "The database is read-only right now, so nothing was saved. "
        "Ask your Linchpin admin to allow writing, then try again."
    )
    SCHEMA = (
        "The database isn't set up for this version of Linchpin, so nothing was saved. "
        "Ask your Linchpin admin to run `linchpin migrate`."
    )

    @property
    def heading(self) -> str:
        """The trouble in a sentence for a probe: no folder, host or name in it."""
        return f"{self.value.partition(', so nothing was saved')[0]}."
