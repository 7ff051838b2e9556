"""Many digests due at the same minute: queued at once, said within Slack's limits, in fair turns.

The suite takes 78 channels; ``python -m benchmarks.rush`` takes 1,000 over 20 workspaces.
"""

from pathlib import Path

from tests.support.databases import sqlite_url
from tests.support.rush import rush

SIZES = [66, 4, 4, 4]
"""One workspace has more channels than may be told at once, by its limit of a minute."""


def test_digests_of_one_minute_are_all_said_and_a_large_workspace_delays_no_other(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    with sqlite_url(migrated_sqlite, tmp_path) as url, rush(url, SIZES) as all_at_once:
        all_at_once.queue()
        took_s = all_at_once.deliver(60.0)
        assert all_at_once.said() == [1] * sum(SIZES)
        assert all_at_once.refused_for_pace() == []
        large, *small = all_at_once.last_said_s()
        assert max(small) < large / 2
        assert large >= (66 - 50) * 0.3 - 0.5, "faster than the pace"
        assert took_s < large + 5
