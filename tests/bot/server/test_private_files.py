"""Every file that a command leaves behind is its user's alone."""

import signal
import stat
from pathlib import Path
from typing import Any

import pytest

from bot import manifest
from bot.server.private_files import readable_by_others
from sandbox import Sandbox
from tests.bot.test_cli import linchpin
from tests.support.nursery import born, comes_true
from tests.support.process import environment, free_port


def files(folder: Path) -> set[Path]:
    """The files that commands left in a folder, without the test's own streams."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path for path in found if not path.parent.name.startswith(".process")}


def open_to_others(paths: set[Path]) -> set[str]:
    return {path.name for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077}


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    return {"DATABASE_URL": f"sqlite:///{tmp_path / 'own.db'}"}


def test_a_running_bot_keeps_its_database_private(tmp_path: Path, settings: dict[str, Any]) -> None:
    with Sandbox(manifest.load()) as box:
        environ = environment(box, settings["DATABASE_URL"], free_port())
        process = born(tmp_path, ["run"], environ)
        try:
            assert comes_true(lambda: box.connected > 0), process.stderr()
            found = files(tmp_path)
            assert {path.name for path in found} == {"own.db", "own.db-wal", "own.db-shm"}
            assert open_to_others(found) == set()
            process.send_signal(signal.SIGTERM)
            process.wait(10)
            (tmp_path / "a.csv").write_text(
                "Nachricht;Datum\nZu langsam;31.03.2026\nHell;gestern\n"
            )
            before = files(tmp_path)
            for words in (
                ("import", "a.csv"),
                ("export", "--out", "all.json"),
                ("export", "--out", "found.csv", "--filter", "kind:feedback"),
                ("roadmap", "export", "--out", "plan.md", "--format", "md"),
            ):
                linchpin(tmp_path, *words, environ=settings)
        finally:
            process.kill()
    left = files(tmp_path) - before
    assert {"a-problems.csv", "all.json", "found.csv", "plan.md"} <= {path.name for path in left}
    assert open_to_others(left) == set()


def test_a_database_that_others_can_read_is_named_with_the_cure(
    tmp_path: Path, settings: dict[str, Any]
) -> None:
    linchpin(tmp_path, "migrate", environ=settings)
    assert readable_by_others(settings["DATABASE_URL"]) == ()
    path = tmp_path / "own.db"
    path.chmod(0o640)
    assert readable_by_others(settings["DATABASE_URL"]) == (path,)
    told = linchpin(tmp_path, "doctor", environ=settings).stderr
    assert f"chmod 600 {path}" in told
    assert readable_by_others("postgresql+psycopg://u:p@h/d") == ()
