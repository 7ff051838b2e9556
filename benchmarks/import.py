# ruff: noqa: N999  (nobody imports it: its name is what it measures)
"""How long importing a table takes, how much memory, and how long a person's request waits for it.

    python -m benchmarks.import [rows] [sqlite|postgresql] [kind]

By default 100,000 rows of feedback on SQLite, then the same file again, which adds nothing. A
second thread saves feedback meanwhile, as people would; its slowest save is printed.
"""

import contextlib
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from bot.commands.imports import import_file
from bot.settings import Settings
from domain.core.people import Request
from domain.feedback.model import Draft
from services.feedback import capture as feedback
from storage.database import migrate
from storage.database.engine import Database, open_database
from tests.support.databases import Postgres
from tests.support.make import NOON, workspace

ROWS = 100_000
_NO_WISHES = dict.fromkeys(
    (
        "kind",
        "from",
        "encoding",
        "map",
        "dates",
        "status",
        "importance",
        "workspace",
        "dry_run",
        "list",
        "undo",
        "sheet",
        "source",
        "update",
    )
) | {"yes": True}


def main(rows: int, engine: str, kind: str) -> None:
    """Print the figures of an import of so many rows, and of the same import once more."""
    with tempfile.TemporaryDirectory() as name, _database(engine, Path(name)) as url:
        database = open_database(url)
        found = workspace(database).id
        table = Path(name) / "table.csv"
        _write(table, rows, kind)
        size_mb = table.stat().st_size / 1e6
        print(f"{rows:,} rows of {kind}, {size_mb:.1f} MB, {engine}")
        for turn in ("first", "again"):
            with _People(database, found) as people:
                took_s = _timed(lambda: _run(url, table))
            memory = psutil.Process().memory_info().rss / 1e6
            print(
                f"{turn}: {took_s:.1f} s, {rows / took_s:,.0f} rows/s, {memory:.0f} MB resident; "
                f"{people.saved} saves of others meanwhile, the slowest {people.slowest_ms:.0f} ms"
            )
        database.dispose()


def _run(url: str, table: Path) -> None:
    settings = Settings(database_url=url)
    import_file(settings, Namespace(file=str(table), **_NO_WISHES))


def _write(table: Path, rows: int, kind: str) -> None:
    heads = {
        "feedback": "Id,Date,Customer,Feedback,Area,Priority\n",
        "ideas": "Id,Idea,Votes,Voters,Status\n",
        "customers": "Company,Plan,ARR\n",
    }
    with table.open("w", encoding="utf-8") as file:
        file.write(heads[kind])
        for row in range(rows):
            file.write(_row(row, kind))


def _row(row: int, kind: str) -> str:
    if kind == "ideas":
        return f"{row},Idea {row} that people want,{row % 9},Person {row % 500},open\n"
    if kind == "customers":
        return f'Customer {row},Gold,"{row + 1},000 EUR"\n'
    return (
        f"{row},2026-03-{row % 28 + 1:02},Customer {row % 900},The export of report {row} takes "
        f"too long and then we cannot find the file in the folder,Area {row % 20},high\n"
    )


class _People:
    """Somebody who saves feedback every 50 ms, as long as the import runs."""

    def __init__(self, database: Database, workspace_id: int) -> None:
        self.saved, self.slowest_ms = 0, 0.0
        self._database, self._workspace_id = database, workspace_id
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._save)

    def __enter__(self) -> "_People":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _save(self) -> None:
        while not self._stop.wait(0.05):
            self.saved += 1
            asked = Request(self._workspace_id, "UMEMBER", "command", NOON)
            draft = Draft(f"Something that is said meanwhile {self.saved}")
            took_s = _timed(lambda: feedback.capture(self._database, asked, draft))  # noqa: B023
            self.slowest_ms = max(self.slowest_ms, took_s * 1000)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextlib.contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        url = f"sqlite:///{folder}/linchpin.db"
        database = open_database(url)
        migrate.upgrade(database)
        database.dispose()
        yield url
        return
    server = Postgres(folder / "server")
    try:
        with server.fresh() as url:
            yield url
    finally:
        server.stop()


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    main(int(given.get(0, ROWS)), given.get(1, "sqlite"), given.get(2, "feedback"))
