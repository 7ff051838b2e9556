"""Fixtures for everybody: fresh databases on both engines, and a whole small Slack with the bot.

The program is imported by those who ask for it: the process that hands the tests out begins with
this file, and everybody waits for it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

if TYPE_CHECKING:
    from storage.database.engine import Database
    from tests.support.databases import Postgres, Reused
    from tests.support.world import Transport, World


def pytest_collection_finish() -> None:
    """What is imported stays until the end, so nobody has to look through it again and again; and
    tests leave little behind, so that looking for it less often saves a twentieth of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    from tests.support.databases import sqlite_template

    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A running PostgreSQL of this test process."""
    from tests.support.databases import Postgres

    server = Postgres(tmp_path_factory.mktemp("pg"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_database(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reused]:
    """The SQLite database of this test process."""
    from tests.support.databases import Reused, sqlite_url

    with sqlite_url(migrated_sqlite, tmp_path_factory.mktemp("reused")) as url:
        yield Reused(url)


@pytest.fixture(scope="session")
def postgres_database(postgres: Postgres) -> Iterator[Reused]:
    """The PostgreSQL database of this test process."""
    from tests.support.databases import Reused

    with postgres.fresh() as url:
        yield Reused(url)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty migrated database on either engine."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    reused: Reused = request.getfixturevalue(name)
    with reused.emptied() as one:
        yield one


ENGINES = ("sqlite", "postgresql")
WORLDS = ("socket-sqlite", "http-postgresql")
EVERYWHERE = bool(os.environ.get("EVERYWHERE"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What a test runs on. For a detail its name decides, so that half of them run on either.

    Storage runs on both engines, and so do the tests of services that are marked: those by which
    every statement of the suite is run on both. The main path of a feature, marked too, runs in
    both worlds. ``EVERYWHERE=1`` in the environment runs everything on both.
    """
    if "database" in metafunc.fixturenames:
        is_detail = "services" in metafunc.definition.path.parts
        where = _one_or_both(metafunc, ENGINES, "both_databases" if is_detail else None)
        metafunc.parametrize("database", where, indirect=True)
    if "world" in metafunc.fixturenames:
        where = _one_or_both(metafunc, WORLDS, "both_worlds")
        metafunc.parametrize("world", where, indirect=True)


def _one_or_both(metafunc: pytest.Metafunc, both: tuple[str, str], mark: str | None) -> list[str]:
    if EVERYWHERE or mark is None or metafunc.definition.get_closest_marker(mark):
        return list(both)
    return [both[crc32(metafunc.function.__name__.encode()) % 2]]


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """The bot in a small Slack: over Socket Mode on SQLite, or over HTTP on PostgreSQL."""
    transport, _, engine = request.param.partition("-")
    name = "sqlite_database" if engine == "sqlite" else "postgres_database"
    with _world(request.getfixturevalue(name), transport) as made:
        yield made


@pytest.fixture
def one_world(sqlite_database: Reused) -> Iterator[World]:
    """The bot in a small Slack, for what is the same over both transports and databases."""
    with _world(sqlite_database, "socket") as made:
        yield made


@contextmanager
def _world(reused: Reused, transport: Transport) -> Iterator[World]:
    """A world whose people and channels the bot has learned already, by the first of its kind."""
    from tests.support import world as worlds

    with reused.emptied() as one:
        reused.restore()
        with worlds.world(one, transport) as made:
            reused.keep()
            yield made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is installed (CI), a test that was skipped has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report
