"""Fixtures that several scenarios share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import sqlite_url
from tests.support.stage import Stage, stage


@pytest.fixture
def on_socket(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Stage]:
    """Socket Mode on SQLite."""
    with sqlite_url(migrated_sqlite, tmp_path) as url, stage("socket", url, tmp_path) as one:
        yield one
