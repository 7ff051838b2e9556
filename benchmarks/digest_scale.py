"""What a digest costs with 1,000 and with 1,000,000 pieces of feedback stored, on both databases.

    python -m benchmarks.digest_scale [FEW] [MANY]     (default 1000 1000000)

The same twenty changes are told in all. The cost has to follow what moved, not what is stored.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from domain.digests.audience import Audience
from services.digests import pages as digests
from storage.database.engine import Database
from tests.support.archive import fill
from tests.support.databases import Postgres, opened, sqlite_template, sqlite_url
from tests.support.digest_cost import MOVED, audience_channels

REPEATS = 30


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, list[Database]]]:
    """Two migrated databases of each kind, by the kind's name."""
    with ExitStack() as stack:
        server = Postgres(folder / "pg")
        stack.callback(server.stop)
        template = sqlite_template(folder)
        made: dict[str, list[Database]] = {"sqlite": [], "postgresql": []}
        for number in range(2):
            place = folder / str(number)
            place.mkdir()
            made["sqlite"].append(opened(stack.enter_context(sqlite_url(template, place))))
            made["postgresql"].append(opened(stack.enter_context(server.fresh())))
        for one in (database for pair in made.values() for database in pair):
            stack.callback(one.dispose)
        yield made


def measured_ms(database: Database, rows: int) -> dict[Audience, float]:
    """The median milliseconds to make a digest for each audience, with so much stored."""
    workspace_id, channels, at = audience_channels(
        database, lambda here: fill(database, here, rows)
    )
    found: dict[Audience, float] = {}
    for audience, channel in channels.items():
        taken: list[float] = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            shown = digests.preview(database, workspace_id, channel, at)
            taken.append((time.perf_counter() - began) * 1000)
        assert audience is Audience.EXECUTIVES or shown.digest.items
        found[audience] = statistics.median(taken)
    return found


def main(few: int, many: int) -> int:
    """Measure and print; 1 when a digest costs more than 1.5 times as much with more stored."""
    worst = 0.0
    with (
        tempfile.TemporaryDirectory(prefix="linchpin-bench-") as name,
        databases(Path(name)) as made,
    ):
        print(f"{MOVED} changes told; milliseconds with {few:,} and {many:,} rows stored")
        for kind, (small, large) in made.items():
            less, more = measured_ms(small, few), measured_ms(large, many)
            for audience, before in less.items():
                ratio = more[audience] / before
                worst = max(worst, ratio)
                figures = f"{before:8.2f} {more[audience]:8.2f}   {ratio:.2f} times"
                print(f"{kind:<12} {audience.value:<14} {figures}")
    return 1 if worst > 1.5 else 0


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(given or [1000, 1_000_000])))
