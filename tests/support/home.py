"""The Home tab, as a person sees it with all features of the program."""

from typing import Any

from bot import features
from domain.core.people import Request
from handlers.home import view_of
from storage.database.engine import Database


def home_of(database: Database, asked: Request) -> dict[str, Any]:
    """A person's Home tab."""
    return view_of(database, asked, features.shown())
