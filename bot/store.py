"""Opening the database the way the bot uses it: with every subscriber of the change log."""

from bot.features import subscribers
from storage.database.engine import Database, open_database


def open_store(url: str) -> Database:
    """Open the database at a SQLAlchemy URL; nothing is connected until the first use."""
    database = open_database(url)
    database.subscribe(subscribers())
    return database
