"""How far back an intake channel is read: as long as something of it is missing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from domain.channels import CaptureMethod, RuleForm
from domain.core.outbox import Kind
from domain.core.people import Person
from scheduled.delivery.web_api import WebApi as SlackDoor
from scheduled.delivery.worker import TaskContext
from scheduled.feedback.thread_reading import read_intake
from services.channels import rules as channel_rules
from services.feedback import pages as feedback_pages
from services.feedback.intake import channel_catch_up as intake_catch_up
from services.workspace import people
from storage.database.engine import Database
from tests.support.ideas import take
from tests.support.make import NOON, request, workspace

PAGES = 8
EARLIER = NOON - timedelta(hours=1)


class Pages:
    """A channel's history in pages of three, the newest first."""

    def __init__(self, said: list[str]) -> None:
        since = NOON.timestamp()
        self._messages = [
            {"ts": f"{since - place:.6f}", "user": "USAM", "text": words}
            for place, words in enumerate(reversed(said))
        ]
        self.calls = 0

    def call(self, _method: str, cursor: str | None = None, **_more: Any) -> dict[str, Any]:
        self.calls += 1
        start = int(cursor or 0)
        after = str(start + 3) if start + 3 < len(self._messages) else ""
        return {
            "messages": self._messages[start : start + 3],
            "response_metadata": {"next_cursor": after},
        }


@pytest.fixture
def place(database: Database) -> int:
    found = workspace(database)
    people.learn(database, found.id, [Person("USAM", "Sam")], NOON)
    asked = replace(request(found.id, "UADMIN"), at=EARLIER)
    channel_rules.change(database, asked, "C1", RuleForm(frozenset({CaptureMethod.INTAKE})))
    return found.id


def read_back(database: Database, history: Pages) -> int:
    """Read the channel once; how many pages were asked for."""
    before = history.calls
    intake_catch_up.request_all(database, EARLIER + timedelta(seconds=before))
    task = take(database, Kind.READ_INTAKE)
    read_intake(task, TaskContext(database, cast(SlackDoor, history), lambda: NOON))
    return history.calls - before


def test_a_missed_flood_is_read_to_its_beginning_and_known_messages_are_not_read_again(
    database: Database, place: int
) -> None:
    history = Pages([f"said {number}" for number in range(3 * PAGES)])
    assert read_back(database, history) == PAGES
    assert feedback_pages.untriaged_count(database, place) == 3 * PAGES
    assert feedback_pages.get(database, place, 1).text == "said 0"
    assert read_back(database, history) == 5
    assert feedback_pages.untriaged_count(database, place) == 3 * PAGES
