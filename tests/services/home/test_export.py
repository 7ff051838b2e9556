"""An export holds everything that was entered, and no secret."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.home import export
from storage.database.engine import Database
from storage.home import KINDS, NOT_ENTERED
from storage.outbox import change_log as changes
from storage.workspace import workspaces
from storage.workspace.workspaces import Installed
from tests.support.make import NOON, request, workspace


def test_an_export_has_a_list_per_kind_and_counts_its_rows(
    database: Database, tmp_path: Path
) -> None:
    place = workspace(database)
    with database.transaction() as session:
        changes.record(session, request(place.id), ("idea", 7), "title", after="Größe <b> 日本")
    out = tmp_path / "all.json"
    counts = export.write(database, out, NOON)
    everything = json.loads(out.read_text(encoding="utf-8"))
    assert {kind: len(everything[kind]) for kind in KINDS} == counts
    assert everything["changes"][0]["after"] == "Größe <b> 日本"
    assert everything["people"][0]["name"] == "Priya"
    assert everything["exported_at"] == NOON.isoformat()


def test_a_persons_own_digest_and_its_runs_leave_with_an_export(
    database: Database, tmp_path: Path
) -> None:
    place = workspace(database)
    asked = request(place.id)
    digest_changes.subscribe_in_words(database, asked, asked.user_id, "fri 15:00")
    digest_runs.run_due(database, NOON + timedelta(days=7))
    out = tmp_path / "all.json"
    export.write(database, out, NOON)
    everything = json.loads(out.read_text(encoding="utf-8"))
    [mine] = everything["subscriptions"]
    assert (mine["channel_id"], mine["audience"]) == ("UMEMBER", "me")
    assert [one["result"] for one in everything["deliveries"]] == ["quiet"]


def test_no_token_leaves_with_an_export(database: Database, tmp_path: Path) -> None:
    installed = Installed("T9", "Nine", "UBOT", "BBOT", "sealed-token-of-nine", ())
    with database.transaction() as session:
        workspaces.install(session, installed, NOON)
    out = tmp_path / "all.json"
    export.write(database, out, NOON)
    assert "sealed-token-of-nine" not in out.read_text()


def test_every_table_is_exported_or_said_to_hold_nothing_that_was_entered() -> None:
    exported = {str(table.__tablename__) for table in KINDS.values()}
    assert exported | NOT_ENTERED == set(SQLModel.metadata.tables)


def test_an_export_that_cannot_be_written_leaves_no_file(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(OSError):
        export.write(database, tmp_path / "missing" / "all.json", NOON)
    assert list(tmp_path.glob("*.json*")) == []
