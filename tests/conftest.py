"""Fixtures for everybody: fresh databases on both engines, and a whole small Slack with the bot."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from storage.engine import Database
from tests.support import world as worlds
from tests.support.databases import Postgres, opened, sqlite_template, sqlite_url
from tests.support.world import World


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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path: Path
) -> Iterator[str]:
    """The URL of a fresh migrated database; every test that uses it runs on both engines."""
    if request.param == "sqlite":
        with sqlite_url(migrated_sqlite, tmp_path) as url:
            yield url
    else:
        server: Postgres = request.getfixturevalue("postgres")
        with server.fresh() as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh open database."""
    one = opened(database_url)
    yield one
    one.dispose()


@pytest.fixture(params=["socket-sqlite", "http-postgresql"])
def world(request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path: Path) -> Iterator[World]:
    """The bot in a small Slack: once over Socket Mode on SQLite, once over HTTP on PostgreSQL."""
    if request.param == "socket-sqlite":
        with sqlite_url(migrated_sqlite, tmp_path) as url, worlds.world(url, "socket") as one:
            yield one
    else:
        server: Postgres = request.getfixturevalue("postgres")
        with server.fresh() as url, worlds.world(url, "http") as one:
            yield one


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
