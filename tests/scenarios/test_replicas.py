"""Several replicas on one database: nothing is said twice, out of order or too fast, whoever dies.

Three real processes run the clock and the outbox together on PostgreSQL, and requests reach them
in turn. The suite queues 60 messages and lets leases last 4 s; ``DELIVERIES=300`` in the
environment queues 300, with leases as long as the product's.
"""

import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduled.delivery.dispatcher import LEASE_S
from services.home import export
from tests.support.databases import Postgres
from tests.support.replica_loss import is_too_fast, lose_one
from tests.support.replica_process import wait_until
from tests.support.replicas import Stage, stage

DELIVERIES = int(os.environ.get("DELIVERIES", "60"))

SHORT_LEASE_S = 4.0

OVER_THE_LEASE_S = 10.0
"""How long after a lease ran out all that the dead replica held is done: 30 s in the product."""

AHEAD_S = 5.0


def stored(one: Stage, folder: Path) -> Counter[str]:
    """How often each text is stored as feedback."""
    path = folder / "export.json"
    export.write(one.database, path, datetime.now(UTC))
    return Counter(row["text"] for row in json.loads(path.read_text())["feedback"])


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(200 + DELIVERIES)
def test_two_replicas_do_all_that_is_left_when_the_third_is_killed(
    postgres: Postgres, tmp_path: Path
) -> None:
    lease_s = LEASE_S if "DELIVERIES" in os.environ else SHORT_LEASE_S
    with postgres.fresh() as url, stage(url, tmp_path, lease_s=lease_s) as three:
        found = lose_one(three, DELIVERIES)

        assert found.wrong == {}
        assert found.given_up == []
        assert found.refused_for_pace == []
        assert found.too_fast == []
        assert found.held_by_the_dead > 0
        assert found.taken_over_s <= lease_s + OVER_THE_LEASE_S
        assert all(found.sent_by), "a survivor did nothing"
        assert found.commands["before lost"] == found.commands["after lost"] == 0
        assert min(found.commands["before answered"], found.commands["after answered"]) > 0
        texts = stored(three, tmp_path)
        assert {*found.answered, "said meanwhile"} <= set(texts)
        assert set(texts.values()) == {1}
        assert "Traceback" not in three.logs()


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(120)
def test_a_replica_whose_clock_is_five_seconds_ahead_does_no_harm(
    postgres: Postgres, tmp_path: Path
) -> None:
    clocks = (0.0, 0.0, AHEAD_S)
    # Leases are shorter than the clocks differ, and the calls longer than the leases.
    with postgres.fresh() as url, stage(url, tmp_path, clocks, SHORT_LEASE_S) as three:
        three.subscribe()
        three.box.faults.add(
            "slow", method="chat.postMessage", seconds=SHORT_LEASE_S + 1.5, times=4
        )
        three.queue(2 * len(three.lanes))
        three.strike()
        wait_until(lambda: not three.open_rows("say"), 60.0)

        for lane in three.lanes:
            said = lane.said()
            assert [key for key in said if key in lane.keys] == lane.keys
            assert [key for key in said if key not in lane.keys] == lane.digests
            assert not is_too_fast(lane.said_at_s())
        assert set(three.attempts()) == {1}, "a lease that was held was taken over"
        assert three.refused_for_pace() == []
        assert three.given_up() == []
        sam = three.box.person("sam")
        replies = [sam.command("#support", "/feedback", f"typed {n}") for n in range(6)]
        assert all(reply.ok for reply in replies)
        assert "Traceback" not in three.logs()
