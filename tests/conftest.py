"""Fixtures for everybody: fresh databases on both engines, and a whole small Slack with the bot."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from zlib import crc32

import pytest

from storage.engine import Database
from tests.support import world as worlds
from tests.support.databases import Postgres, Reused, sqlite_template, sqlite_url
from tests.support.world import World


def pytest_collection_finish() -> None:
    """What is imported stays until the end, so nobody has to look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A running PostgreSQL of this test process."""
    server = Postgres(tmp_path_factory.mktemp("pg"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_database(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reused]:
    """The SQLite database of this test process."""
    with sqlite_url(migrated_sqlite, tmp_path_factory.mktemp("reused")) as url:
        yield Reused(url)


@pytest.fixture(scope="session")
def postgres_database(postgres: Postgres) -> Iterator[Reused]:
    """The PostgreSQL database of this test process."""
    with postgres.fresh() as url:
        yield Reused(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty migrated database; every test that uses it runs on both engines."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    reused: Reused = request.getfixturevalue(name)
    with reused.emptied() as one:
        yield one


WORLDS = ("socket-sqlite", "http-postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The main path of each feature (marked) runs in both worlds, each detail in one of them.

    Which one follows from the test's name, so that half of the details run in either.
    """
    if "world" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("both_worlds")
        one = WORLDS[crc32(metafunc.function.__name__.encode()) % len(WORLDS)]
        metafunc.parametrize("world", WORLDS if marked else [one], indirect=True)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """The bot in a small Slack: over Socket Mode on SQLite, or over HTTP on PostgreSQL."""
    transport, _, engine = request.param.partition("-")
    name = "sqlite_database" if engine == "sqlite" else "postgres_database"
    reused: Reused = request.getfixturevalue(name)
    with reused.emptied() as one, worlds.world(one, transport) as made:
        yield made


@pytest.fixture
def one_world(sqlite_database: Reused) -> Iterator[World]:
    """The bot in a small Slack, for what is the same over both transports and databases."""
    with sqlite_database.emptied() as one, worlds.world(one, "socket") as made:
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
