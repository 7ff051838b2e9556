"""The small bot on a database of its own, and a Slack for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.scripted_slack import ScriptedSlack, scripted_slack
from tests.bot.small_bot import SECRET, SmallBot, small_bot


@pytest.fixture
def http_bot(migrated_sqlite: Path, tmp_path: Path) -> Iterator[SmallBot]:
    """A small bot in HTTP mode on a migrated SQLite file."""
    copy = tmp_path / "bot.db"
    copy.write_bytes(migrated_sqlite.read_bytes())
    bot = small_bot(
        Settings(bot_token="xoxb-1", signing_secret=SECRET, database_url=f"sqlite:///{copy}")
    )
    yield bot
    bot.database.dispose()


@pytest.fixture
def slack() -> Iterator[ScriptedSlack]:
    """A Slack that does what the test says."""
    with scripted_slack() as one:
        yield one
