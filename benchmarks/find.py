"""How fast any of 100,000 ideas is found, and in how much memory, on both databases.

For each database a process of its own holds a bot, and its workspace is full of ideas. Slack's
``block_suggestion`` is handed to Bolt: numbers, whole words, beginnings of words (one letter too),
and words that no idea has, so that meaning decides. The numbers are the reference for the rest.

    python -m benchmarks.find [IDEAS]     (default 100000)
"""

import itertools
import json
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from subprocess import run
from typing import Any

import psutil
from slack_bolt.request import BoltRequest
from sqlalchemy import insert

from bot.app import Linchpin, create_app
from bot.settings import Settings
from services.similarity import embedding
from services.similarity import index as embedding_index
from services.workspace import installations
from services.workspace.installations import Installation
from storage.schema import IdeaRow, SearchEntryRow
from tests.support.databases import Postgres
from views.blockkit import ids

TEAM = "T0BENCH"
ROUNDS = 40
_BATCH = 5_000
_VERBS = ("Export", "Import", "Delete", "Archive", "Rename", "Share", "Print", "Translate", "Merge")
_THINGS = ("invoices", "reports", "tasks", "contacts", "comments", "boards", "quotes", "labels")
_HOWS = ("in bulk", "by keyboard", "on the phone", "as a guest", "for managers", "offline")
_QUESTIONS = {
    "number": ["I-77", "471", "I-990", "12"],
    "words": [
        "export invoices",
        "merge contacts offline",
        "translate quotes",
        "print labels keyboard",
    ],
    "beginnings": ["exp", "inv", "e", "s", "tra quo", "r"],
    "meaning": [
        "bill download",
        "smartphone",
        "without internet",
        "coworker remark",
        "get rid of chat",
    ],
}


def fill(bot: Linchpin, workspace_id: int, count: int) -> None:
    """Store ideas with their meanings, as if they had come one by one."""
    from domain.similarity.matrix import packed
    from domain.text.folding import index_words

    dice, at, meant = random.Random(7), datetime(2026, 11, 23, tzinfo=UTC), _Meanings()
    for start in range(1, count + 1, _BATCH):
        numbers = range(start, min(start + _BATCH, count + 1))
        titles = [_title(dice) for _ in numbers]
        vectors = packed(meant.of(titles))
        ideas = [
            {
                "id": number,
                "workspace_id": workspace_id,
                "number": number,
                "title": title,
                "title_key": index_words(title),
                "description": "",
                "votes": int(dice.paretovariate(1)) % 500,
                "words": index_words(f"I {number} i{number} {title}"),
                "status": "open",
                "created_by": "U1",
                "created_at": at,
            }
            for number, title in zip(numbers, titles, strict=True)
        ]
        entries = [
            {
                "workspace_id": workspace_id,
                "kind": "idea",
                "subject_id": number,
                "words": "",
                "model": embedding.model_name(),
                "vector": vector,
            }
            for number, vector in zip(numbers, vectors, strict=True)
        ]
        with bot.database.transaction() as session:
            session.connection().execute(insert(IdeaRow), ideas)
            session.connection().execute(insert(SearchEntryRow), entries)


class _Meanings:
    """Vectors of titles: those of their words, made once for each, and a little chance for the
    number behind them, because 100,000 true ones take a quarter of an hour."""

    def __init__(self) -> None:
        import numpy as np

        every = [" ".join(words) for words in itertools.product(_VERBS, _THINGS, _HOWS)]
        self._vectors = dict(zip(every, embedding.embed(every), strict=True))
        self._chance = np.random.default_rng(7)

    def of(self, titles: list[str]) -> Any:
        """One row a title."""
        import numpy as np

        rows = np.stack([self._vectors[title.rpartition(" ")[0]] for title in titles])
        return rows + self._chance.normal(scale=0.01, size=rows.shape)


def _title(dice: random.Random) -> str:
    words = dice.choice(_VERBS), dice.choice(_THINGS), dice.choice(_HOWS)
    return f"{' '.join(words)} {dice.randrange(100_000)}"


def ask(bot: Linchpin, words: str) -> list[Any]:
    """What a select of ideas offers for these words, through Bolt."""
    body = {
        "type": "block_suggestion",
        "action_id": ids.IDEA_SELECT,
        "block_id": "idea",
        "value": words,
        "team": {"id": TEAM},
        "user": {"id": "U1"},
        "api_app_id": "A1",
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "modal"},
    }
    answer = bot.bolt.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert answer.status == 200, answer.body
    return list(json.loads(answer.body)["options"])


def serve(url: str, count: int) -> None:
    """Measure in a process that has only ever been a bot; print one JSON line."""
    process = psutil.Process()
    bot = create_app(Settings(bot_token="xoxb-bench", app_token="xapp-bench", database_url=url))
    found = installations.by_team(bot.database, TEAM)
    assert found is not None
    facts: dict[str, Any] = {"idle MB": process.memory_info().rss / 1e6}
    began = time.perf_counter()
    ask(bot, "bill download")
    facts["first ms"] = (time.perf_counter() - began) * 1000
    every: list[float] = []
    for kind, questions in _QUESTIONS.items():
        times = []
        for words in itertools.islice(itertools.cycle(questions), ROUNDS):
            began = time.perf_counter()
            offered = ask(bot, words)
            times.append((time.perf_counter() - began) * 1000)
            assert offered or kind == "meaning", words
        facts[kind] = percentiles(times)
        every += times
    facts["all"] = percentiles(every)
    facts["MB"] = process.memory_info().rss / 1e6
    facts["ideas"] = count
    print(json.dumps(facts))


def percentiles(times: list[float]) -> list[float]:
    """p50 and p95, in milliseconds."""
    ordered = sorted(times)
    return [round(ordered[int(len(ordered) * share)], 1) for share in (0.5, 0.95)]


def prepare(url: str, count: int) -> None:
    """A database with a workspace of so many ideas."""
    bot = create_app(Settings(bot_token="xoxb-bench", app_token="xapp-bench", database_url=url))
    bot.prepare()
    bot.install(Installation(TEAM, "Bench", "UBOT", "BBOT", ()))
    found = installations.by_team(bot.database, TEAM)
    assert found is not None
    fill(bot, found.id, count)
    embedding_index.catch_up(bot.database, found.id)
    with bot.database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    bot.database.dispose()


def main(count: int) -> None:
    """Print p50 and p95 of each kind of question, and resident memory, for both databases."""
    with tempfile.TemporaryDirectory(prefix="linchpin-find-") as folder:
        postgres = Postgres(Path(folder) / "pg")
        try:
            with postgres.fresh() as pg_url:
                for name, url in (
                    ("SQLite", f"sqlite:///{folder}/find.db"),
                    ("PostgreSQL", pg_url),
                ):
                    prepare(url, count)
                    order = [sys.executable, "-m", "benchmarks.find", "--serve", url, str(count)]
                    facts = json.loads(
                        run(order, check=True, capture_output=True, text=True).stdout
                    )
                    print(f"{name}, {count:,} ideas: {json.dumps(facts)}", flush=True)
        finally:
            postgres.stop()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
