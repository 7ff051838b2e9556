"""A digest costs what moved, not what is stored.

Counted in SQLite's own instructions, which no busy machine changes. ``benchmarks.digest_scale``
takes the time on both databases, with up to a million rows.
"""

from typing import Any

from sqlalchemy import event

from services.digests import pages as digests
from storage.database.engine import Database
from tests.support.archive import fill
from tests.support.databases import Reused
from tests.support.digest_cost import audience_channels

FEW, MANY = 1000, 10_000

EACH = 100
"""How many instructions are one step of the count."""


def steps(database: Database, rows: int) -> int:
    """The steps that all digests take with so much stored."""
    workspace_id, channels, at = audience_channels(
        database, lambda here: fill(database, here, rows)
    )
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    def counted(connection: Any, *_: object) -> None:
        connection.set_progress_handler(step, EACH)

    event.listen(database.engine, "checkout", counted)
    try:
        for channel in channels.values():
            digests.preview(database, workspace_id, channel, at)
    finally:
        event.remove(database.engine, "checkout", counted)
    return count


def test_a_digest_takes_no_more_with_ten_times_as_much_stored(sqlite_database: Reused) -> None:
    with sqlite_database.emptied() as database:
        few = steps(database, FEW)
    with sqlite_database.emptied() as database:
        many = steps(database, MANY)
    assert few > 10, "nothing was counted"
    assert many <= 1.5 * few
