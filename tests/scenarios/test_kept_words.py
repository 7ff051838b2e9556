"""What stands in Slack is what is kept: names for ids, an app's blocks, a command once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from domain.feedback.model import Feedback
from services.feedback import pages as feedback_pages
from storage import home as export
from storage.schema import FeedbackRow
from tests.support import payloads
from tests.support.world import World

BLOCKS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Acme is *at risk*"}},
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Plan"}, {"type": "raw_text", "text": "Seats"}],
            [{"type": "raw_text", "text": "Pro"}, {"type": "raw_text", "text": "12"}],
        ],
    },
]


def saved(world: World, number: int = 1) -> Feedback:
    return feedback_pages.get(world.bot.database, world.workspace_id, number)


def texts(world: World) -> list[str]:
    with world.bot.database.reading() as session:
        return list(session.exec(select(FeedbackRow.text)))


@pytest.mark.both_worlds
def test_a_channel_that_nobody_told_of_is_kept_by_name_as_soon_as_slack_tells(
    world: World,
) -> None:
    sam, other = world.person("sam"), world.box.channel("#cust-acme")
    ts = sam.say("#support", f"They ask in <#{other.id}|> too", encoded=True)
    sam.react("#support", ts, "inbox_tray")
    world.settle()
    assert saved(world).text == f"They ask in #{other.id} too"
    world.run_jobs()
    assert saved(world).text == "They ask in #cust-acme too"


@pytest.mark.both_worlds
def test_of_another_app_s_message_its_blocks_are_kept_and_not_its_notification(
    world: World,
) -> None:
    ts = world.person("otherbot").say("#general", "New deal (a notification)")
    world.box.channel("#general").messages[ts].blocks = BLOCKS
    world.person("sam").react("#general", ts, "inbox_tray")
    world.settle()
    assert saved(world).text == "Acme is *at risk*\nPlan | Seats\nPro | 12"


@pytest.mark.both_worlds
def test_a_command_that_comes_twice_without_a_trigger_id_is_stored_once(world: World) -> None:
    body: dict[str, Any] = payloads.command("/feedback", "the export times out")
    del body["trigger_id"]
    sam = world.person("sam")
    for _ in range(2):
        assert sam.desk.ask("command", "/feedback", body, answerable=True).ok
    assert texts(world) == ["the export times out"]
    world.clock.advance(timedelta(minutes=4))
    other = {**body, "text": "and the import"}
    for one in (body, other):
        assert sam.desk.ask("command", "/feedback", one, answerable=True).ok
    assert texts(world) == ["the export times out", "and the import"]


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        ("/feedback", "Acme waits", "feedback"),
        ("/idea", "Export to PDF", "ideas"),
        ("/idea", "I-1 promised Acme by 2027-01-31", "promises"),
        ("/idea", "I-1 next", "changes"),
        ("/score", "I-1 reach=8 impact=2 confidence=80% effort=3", "estimates"),
        ("/digest", "mon 09:00", "subscriptions"),
    ],
)
def test_each_command_that_stores_something_stores_it_once(
    one_world: World, name: str, words: str, kind: str
) -> None:
    priya = one_world.person("priya")
    assert priya.command("#product", "/idea", "Export to CSV").ok
    one_world.settle()
    body: dict[str, Any] = payloads.command(name, words) | {"user_id": priya.id}
    del body["trigger_id"]
    counts = [len(rows(one_world, kind))]
    for _ in range(3):
        assert priya.desk.ask("command", name, body, answerable=True).ok
        counts.append(len(rows(one_world, kind)))
    assert counts[0] < counts[1] == counts[2] == counts[3]


def rows(world: World, kind: str) -> list[dict[str, Any]]:
    with world.bot.database.reading() as session:
        return list(export.rows(session, kind))
