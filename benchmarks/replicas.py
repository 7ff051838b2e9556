"""What three replicas on one PostgreSQL do when one of them is killed in the middle of its work.

    python -m benchmarks.replicas [DELIVERIES]     (default 300)

Queues messages for the channels of two workspaces, lets every channel's digest be due, kills one
process (SIGKILL) when a third stands at the local Slack, and prints what was said wrongly, how
soon the others took over, and what people at the keyboard noticed.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.support.databases import Postgres
from tests.support.replica_loss import Figures, lose_one
from tests.support.replicas import stage


def measured(deliveries: int) -> Figures:
    """The figures of one run on a fresh PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="linchpin-bench-") as folder:
        place = Path(folder)
        server = Postgres(place / "pg")
        try:
            with server.fresh() as url, stage(url, place) as replicas:
                return lose_one(replicas, deliveries)
        finally:
            server.stop()


def main(deliveries: int) -> int:
    """Measure once and print; 1 when anything was said twice, not at all, or out of order."""
    found = measured(deliveries)
    print(f"messages {found.messages}, digests {found.digests}, load {os.getloadavg()[0]:.1f}")
    for meaning, figure in (
        ("channels with a message twice, missing or out of order", len(found.wrong)),
        ("errands given up", len(found.given_up)),
        ("calls that Slack refused for their pace (429)", len(found.refused_for_pace)),
        ("channels with more than a message a second", len(found.too_fast)),
        ("errands that the killed replica held", found.held_by_the_dead),
        ("all of them done by another after", f"{found.taken_over_s:.1f} s"),
        ("all messages and digests said after", f"{found.done_s:.1f} s"),
        ("errands done by each survivor", found.sent_by),
        ("commands by phase", dict(found.commands)),
        ("median answer to a command", f"{statistics.median(found.answers_s):.2f} s"),
        ("slowest answer to a command", f"{max(found.answers_s):.2f} s"),
    ):
        print(f"{meaning:<56} {figure}")
    return 1 if found.wrong or found.given_up else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
