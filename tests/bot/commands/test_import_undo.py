"""``linchpin import`` with workbooks, updates, the list of imports and the undo of one."""

from pathlib import Path

import pytest

from tests.bot.commands.test_imports import count, environ
from tests.bot.test_cli import linchpin
from tests.support.workbooks import xlsx

__all__ = ["environ"]  # the fixture of the other tests of this command

BOOK = xlsx(
    {
        "Notes": [["Id", "Feedback"], [1, "Slow export"], [2, "Dark mode"]],
        "More": [["Id", "Feedback"], [1, "Another list"]],
    }
)


def test_a_sheet_is_imported_updated_listed_and_undone(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    (tmp_path / "book.xlsx").write_bytes(BOOK)
    which = linchpin(tmp_path, "import", "book.xlsx", environ=environ)
    assert which.returncode == 1 and "“Notes” (3 rows), “More” (2 rows)" in which.stderr
    done = linchpin(tmp_path, "import", "book.xlsx", "--sheet", "notes", environ=environ)
    assert done.returncode == 0 and "Added 2 feedback" in done.stderr
    assert "Undo it with: linchpin import --undo 1" in done.stderr
    more = linchpin(tmp_path, "import", "book.xlsx", "--sheet", "More", environ=environ)
    assert more.returncode == 0 and count(environ) == 3

    (tmp_path / "new.csv").write_text("Id,Feedback\n1,Slower export\n2,Dark mode\n")
    source = ["--source", "book, notes"]
    changed = linchpin(tmp_path, "import", "new.csv", *source, environ=environ)
    assert changed.returncode == 1 and "1 there already, 1 refused" in changed.stderr
    told = (tmp_path / "new-problems.csv").read_text("utf-8-sig")
    assert "imported before from book.xlsx" in told and "“Slow export”" in told
    dry = linchpin(tmp_path, "import", "new.csv", *source, "--update", "--dry-run", environ=environ)
    assert dry.returncode == 0 and "Would add 1 feedback, 1 there already" in dry.stderr
    update = linchpin(tmp_path, "import", "new.csv", *source, "--update", environ=environ)
    assert update.returncode == 0 and "linchpin import --undo 4" in update.stderr

    listed = linchpin(tmp_path, "import", "--list", environ=environ).stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["4", "3", "2", "1"]
    refused = linchpin(tmp_path, "import", "--undo", "1", environ=environ)
    assert refused.returncode == 1 and "F-1 was changed by another import" in refused.stderr
    for number, left in (("4", 3), ("1", 1), ("2", 0)):
        undone = linchpin(tmp_path, "import", "--undo", number, environ=environ)
        assert undone.returncode == 0 and "was undone" in undone.stderr
        assert count(environ) == left


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Name the file to import"),
        (["a.pdf"], "a.pdf is a PDF document, not a table"),
        (["a.csv", "--sheet", "One"], "a.csv has no sheets"),
        (["a.csv", "--source", "x" * 90], "at most 80 characters"),
        (["--undo", "99"], "This import is not there any more"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    tmp_path: Path, environ: dict[str, str], arguments: list[str], told: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "a.csv").write_text("Feedback\nSlow\n")
    done = linchpin(tmp_path, "import", *arguments, environ=environ)
    assert done.returncode == 1 and told in done.stderr and "Traceback" not in done.stderr
