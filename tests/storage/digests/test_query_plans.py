"""What a digest costs depends on what moved and not on what is stored."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from domain.feedback.model import Draft
from domain.ideas.model import Horizon
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.votes import filing
from storage.database.engine import Database
from tests.support import make
from tests.support.databases import opened, sqlite_url
from tests.support.make import NOON, request

GROWING = ("idea", "feedback", "change", "evidence", "vote", "card", "outbox", "delivery")
"""Tables that grow for ever."""

_WHOLE = re.compile(
    rf"SCAN ({'|'.join(GROWING)})(?! USING INDEX outbox_open)|"
    rf"SEARCH ({'|'.join(GROWING)}) USING INDEX \w+ \(workspace_id=\?\)"
)


@pytest.fixture
def sqlite(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    with sqlite_url(migrated_sqlite, tmp_path) as url:
        one = opened(url)
        yield one
        one.dispose()


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Everything that is asked of the database meanwhile."""
    found: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, given: Any, _x: Any, _many: Any) -> None:
        found.append((statement, given))

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


def plans(database: Database, asked: list[tuple[str, Any]]) -> list[str]:
    with database.engine.connect() as connection:
        return [
            str(step[3])
            for statement, given in asked
            if statement.startswith(("SELECT", "WITH"))
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        ]


def test_no_query_of_a_digest_walks_through_a_table_that_grows(sqlite: Database) -> None:
    workspace = make.workspace(sqlite)
    digest_changes.subscribe_in_words(sqlite, request(workspace.id), "C1", "mon 09:00")
    idea = filing.file(sqlite, request(workspace.id, key="a"), NewIdea("Export"), "C9")
    ideas.move(sqlite, request(workspace.id, "UADMIN"), idea.number, Horizon.NEXT)
    feedback.capture(sqlite, request(workspace.id, key="b"), Draft("It hurts", customer="Acme"))
    ideas_evidence.link(sqlite, request(workspace.id, "UADMIN"), 1, 1)
    with statements(sqlite) as asked:
        digests.preview(sqlite, workspace.id, "C1", NOON)
        assert digest_runs.run_due(sqlite, NOON + timedelta(days=7)) == 1
        digests.subscriptions(sqlite, workspace.id)
    steps = plans(sqlite, asked)
    assert len(steps) > 20
    assert [step for step in steps if _WHOLE.search(step)] == []
