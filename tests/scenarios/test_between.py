"""What stands between the bot and Slack answers in its place: nothing is given up, nothing doubles.

The pages are those of proxies, portals and firewalls, and of gateways that speak JSON.
"""

import logging

import pytest

from domain.core.outbox import State
from scheduled.delivery.api_errors import UNEXPLAINED_ATTEMPTS
from services.outbox import messages as outbox_messages
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from tests.support.world import World

HERE, THERE = "#product", "#support"
HTML, JSON = "text/html", "application/json"

PAGES = [
    pytest.param(200, "<html>Accept the terms of this network</html>", HTML, id="a portal"),
    pytest.param(403, "<html>Blocked by policy</html>", HTML, id="a firewall"),
    pytest.param(404, "not here", "text/plain", id="another server"),
    pytest.param(407, "<html>Sign in to the proxy</html>", HTML, id="a proxy"),
    pytest.param(413, "<html>Too large</html>", HTML, id="a proxy with a limit"),
    pytest.param(200, "", HTML, id="nothing"),
    pytest.param(200, "null", JSON, id="null"),
    pytest.param(200, "[]", JSON, id="a list"),
    pytest.param(403, '["no"]', JSON, id="a list with a word"),
    pytest.param(200, "[" * 20_000, JSON, id="too deep"),
    pytest.param(403, '{"error": "access_denied"}', JSON, id="a code without ok"),
    pytest.param(403, '{"error": {"code": 403}}', JSON, id="a gateway's object"),
    pytest.param(200, '{"ok": false, "error": "Denied by policy 7"}', JSON, id="a sentence"),
    pytest.param(200, '{"ok": true}', JSON, id="a yes without a result"),
    pytest.param(200, "<html>", "text/html; charset=no-such-charset", id="an unknown charset"),
    pytest.param(200, "zip", "application/gzip", id="bytes"),
    pytest.param(502, "<html>Bad gateway</html>", HTML, id="a bad gateway"),
    pytest.param(503, "", HTML, id="an empty 503"),
]


def say(world: World, key: str) -> None:
    channel, at = world.box.channel(HERE).id, world.clock.now()
    said = outbox_messages.say(
        channel,
        "channel_back",
        {"channel": channel},
        key=key,
        at=at,
        owner_id=world.person("priya").id,
    )
    with world.bot.database.transaction() as session:
        assert outbox.enqueue(session, world.workspace_id, said, at)


def failures(world: World) -> list[tuple[State, str]]:
    with world.bot.database.reading() as session:
        return [
            (one.state, one.error)
            for one in outbox_monitoring.failures(session, world.workspace_id)
        ]


@pytest.mark.parametrize("reaches_slack", [False, True])
@pytest.mark.parametrize(("status", "page", "content_type"), PAGES)
def test_a_post_that_something_between_answers_is_said_once(
    one_world: World, status: int, page: str, content_type: str, reaches_slack: bool
) -> None:
    world = one_world
    answer = {"status": status, "page": page, "content_type": content_type}
    if reaches_slack:
        world.box.faults.add("intercepted", method="chat.postMessage", effect=True, **answer)
    world.box.faults.add("intercepted", method="*", times=6, **answer)
    say(world, "once")
    world.settle(horizon_s=900)
    assert len(world.posts(HERE)) == 1
    assert failures(world) == []


PAGES_BELOW_500 = [one for one in PAGES if int(str(one.values[0])) < 500]


@pytest.mark.parametrize(("status", "page", "content_type"), PAGES_BELOW_500)
def test_every_kind_of_errand_outlives_such_answers(
    one_world: World, status: int, page: str, content_type: str
) -> None:
    """A whisper, a read message, its mark, a replaced answer, a file, a person's details."""
    world, sam = one_world, one_world.person("sam")
    world.box.faults.add(
        "intercepted", method="*", times=9, status=status, page=page, content_type=content_type
    )
    ts = sam.say(THERE, "The export hangs")
    sam.react(THERE, ts, "inbox_tray")
    sam.command(HERE, "/ideas", "search hangs")
    world.settle(horizon_s=1800)
    [note] = sam.ephemerals(THERE)
    assert "F-1" in str(note)
    assert failures(world) == []


def export_file(world: World) -> None:
    world.person("sam").command(HERE, "/idea", "Dark mode")
    world.settle()
    world.person("sam").command(HERE, "/roadmap", "export csv")


@pytest.mark.parametrize(("status", "page", "content_type"), PAGES_BELOW_500)
def test_a_file_that_is_sent_outlives_an_answer_from_between(
    one_world: World, status: int, page: str, content_type: str
) -> None:
    world = one_world
    answer = {"status": status, "page": page, "content_type": content_type}
    world.box.faults.add("intercepted", method="upload", times=4, **answer)
    export_file(world)
    world.settle(horizon_s=900)
    assert failures(world) == []
    assert [file for one in world.box.dm_messages("sam") for file in one.get("files") or []]


def test_the_log_says_that_something_in_between_answered_and_holds_no_page_of_it(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = one_world
    world.box.faults.add("intercepted", method="*", times=3, page="<html>s3cret page</html>")
    with caplog.at_level(logging.INFO, "linchpin"):
        say(world, "once")
        world.settle(horizon_s=900)
    lines = [one.getMessage() for one in caplog.records if one.name.startswith("linchpin")]
    assert [line for line in lines if "Something between this machine and Slack" in line]
    assert "s3cret" not in str(lines)


def test_a_code_that_nobody_knows_is_tried_again_and_named_in_the_log(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = one_world
    world.box.faults.add("error", method="chat.postMessage", error="a_code_of_tomorrow", times=3)
    say(world, "once")
    world.settle(horizon_s=900)
    assert len(world.posts(HERE)) == 1
    assert "a_code_of_tomorrow" in caplog.text


def test_a_code_that_nobody_knows_is_given_up_in_the_end_and_told_to_the_owner(
    one_world: World,
) -> None:
    world = one_world
    fault = world.box.faults.add(
        "error", method="chat.postMessage", error="a_code_of_tomorrow", times=1000
    )
    say(world, "never")
    world.settle(horizon_s=7200)
    assert fault.hits >= UNEXPLAINED_ATTEMPTS
    assert "Slack refused it (a_code_of_tomorrow)." in dict(map(reversed, failures(world)))
