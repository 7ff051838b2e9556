"""How long forgetting a person takes among 100,000 pieces of feedback, and who waits for it.

    python -m benchmarks.forgetting [PIECES] [sqlite|postgresql]     (default 100000, both)

Every piece has its entry in the log and the message that confirmed it. Two hundred pieces are the
person's, two hundred others name them, and so do their messages and the log. A second thread saves
feedback meanwhile, as people would, every 50 ms; the same for five seconds before is the reference.
Seconds of the preview and of the forgetting, the longest transaction of it, the slowest save of
others, how many of those failed, and resident memory before and after are printed; and whether
anything of the person was left.
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import event, func, insert, update
from sqlmodel import SQLModel, String, cast, col, select

from benchmarks.search import NOW, TEAM, USER, prepare
from bot.app import Linchpin
from domain.core.errors import Unavailable
from domain.core.outbox import Kind
from domain.core.people import Person, Request
from domain.erasure import Subject
from domain.feedback.model import Draft
from domain.text.folding import index_words
from services.erasure import actions as forgetting
from services.feedback import capture as feedback
from services.outbox import delivery
from services.workspace import installations
from storage.schema import ChangeRow, CounterRow, FeedbackRow, OutboxRow, SearchEntryRow
from storage.workspace import people
from tests.support.databases import Postgres

SAM, NAME = "USAM", "Sam Rivers"
OF_SAM = 200
_BATCH = 5_000
_CALM_S = 5.0


def main(count: int, engines: tuple[str, ...]) -> None:
    """Print the figures for each database."""
    with tempfile.TemporaryDirectory(prefix="linchpin-forgetting-") as folder:
        if "sqlite" in engines:
            _one(f"sqlite:///{folder}/f.db", "SQLite", count)
        if "postgresql" in engines:
            server = Postgres(Path(folder) / "pg")
            try:
                with server.fresh() as url:
                    _one(url, "PostgreSQL", count)
            finally:
                server.stop()


def _one(url: str, name: str, count: int) -> None:
    bot = prepare(url, count)
    _ledger(bot, count)
    print(f"{name}, {count:,} pieces: {json.dumps(measure(bot))}", flush=True)
    bot.database.dispose()


def measure(bot: Linchpin) -> dict[str, Any]:
    """Seconds, milliseconds and megabytes of showing and of doing it, and of others meanwhile."""
    found = installations.by_team(bot.database, TEAM)
    assert found is not None
    request = Request(found.id, USER, "command", NOW, key="bench")
    with _People(bot, found.id) as calm:
        time.sleep(_CALM_S)
    before_mb = _resident_mb()
    preview_s = _timed(lambda: forgetting.preview(bot.database, request, Subject(SAM)))
    forgetting.ask(bot.database, request, Subject(SAM), "forget")
    errands = delivery.take(bot.database, "bench", NOW, lease_s=3_600, limit=10)
    task = next(one for one in errands if one.kind is Kind.FORGET)
    longest = _Longest(bot)
    with _People(bot, found.id) as others:
        took_s = _timed(lambda: forgetting.forget(bot.database, task, NOW))
    return {
        "preview_s": round(preview_s, 2),
        "forgetting_s": round(took_s, 2),
        "longest_transaction_ms": round(longest.ms),
        "others": {"saved": others.saved, "failed": others.failed, "max_ms": others.slowest_ms},
        "others_before": {"saved": calm.saved, "failed": calm.failed, "max_ms": calm.slowest_ms},
        "resident_mb": [before_mb, _resident_mb()],
        "left": _left(bot, found.id),
    }


def _ledger(bot: Linchpin, count: int) -> None:
    """The log and the messages of all that feedback, and the person among it."""
    found = installations.by_team(bot.database, TEAM)
    assert found is not None
    with bot.database.transaction() as session:
        people.save(session, found.id, [Person(SAM, NAME)], NOW)
        given = {"workspace_id": found.id, "kind": "F", "last": count}
        session.connection().execute(insert(CounterRow).values(**given))
        said, named = _of_sam(count)
        ours = update(FeedbackRow).where(col(FeedbackRow.workspace_id) == found.id)
        for number in said:
            session.connection().execute(
                ours.where(col(FeedbackRow.number) == number).values(said_by=SAM)
            )
        for number in named:
            values = {"text": f"{NAME} told us at the fair about board{number}"}
            session.connection().execute(
                ours.where(col(FeedbackRow.number) == number).values(**values)
            )
            session.connection().execute(
                update(SearchEntryRow)
                .where(col(SearchEntryRow.workspace_id) == found.id)
                .where(col(SearchEntryRow.subject_id) == number)
                .values(words=index_words(values["text"]))
            )
        if bot.database.dialect == "postgresql":  # the rows were given ids of their own
            sequence = func.pg_get_serial_sequence("feedback", "id")
            session.connection().execute(select(func.setval(sequence, count)))
    for start in range(1, count + 1, _BATCH):
        with bot.database.transaction() as session:
            query = (
                select(FeedbackRow.number, FeedbackRow.text, FeedbackRow.said_by)
                .where(FeedbackRow.workspace_id == found.id)
                .where(FeedbackRow.number >= start, FeedbackRow.number < start + _BATCH)
            )
            rows = [tuple(row) for row in session.exec(query)]
            session.connection().execute(insert(ChangeRow), [_change(found.id, *r) for r in rows])
            session.connection().execute(insert(OutboxRow), [_message(found.id, *r) for r in rows])


def _of_sam(count: int) -> tuple[range, range]:
    """The numbers of what the person said, and of what others said of them."""
    step = max(count // OF_SAM, 2)
    return range(1, count + 1, step), range(2, count + 1, step)


def _change(workspace_id: int, number: int, text: str, _said_by: str) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "at": NOW,
        "actor": USER,
        "door": "command",
        "subject_kind": "feedback",
        "subject_id": number,
        "field": "text",
        "before": "Something else",
        "after": text,
    }


def _message(workspace_id: int, number: int, text: str, said_by: str) -> dict[str, Any]:
    data = {"feedback": {"number": number, "text": text, "said_by": said_by}, "saved_by": USER}
    return {
        "workspace_id": workspace_id,
        "kind": "say",
        "lane": "C1",
        "key": f"saved:{number}",
        "payload": {"channel": "C1", "what": "saved", "data": data},
        "state": "done",
        "due_at": NOW,
        "not_before": NOW,
        "slack_ts": f"179534{number:06}.000100",
        "created_at": NOW,
        "finished_at": NOW - timedelta(days=1),
    }


def _left(bot: Linchpin, workspace_id: int) -> int:
    """How many rows still hold the person's id or name."""
    count = 0
    with bot.database.reading() as session:
        for table in SQLModel.metadata.tables.values():
            if "workspace_id" not in table.columns:
                continue
            for column in table.columns:
                holds = func.lower(cast(column, String)).contains
                found = select(func.count()).where(holds(SAM.lower()) | holds(NAME.lower()))
                ours = found.where(table.c.workspace_id == workspace_id)
                count += session.connection().execute(ours).scalar_one()
    return count


class _Longest:
    """The longest time between the begin and the commit of a transaction of this thread."""

    def __init__(self, bot: Linchpin) -> None:
        self.ms = 0.0
        self._thread = threading.get_ident()
        event.listen(bot.database.engine, "begin", self._begun)
        event.listen(bot.database.engine, "commit", self._committed)

    def _begun(self, connection: Any) -> None:
        connection.info["bench_began"] = time.perf_counter()

    def _committed(self, connection: Any) -> None:
        if threading.get_ident() == self._thread:
            took_s = time.perf_counter() - connection.info["bench_began"]
            self.ms = max(self.ms, took_s * 1000)


class _People:
    """Somebody who saves feedback every 50 ms."""

    def __init__(self, bot: Linchpin, workspace_id: int) -> None:
        self.saved, self.failed, self.slowest_ms = 0, 0, 0
        self._bot, self._workspace_id = bot, workspace_id
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._save)

    def __enter__(self) -> "_People":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _save(self) -> None:
        asked = Request(self._workspace_id, "U2", "command", NOW)
        while not self._stop.wait(0.05):
            draft = Draft(f"Something that is said meanwhile {self.saved}")
            began = time.perf_counter()
            try:
                feedback.capture(self._bot.database, asked, draft)
                self.saved += 1
            except Unavailable:
                self.failed += 1
            took_ms = (time.perf_counter() - began) * 1000
            self.slowest_ms = max(self.slowest_ms, round(took_ms))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _resident_mb() -> int:
    return round(psutil.Process().memory_info().rss / 1e6)


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    chosen = (given[1],) if 1 in given else ("sqlite", "postgresql")
    main(int(given.get(0, 100_000)), chosen)
