"""``linchpin import`` as an operator meets it."""

from pathlib import Path

import pytest

from services.feedback import capture as feedback
from storage.database.engine import open_database
from tests.bot.test_cli import linchpin
from tests.support import make
from tests.support.databases import sqlite_url

TABLE = (
    "Nachricht;Kunde;Datum\nZu langsam;Müller;31.03.2026\n;Acme;1.4.2026\nDunkler;Beta;gestern\n"
)


@pytest.fixture
def environ(migrated_sqlite: Path, tmp_path: Path) -> dict[str, str]:
    """Settings that name a database with a workspace in it."""
    with sqlite_url(migrated_sqlite, tmp_path) as url:
        database = open_database(url)
    make.workspace(database)
    database.dispose()
    return {"DATABASE_URL": url}


def count(environ: dict[str, str]) -> int:
    database = open_database(environ["DATABASE_URL"])
    found = feedback.untriaged_count(database, 1)
    database.dispose()
    return found


def test_a_file_is_tried_imported_mended_and_imported_again(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    (tmp_path / "a.csv").write_bytes(TABLE.encode("cp1252"))
    dry = linchpin(tmp_path, "import", "a.csv", "--dry-run", environ=environ)
    assert dry.returncode == 1 and count(environ) == 0
    assert "Windows-1252" in dry.stderr and "Nachricht -> text" in dry.stderr
    assert "Would add 1 feedback, 0 there already, 2 refused, see a-problems.csv" in dry.stderr
    (tmp_path / "a-problems.csv").unlink()

    done = linchpin(tmp_path, "import", "a.csv", environ=environ)
    assert done.returncode == 1 and count(environ) == 1 and done.stdout == ""
    problems = tmp_path / "a-problems.csv"
    refused = problems.read_text("utf-8-sig")
    assert refused.splitlines()[0] == "Nachricht;Kunde;Datum;Problem"
    assert "Line 3: The text is empty" in refused and "Line 4: Datum: 'gestern'" in refused

    problems.write_text(refused.replace("gestern", "2.4.2026").replace(";Acme", "Neu;Acme", 1))
    assert linchpin(tmp_path, "import", problems.name, environ=environ).returncode == 0
    again = linchpin(tmp_path, "import", "a.csv", environ=environ)
    assert "Added 0 feedback, 1 there already, 2 refused, see a-problems-2.csv" in again.stderr
    assert count(environ) == 3


def test_a_wrong_file_column_or_workspace_is_told_in_a_sentence(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04...")
    (tmp_path / "a.csv").write_text("Datum,Zahl\n2026-03-31,4\n")
    for arguments, told in (
        (["book.xlsx"], "is a workbook"),
        (["none.csv"], "none.csv: No such file"),
        (["a.csv"], "Name it with --map COLUMN=text"),
        (["a.csv", "--map", "Zal=text"], "Did you mean 'Zahl'"),
        (["a.csv", "--map", "Zahl=text", "--workspace", "TX"], "Add --workspace with one of T1"),
    ):
        done = linchpin(tmp_path, "import", *arguments, environ=environ)
        assert done.returncode == 1 and told in done.stderr
        assert "Traceback" not in done.stderr
