"""Opening the database the way the bot uses it: with every subscriber of the change log."""

from services.digests import failures as digest_failures
from services.roadmap import promise_tracking
from services.scoring import recompute
from services.votes import subscribers as votes
from storage.database.engine import Database, Subscriber, open_database

SUBSCRIBERS: tuple[Subscriber, ...] = (
    recompute.on_changes,
    promise_tracking.on_changes,
    votes.recount_votes,
    votes.cards_refused,
    digest_failures.on_changes,
    votes.refresh_cards,
)
"""In this order; what a card shows comes last, when everything else is settled."""


def open_store(url: str) -> Database:
    """Open the database at a SQLAlchemy URL; nothing is connected until the first use."""
    database = open_database(url)
    database.subscribe(SUBSCRIBERS)
    return database
