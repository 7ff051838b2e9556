"""Whatever is wrong with the database, each command says the place, the reason and what to do."""

import logging
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event

from bot import cli
from bot.server.probes import readiness
from services.feedback import pages as feedback_pages
from storage.database.engine import open_database
from tests.support.databases import sqlite_url
from tests.support.process import free_port
from tests.support.world import World, world

COMMANDS = {
    "run": ("run",),
    "migrate": ("migrate",),
    "doctor": ("doctor",),
    "export": ("export", "--out", "all.json"),
}


@dataclass(frozen=True)
class Harm:
    """Something wrong: it takes a good file and gives the address and what has to be said."""

    address: Callable[[Path], str]
    says: tuple[str, ...]


def _at(file: Path) -> str:
    return f"sqlite:///{file}"


def _no_folder(file: Path) -> str:
    return _at(file.parent / "absent" / "linchpin.db")


def _no_file_but_a_folder(file: Path) -> str:
    return _at(file.parent)


def _closed_port(_file: Path) -> str:
    return f"postgresql://u:pass-word@127.0.0.1:{free_port()}/linchpin"


def _no_database(file: Path) -> str:
    file.write_bytes(b"This is a letter, and no database. " * 1000)
    return _at(file)


def _damaged(file: Path) -> str:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)
    return _at(file)


HARMS = {
    "no folder": Harm(_no_folder, ("absent doesn't exist", "DATABASE_URL")),
    "a folder": Harm(_no_file_but_a_folder, ("It's a folder", "DATABASE_URL")),
    "a closed port": Harm(_closed_port, ("127.0.0.1, port", "refused")),
    "another kind of file": Harm(_no_database, ("linchpin.db", "damaged", "backup")),
    "damaged pages": Harm(_damaged, ("linchpin.db", "damaged", "backup")),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("harm", HARMS)
def test_each_command_says_what_is_wrong(
    harm: str, command: str, migrated_sqlite: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "linchpin.db"
    shutil.copy(migrated_sqlite, file)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", HARMS[harm].address(file))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s" * 32)
    assert cli.main(COMMANDS[command]) == 1
    told = capsys.readouterr().err
    for words in HARMS[harm].says:
        assert words in told
    for raw in ("SELECT", "sqlalche.me", "Traceback", "pass-word", "sqlite3.", "psycopg."):
        assert raw not in told
    assert not (tmp_path / "all.json").exists()


def _damage_feedback(file: Path) -> None:
    """Everything stays readable but one table."""
    connection = sqlite3.connect(file)
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'feedback'"
    [(page,)] = connection.execute(query).fetchall()
    connection.close()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    file.write_bytes(content)


def test_the_doctor_finds_damaged_pages_that_no_command_has_met_yet(
    migrated_sqlite: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = tmp_path / "linchpin.db"
    shutil.copy(migrated_sqlite, file)
    _damage_feedback(file)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", _at(file))
    assert cli.main(["doctor"]) == 1
    assert "damaged" in capsys.readouterr().err
    assert cli.main(["export", "--out", "all.json"]) == 1
    told = capsys.readouterr().err
    assert "damaged" in told
    assert "SELECT" not in told
    assert list(tmp_path.glob("all.json*")) == []


@pytest.mark.parametrize("out", ["absent/all.json", "linchpin.db/all.json"])
def test_an_export_that_cannot_be_written_names_its_path(
    out: str, migrated_sqlite: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    shutil.copy(migrated_sqlite, tmp_path / "linchpin.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", _at(tmp_path / "linchpin.db"))
    assert cli.main(["export", "--out", out]) == 1
    assert f"linchpin: {out}: " in capsys.readouterr().err


class SmallDisk:
    """Takes a SQLite database's room to grow away, and gives it back."""

    def __init__(self, one: World) -> None:
        self._most_pages: int | None = None
        event.listen(one.bot.database.engine, "begin", self._limit)

    def fill(self, one: World) -> None:
        with one.bot.database.reading() as session:
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        self._most_pages = int(pages)

    def free(self) -> None:
        self._most_pages = 1_000_000

    def _limit(self, connection: object) -> None:
        if self._most_pages is not None:
            driver = connection.connection.driver_connection  # type: ignore[attr-defined]
            driver.execute(f"PRAGMA max_page_count = {self._most_pages}")


def test_a_full_disk_is_told_to_people_and_operators_and_it_goes_on_by_itself(
    migrated_sqlite: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite_url(migrated_sqlite, tmp_path) as url, world(open_database(url), "socket") as one:
        one.bot.database.outages.start_logging()
        disk, sam = SmallDisk(one), one.person("sam")
        sam.command("#support", "/feedback", "before")
        disk.fill(one)
        with caplog.at_level(logging.ERROR):
            replies = [sam.command("#support", "/feedback", "It hangs. " * 300) for _ in range(40)]
        assert all(reply.ok for reply in replies)
        refused = [reply.text for reply in replies if "nothing was saved" in (reply.text or "")]
        assert len(refused) > 10
        assert all("run out of disk space" in (text or "") for text in refused)
        assert feedback_pages.untriaged_count(one.bot.database, one.workspace_id) == 41 - len(
            refused
        )
        causes = [line for line in caplog.messages if "No space is left" in line]
        assert len(causes) == 1
        assert str(tmp_path / "linchpin.db") in causes[0]
        is_ready, report = readiness(one.bot, None)
        assert not is_ready
        assert report["checks"]["database"]["detail"] == "The database has run out of disk space."
        disk.free()
        assert "F-" in (sam.command("#support", "/feedback", "after").text or "")


def test_a_deleted_file_is_not_written_to_and_its_people_are_told(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    with sqlite_url(migrated_sqlite, tmp_path) as url, world(open_database(url), "socket") as one:
        sam = one.person("sam")
        sam.command("#support", "/feedback", "before")
        (tmp_path / "linchpin.db").unlink()
        told = sam.command("#support", "/feedback", "into nothing").text or ""
        assert "moved or replaced, so nothing was saved" in told
        assert not readiness(one.bot, None)[0]
        assert not (tmp_path / "linchpin.db").exists()
