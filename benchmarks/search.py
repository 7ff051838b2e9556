"""How fast 100,000 pieces of feedback are searched by words and filters, on both databases.

The whole search is measured as a person waits for it: read, looked up, found, counted, and shown
as a modal. A query for the newest eight pieces by number, on the same database, is the reference.

    python -m benchmarks.search [PIECES]     (default 100000)
"""

import itertools
import json
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from bot.app import Linchpin, create_app
from bot.settings import Settings
from domain.core.people import Person, Request
from domain.text.folding import index_words
from services.search import actions as searching
from services.similarity import embedding
from services.workspace import installations
from services.workspace.installations import Installation
from storage.schema import (
    AreaRow,
    CustomerRow,
    EvidenceRow,
    FeedbackRow,
    IdeaRow,
    SearchEntryRow,
)
from storage.similarity import Mark, lock_mark, set_mark
from storage.workspace import people
from tests.support.databases import Postgres
from views.search.results import search_modal

TEAM, USER = "T0BENCH", "U1"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROUNDS = 24
_BATCH = 5_000
_CUSTOMERS = 500
_VERBS = ("export", "import", "delete", "archive", "rename", "share", "print", "translate")
_THINGS = ("invoices", "reports", "tasks", "contacts", "comments", "boards", "quotes", "labels")
_ENDS = ("times out", "is too slow", "loses my work", "is hard to find", "works only once")
_QUESTIONS = {
    "common word": ["export", "the", "slow kind:feedback"],
    "rare words": ["export invoices lost17", "board9941", "quote77 print"],
    "phrase": ['"loses my work"', '"export invoices times out"'],
    "filters": [
        "customer:customer-7 is:untriaged",
        "area:area-3 importance:blocker since:30d",
        "from:@ann tier:tier-2 -area:area-1",
        "tier:tier-1 sort:importance",
    ],
    "words and filters": [
        "export customer:customer-7",
        "slow -invoices area:area-2 is:linked",
        "reports revenue:500k sort:oldest",
    ],
    "no words": ["is:untriaged", "kind:feedback", "sort:revenue kind:feedback"],
}


def prepare(url: str, count: int) -> Linchpin:
    """A bot whose workspace holds so much feedback."""
    bot = create_app(Settings(bot_token="xoxb-bench", app_token="xapp-bench", database_url=url))
    bot.prepare()
    bot.install(Installation(TEAM, "Bench", "UBOT", "BBOT", ()))
    found = installations.by_team(bot.database, TEAM)
    assert found is not None
    _labels(bot, found.id)
    _feedback(bot, found.id, count)
    with bot.database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return bot


def _labels(bot: Linchpin, workspace_id: int) -> None:
    common: dict[str, Any] = {"workspace_id": workspace_id, "created_at": NOW}
    customers = [
        {
            **common,
            "id": number,
            "name": f"Customer-{number}",
            "key": f"customer-{number}",
            "tier": f"Tier-{number % 5}",
            "tier_key": f"tier-{number % 5}",
            "revenue_hundredths": number * 200_000,
            "currency": "EUR",
        }
        for number in range(1, _CUSTOMERS + 1)
    ]
    areas = [
        {**common, "id": number, "name": f"Area-{number}", "key": f"area-{number}"}
        for number in range(1, 11)
    ]
    ideas = [
        {
            **common,
            "id": number,
            "number": number,
            "title": f"Idea {number}",
            "title_key": f"idea {number}",
            "words": f"idea {number}",
            "created_by": USER,
        }
        for number in range(1, 101)
    ]
    with bot.database.transaction() as session:
        people.save(session, workspace_id, [Person(USER, "Ann", "UTC", is_admin=True)], NOW)
        for table, rows in ((CustomerRow, customers), (AreaRow, areas), (IdeaRow, ideas)):
            session.connection().execute(insert(table), rows)


def _feedback(bot: Linchpin, workspace_id: int, count: int) -> None:
    dice = random.Random(7)
    importances = (None, "nice_to_have", "helpful", "important", "blocker")
    for start in range(1, count + 1, _BATCH):
        numbers = range(start, min(start + _BATCH, count + 1))
        texts = {number: _text(dice, number) for number in numbers}
        rows = [
            {
                "id": number,
                "workspace_id": workspace_id,
                "number": number,
                "text": texts[number],
                "said_by": f"U{dice.randrange(1, 60)}",
                "saved_by": USER,
                "customer_id": dice.randrange(1, _CUSTOMERS + 1),
                "area_id": dice.randrange(1, 11),
                "importance": dice.choice(importances),
                "state": "linked" if number % 10 == 0 else "new",
                "door": "command",
                "created_at": NOW - timedelta(minutes=5 * (count - number)),
            }
            for number in numbers
        ]
        entries = [
            {
                "workspace_id": workspace_id,
                "kind": "feedback",
                "subject_id": number,
                "words": index_words(texts[number]),
                "model": embedding.model_name(),
                "vector": bytes(8),
            }
            for number in numbers
        ]
        evidence = [
            {
                "idea_id": number % 100 + 1,
                "feedback_id": number,
                "workspace_id": workspace_id,
                "linked_by": USER,
                "linked_at": NOW,
            }
            for number in numbers
            if number % 10 == 0
        ]
        with bot.database.transaction() as session:
            for table, many in (
                (FeedbackRow, rows),
                (SearchEntryRow, entries),
                (EvidenceRow, evidence),
            ):
                session.connection().execute(insert(table), many)
    with bot.database.transaction() as session:
        lock_mark(session, workspace_id)
        set_mark(session, workspace_id, Mark(0, embedding.model_name()))


def _text(dice: random.Random, number: int) -> str:
    words = dice.choice(_VERBS), dice.choice(_THINGS), dice.choice(_ENDS)
    return f"The {' '.join(words)}, see lost{number % 997} and board{number}"


def measure(bot: Linchpin) -> dict[str, Any]:
    """p50 and p95 in milliseconds of each kind of question, and of the reference."""
    found = installations.by_team(bot.database, TEAM)
    assert found is not None
    request = Request(found.id, USER, "command", NOW)
    facts: dict[str, Any] = {"reference": percentiles(_reference(bot))}
    every: list[float] = []
    for kind, questions in _QUESTIONS.items():
        times = []
        for typed in itertools.islice(itertools.cycle(questions), ROUNDS):
            began = time.perf_counter()
            results = searching.search(bot.database, request, typed)
            search_modal(results)
            times.append((time.perf_counter() - began) * 1000)
            assert results.hits or not results.problem, typed
        facts[kind] = percentiles(times)
        every += times
    return {**facts, "all": percentiles(every)}


def _reference(bot: Linchpin) -> list[float]:
    query = text(
        "SELECT id, text FROM feedback WHERE workspace_id = 1 ORDER BY number DESC LIMIT 8"
    )
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with bot.database.reading() as session:
            session.connection().execute(query).all()
        times.append((time.perf_counter() - began) * 1000)
    return times


def percentiles(times: list[float]) -> list[float]:
    """p50 and p95, in milliseconds."""
    ordered = sorted(times)
    return [round(ordered[int(len(ordered) * share)], 1) for share in (0.5, 0.95)]


def main(count: int) -> None:
    """Print p50 and p95 of each kind of question for both databases."""
    with tempfile.TemporaryDirectory(prefix="linchpin-search-") as folder:
        postgres = Postgres(Path(folder) / "pg")
        try:
            with postgres.fresh() as pg_url:
                for name, url in (("SQLite", f"sqlite:///{folder}/s.db"), ("PostgreSQL", pg_url)):
                    bot = prepare(url, count)
                    print(f"{name}, {count:,} pieces: {json.dumps(measure(bot))}", flush=True)
                    bot.database.dispose()
        finally:
            postgres.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
