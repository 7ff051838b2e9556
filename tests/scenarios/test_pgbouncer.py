"""Behind PgBouncer in transaction mode everything works as it does on the server itself.

Each transaction runs on another one of the pooler's few connections, so nothing that belongs to a
session of the server can be relied on.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot import cli
from domain.core.errors import DatabaseUnavailable
from domain.core.outages import Trouble
from services.feedback import pages as feedback_pages
from storage.database import migrate
from storage.database.engine import Database, open_database
from tests.support.databases import Postgres
from tests.support.pgbouncer import WHERE, pgbouncer
from tests.support.world import World, world

pytestmark = pytest.mark.skipif(WHERE is None, reason="pgbouncer is not installed")

MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
CHANNELS = ("#product", "#support", "#sales", "#product-ideas")


@pytest.fixture
def pooled(postgres: Postgres, tmp_path: Path) -> Iterator[str]:
    """A migrated database behind a pooler whose server goes by another time zone."""
    with postgres.fresh() as direct:
        database = open_database(direct)
        name = make_url(direct).database
        with database.transaction() as session:
            set_zone = f"ALTER DATABASE {name} SET timezone TO 'Asia/Tokyo'"
            session.connection().exec_driver_sql(set_zone)
        database.dispose()
        with pgbouncer(direct, tmp_path) as url:
            yield url


@pytest.fixture
def behind(pooled: str) -> Iterator[Database]:
    one = open_database(pooled)
    yield one
    one.dispose()


@pytest.fixture
def busy(behind: Database) -> Iterator[World]:
    with world(behind, "http") as one:
        yield one


def prepared(database: Database) -> int:
    """How many statements are prepared on the server's connections that the pooler has now."""
    with database.reading() as session:
        query = "SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql"
        return int(session.connection().execute(text(query)).scalar_one())


def test_commands_events_and_digests_of_many_at_once_all_arrive(busy: World) -> None:
    priya, names = busy.person("priya"), ("sam", "sofia", "emil", "priya")
    for channel in CHANNELS:
        assert priya.command(channel, "/digest", "mon 09:00").ok
    busy.settle()
    busy.bot.dispatcher.start()

    def speak(number: int) -> bool:
        person = busy.person(names[number % len(names)])
        person.react("#support", person.say("#support", f"it hangs {number}"), "inbox_tray")
        said = person.command("#support", "/feedback", f"number {number}")
        filed = person.command("#product-ideas", "/idea", f"Wish {number} of {person.id}")
        return said.ok and filed.ok and "number" not in str(said.error)

    with ThreadPoolExecutor(8) as people:
        assert all(people.map(speak, range(24)))
    busy.bot.dispatcher.stop()
    busy.settle()
    assert feedback_pages.untriaged_count(busy.bot.database, busy.workspace_id) == 48
    busy.move_to(MONDAY)
    digests = [
        len([one for one in busy.posts(channel) if one["text"].startswith("Product digest")])
        for channel in CHANNELS
    ]
    assert digests == [1, 1, 1, 1]
    assert prepared(busy.bot.database) == 0


def test_times_are_told_in_utc_on_whichever_connection(behind: Database) -> None:
    def ask(_number: int) -> str:
        with behind.reading() as session:
            return str(session.connection().exec_driver_sql("SHOW timezone").scalar_one())

    with ThreadPoolExecutor(8) as many:
        assert set(many.map(ask, range(100))) == {"UTC"}


def test_no_session_of_the_server_keeps_a_lock(behind: Database) -> None:
    migrate.upgrade(behind)
    with behind.reading() as session:
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        assert session.connection().execute(text(query)).scalar_one() == 0


def test_statements_are_prepared_on_the_server_itself_and_where_the_address_says_so(
    postgres: Postgres, pooled: str
) -> None:
    def times(url: str) -> int:
        one = open_database(url)
        with one.reading() as session:
            for _ in range(10):
                session.connection().execute(text("SELECT 1"))
            query = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 1'"
            found = int(session.connection().execute(text(query)).scalar_one())
        one.dispose()
        return found

    with postgres.fresh() as direct:
        assert times(direct) == 1
        assert times(f"{direct}&prepare_threshold=none") == 0
    assert times(pooled) == 0
    assert times(f"{pooled}?prepare_threshold=3") == 1


@pytest.mark.parametrize("words", [("migrate",), ("doctor",), ("export", "--out", "all.json")])
def test_the_command_line_works_too(
    pooled: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", pooled.replace("+psycopg", ""))
    is_without_workspace = words == ("doctor",)
    assert cli.main(words) == (1 if is_without_workspace else 0)


def test_a_wrong_password_is_told_as_one_and_not_repeated(
    pooled: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    url = make_url(pooled).set(password="not-the-password")
    wrong = url.render_as_string(hide_password=False)
    with pytest.raises(DatabaseUnavailable) as caught:
        migrate.is_current(open_database(wrong))
    assert caught.value.trouble is Trouble.AWAY
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", wrong.replace("+psycopg", ""))
    for command in ("migrate", "doctor"):
        assert cli.main([command]) == 1
        told = capsys.readouterr().err
        assert "127.0.0.1" in told
        assert "password authentication failed" in told
        assert "not-the-password" not in told
