"""``linchpin import`` as an operator meets it."""

from pathlib import Path

import pytest

from services.feedback import pages as feedback_pages
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
    found = feedback_pages.untriaged_count(database, 1)
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

    asked = linchpin(tmp_path, "import", "a.csv", environ=environ)
    assert asked.returncode == 1 and count(environ) == 0
    assert "add --encoding cp1252" in asked.stderr and not (tmp_path / "a-problems.csv").exists()

    western = ("--encoding", "Windows-1252")
    done = linchpin(tmp_path, "import", "a.csv", *western, environ=environ)
    assert done.returncode == 1 and count(environ) == 1 and done.stdout == ""
    problems = tmp_path / "a-problems.csv"
    refused = problems.read_text("utf-8-sig")
    assert refused.splitlines()[0] == "Nachricht;Kunde;Datum;Problem"
    assert (
        "Line 3: The text is empty" in refused
        and "Line 4: Datum: Couldn't read “gestern”" in refused
    )

    problems.write_text(refused.replace("gestern", "2.4.2026").replace(";Acme", "Neu;Acme", 1))
    assert linchpin(tmp_path, "import", problems.name, environ=environ).returncode == 0
    again = linchpin(tmp_path, "import", "a.csv", *western, environ=environ)
    assert "Added 0 feedback, 1 there already, 2 refused, see a-problems-2.csv" in again.stderr
    assert count(environ) == 3


def test_a_wrong_file_column_or_workspace_is_told_in_a_sentence(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04...")
    (tmp_path / "a.csv").write_text("Datum,Zahl\n2026-03-31,4\n")
    for arguments, told in (
        (["book.xlsx"], "is a damaged workbook or archive, not a table"),
        (["none.csv"], "none.csv: No such file"),
        (["a.csv"], "Name it with --map COLUMN=text"),
        (["a.csv", "--map", "Zal=text"], "Did you mean “Zahl”"),
        (["a.csv", "--map", "Zahl=text", "--workspace", "TX"], "Add --workspace with one of T1"),
    ):
        done = linchpin(tmp_path, "import", *arguments, environ=environ)
        assert done.returncode == 1 and told in done.stderr
        assert "Traceback" not in done.stderr


def test_what_is_doubtful_is_asked_and_decided_by_options(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    table = "Idea,Votes,Status,Date\nDark mode,12,Baking,03/04/2026\nExport,-1,done,05/06/2026\n"
    (tmp_path / "ideas.csv").write_text(table)
    asked = linchpin(tmp_path, "import", "ideas.csv", environ=environ)
    assert asked.returncode == 1 and "Nothing was imported." in asked.stderr
    assert "Add --dates day-first or --dates month-first" in asked.stderr
    assert "status: Baking becomes Open (not known; set it with --status)" in asked.stderr
    assert "Idea -> title: Dark mode | Export" in asked.stderr

    chosen = ("--dates", "day-first", "--status", "baking=in_progress", "--status", "*=considering")
    done = linchpin(tmp_path, "import", "ideas.csv", *chosen, environ=environ)
    assert done.returncode == 0
    assert "dates: 03/04/2026 is 3 April 2026" in done.stderr
    assert "1 with something changed, see ideas-remarks.csv" in done.stderr
    assert "-1 votes became 0." in (tmp_path / "ideas-remarks.csv").read_text("utf-8-sig")

    again = linchpin(tmp_path, "import", "ideas.csv", "--dry-run", "--yes", environ=environ)
    assert "Would add 0 ideas, 1 there already, 1 refused" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--encoding", "klingon"], "Unknown encoding “klingon”. Use one of: utf-8"),
        (["--from", "excel"], "Unknown program “excel”. Use one of: plain, canny"),
        (["--status", "x=shiny"], "Unknown status “shiny”. Use one of: open"),
        (["--importance", "x=shiny"], "Unknown importance “shiny”. Use one of: nice_to_have"),
        (["--status", "x"], "--status 'x' has no ="),
    ],
)
def test_an_option_that_cannot_be_met_says_what_there_is(
    tmp_path: Path, environ: dict[str, str], arguments: list[str], told: str
) -> None:
    (tmp_path / "a.csv").write_text("Feedback\nSlow\n")
    done = linchpin(tmp_path, "import", "a.csv", *arguments, environ=environ)
    assert done.returncode == 1 and told in done.stderr
