"""What bad input gets: no crash, a sentence that says what to do, nothing that runs or pings."""

import json
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from domain.core.outbox import Kind
from domain.text.storable import storable
from sandbox.delivery import payloads
from sandbox.delivery.http import signature
from sandbox.delivery.parcel import Parcel
from services.feedback import pages as feedback_pages
from services.outbox import messages as outbox_messages
from services.workspace import people
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from tests.support import world as worlds
from tests.support.databases import Reused
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"
COMMANDS = ("/feedback", "/idea", "/ideas", "/roadmap", "/score", "/digest", "/linchpin")
HOSTILE = (
    "<!channel> <!here> <@U0PRIYA> <#C0SALES|sales> <https://evil.example|bank> https://ok.example "
    "*bold* _italic_ ~struck~ `code` &amp; @here “curly” ‘quotes’ שלום مرحبا 🎉 :tada: "
    "{{7*7}} %s ' OR 1=1 -- <script>alert(1)</script>"
)


@pytest.fixture
def http_world(sqlite_database: Reused) -> Iterator[World]:
    """The bot over HTTP, on SQLite."""
    with sqlite_database.emptied() as one, worlds.world(one, "http") as made:
        yield made


def untriaged(world: World) -> int:
    return feedback_pages.untriaged_count(world.bot.database, world.workspace_id)


# What did not come from Slack, or came broken


def test_a_request_that_is_not_provably_slacks_is_refused_and_nothing_of_it_is_stored(
    http_world: World,
) -> None:
    secret, now = http_world.box.signing_secret, str(int(time.time()))
    body = b"command=%2Ffeedback&text=forged&team_id=T0HARBORLINE&user_id=U0SAM&trigger_id=1.2.a"
    good = signature(secret, now, body)
    stale = str(int(time.time()) - 301)
    forged: list[dict[str, str]] = [
        {},
        {"x-slack-request-timestamp": now},
        {"x-slack-signature": good},
        {"x-slack-signature": "v0=" + "0" * 64, "x-slack-request-timestamp": now},
        {"x-slack-signature": signature("other", now, body), "x-slack-request-timestamp": now},
        {"x-slack-signature": signature(secret, stale, body), "x-slack-request-timestamp": stale},
        {"x-slack-signature": good, "x-slack-request-timestamp": "tomorrow"},
        {"x-slack-signature": good, "x-slack-request-timestamp": "١٢٣"},
        {"x-slack-signature": "é", "x-slack-request-timestamp": now},
    ]
    kind = {"content-type": "application/x-www-form-urlencoded"}
    broken = b"{not json"
    signed = {
        "x-slack-signature": signature(secret, now, broken),
        "x-slack-request-timestamp": now,
        "content-type": "application/json",
    }
    sent = [(body, {**kind, **headers}) for headers in forged] + [(broken, signed)]
    assert _statuses(http_world, sent) == [401] * len(forged) + [200]
    assert untriaged(http_world) == 0


def _statuses(world: World, sent: list[tuple[bytes, dict[str, str]]]) -> list[int]:
    return [
        httpx.post(
            world.events_url,
            content=body,
            headers={name: text.encode() for name, text in headers.items()},
            verify=False,
        ).status_code
        for body, headers in sent
    ]


def test_an_event_that_nobody_knows_is_acknowledged_once_and_for_all(world: World) -> None:
    event = {"type": "something_new", "event_ts": "1.2", "user": {"odd": ["shape"]}}
    workspace = world.box.workspace
    payload = json.loads(json.dumps(payloads.event_callback(workspace, event)))
    world.box.courier.send_event(Parcel("event", "something_new", workspace.id, payload))
    world.settle()
    assert [one["ok"] for one in world.box.deliveries("something_new")] == [True]


def test_a_click_on_what_an_older_version_posted_is_acknowledged(world: World) -> None:
    sam = world.person("sam")
    where = world.box.channel("#support")
    ts = sam.say("#support", "hello")
    message = where.messages[ts]
    action = {"type": "button", "action_id": "gone_long_ago", "block_id": "b", "value": "1"}
    payload = payloads.message_click(
        world.box.workspace, where, sam.person, message, {**action, "action_ts": "1.2"}, "http://x"
    )
    assert sam.desk.ask("interaction", "block_actions", payload).ok


def test_a_request_of_a_workspace_that_never_installed_it_does_nothing(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = one_world.box.add_team("Elsewhere")
    reply = stranger.person("sam").command("#support", "/feedback", "from elsewhere")
    assert "Traceback" not in caplog.text
    assert untriaged(one_world) == 0
    assert not reply.blocks


# What people type


@pytest.mark.parametrize(
    ("command", "words", "answer"),
    [
        ("/linchpin", "docter", "/linchpin doctor"),
        ("/linchpin", "settigns", "/linchpin settings"),
        ("/linchpin", "🎉", "/linchpin help"),
        ("/idea", "I-99", "There is no I-99"),
        ("/idea", "I-999999999 next", "There is no I-999999999"),
        ("/idea", "I-1 nxt", "next"),
        ("/feedback", "F-99", "There is no F-99"),
        ("/digest", "preveiw", "preview"),
        ("/digest", "mon 25:00", "25:00"),
        ("/digest", "mon 09:00 Europe/Berln", "Europe/Berlin"),
    ],
)
def test_what_is_not_known_is_answered_with_the_nearest_right_thing(
    one_world: World, command: str, words: str, answer: str
) -> None:
    priya = one_world.person("priya")
    priya.command(IDEAS, "/idea", "Export to CSV")
    one_world.settle()
    posted = len(one_world.posts("#product"))
    reply = priya.command("#product", command, words)
    assert reply.ok
    assert answer in f"{reply.text} {reply.blocks}"
    assert "reference" not in str(reply.text)
    one_world.settle()
    assert len(one_world.posts("#product")) == posted


def test_a_long_text_is_kept_whole_and_the_person_is_told_what_shows(one_world: World) -> None:
    text = "It hangs. " * 700
    reply = one_world.person("sam").command("#support", "/feedback", text)
    assert "6,999 characters are kept" in str(reply.blocks)
    stored = feedback_pages.get(one_world.bot.database, one_world.workspace_id, 1)
    assert stored.text == text.strip()


@pytest.mark.both_worlds
def test_what_postgresql_does_not_store_is_replaced_wherever_it_comes_from(world: World) -> None:
    bring_everywhere(world, "one\0two")


@pytest.mark.parametrize("text", ["one\ud83dtwo", "\ude00\ud83d"])
def test_half_a_character_is_replaced_wherever_it_comes_from(one_world: World, text: str) -> None:
    """Over Socket Mode: the form of a command in HTTP mode cannot spell one."""
    bring_everywhere(one_world, text)


def bring_everywhere(world: World, text: str) -> None:
    one = storable(text)
    sam = world.person("sam")
    for command in COMMANDS:
        for words in (text, f"I-1 {text}", f"search {text}", f"as of {text}"):
            reply = sam.command("#product", command, words)
            assert reply.ok
            assert "reference" not in str(reply.text)
            sam.close_modal(clear=True)
    assert feedback_pages.get(world.bot.database, world.workspace_id, 1).text == one.strip()
    before = untriaged(world)
    sam.global_shortcut("new_feedback")
    assert sam.submit({"text": f"form {text}"}).ok
    sam.close_modal(clear=True)
    sam.react("#support", sam.say("#support", f"said {text}"), "inbox_tray")
    world.settle()
    assert untriaged(world) == before + 2


@pytest.mark.both_worlds
def test_a_bad_name_is_kept_with_a_sign_and_loses_no_other(world: World) -> None:
    emil = world.person("emil")
    emil.person.real_name = "Emil\ud83d"
    with world.bot.database.transaction() as session:
        read = outbox_messages.read_people(key="people:again", at=world.clock.now())
        outbox.enqueue(session, world.workspace_id, read, world.clock.now())
    world.settle()
    ids = {one.id for one in world.box.people() if one.id != "U0ADA"}  # of another company
    known = people.among(world.bot.database, world.workspace_id, ids)
    assert known.keys() == ids
    assert "\ufffd" in known[emil.id].name


def rendered(node: Any) -> Iterator[str]:
    """Every text that Slack formats: mrkdwn, and the top level ``text``; plain text is inert."""
    if isinstance(node, list):
        for one in node:
            yield from rendered(one)
    elif isinstance(node, dict):
        if node.get("type") == "plain_text":
            return
        for key, value in node.items():
            if key in ("text", "title", "label", "markdown_text") and isinstance(value, str):
                yield value
            else:
                yield from rendered(value)


def shown_by(world: World) -> list[str]:
    """Everything formatted that the bot has shown anybody: calls, answers, private answers."""
    found: list[str] = []
    for call in world.box.calls():
        if call["method"].startswith(("chat.", "views.")):
            args = {name: _decoded(value) for name, value in call["args"].items()}
            found += rendered(args)
    for one in world.box.deliveries():
        found += rendered(_decoded(one["answer"]))
    for who in world.box.people():
        for channel in ("#support", "#product", IDEAS):
            if who.id in world.box.channel(channel).members:
                found += rendered(who.ephemerals(channel))
    return found


def _decoded(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "[{":
        return json.loads(value)
    return value


def live_everywhere(world: World) -> None:
    """Bring the hostile text wherever people's words can come."""
    sam, priya = world.person("sam"), world.person("priya")
    sam.command("#support", "/feedback", HOSTILE)
    ts = sam.say("#support", HOSTILE, encoded=False)
    sam.react("#support", ts, "inbox_tray")
    world.settle()
    sam.message_shortcut("save_feedback", "#support", sam.say("#support", f"again {HOSTILE}"))
    sam.submit()
    sam.close_modal(clear=True)
    sam.global_shortcut("new_feedback")
    for select in (ids.CUSTOMER_SELECT, ids.AREA_SELECT):
        sam.suggest(select, HOSTILE[:60])
    sam.submit({"text": HOSTILE, "customer": HOSTILE[:60], "area": HOSTILE[:60]})
    sam.close_modal(clear=True)
    priya.command("#product", "/digest", "mon 09:00 UTC")
    priya.command(IDEAS, "/idea", HOSTILE[:140])
    world.settle()
    priya.command(IDEAS, "/idea", "I-1 F-1")
    priya.command(IDEAS, "/idea", "I-1 next")
    priya.command(IDEAS, "/idea", HOSTILE[20:140])
    priya.command(IDEAS, "/idea", f"I-2 declined {HOSTILE[:100]}")
    world.settle()
    for command, words in (
        ("/ideas", ""),
        ("/ideas", HOSTILE[:60]),
        ("/idea", "I-1"),
        ("/roadmap", ""),
        ("/digest", "preview"),
        ("/digest", HOSTILE),
        ("/linchpin", HOSTILE),
        ("/feedback", "F-1"),
    ):
        priya.command("#product", command, words)
        priya.close_modal(clear=True)
    for who in (sam, priya):
        who.home()
    world.settle()
    world.move_to(world.clock.now() + timedelta(days=7))


@pytest.mark.both_worlds
def test_typed_text_pings_nobody_and_formats_nothing_wherever_it_is_shown(world: World) -> None:
    live_everywhere(world)
    texts = shown_by(world)
    joined = "\n".join(texts)
    assert "שלום" in joined
    assert len(world.posts("#product")) == 1
    for token in (
        "<!channel",
        "<!here",
        "<!everyone",
        "<#C0SALES|sales>",
        "|bank>",
        "<script",
    ):
        assert token not in joined
    mentions = [one for one in texts if "<@U0PRIYA>" in one and "&lt;!channel" in one]
    assert all("&lt;@U0PRIYA" in one for one in mentions)
    for formatted in ("*bold*", "_italic_", "~struck~"):
        assert formatted not in joined
    answers = [str(one["answer"]) for one in world.box.deliveries()]
    assert not any("reference" in one for one in answers)
    stored = feedback_pages.get(world.bot.database, world.workspace_id, 1)
    assert stored.text == HOSTILE


def test_nothing_that_people_wrote_and_no_secret_is_logged(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        live_everywhere(one_world)
    ours = "\n".join(
        one.getMessage() for one in caplog.records if one.name.startswith(("linchpin", "slack"))
    )
    for word in ("evil.example", "curly", "שלום", one_world.box.bot_token, "xapp-"):
        assert word not in ours
    assert not [one for one in caplog.records if one.exc_info]


@pytest.mark.parametrize(
    "words",
    [
        "I-1 promised " + "- " * 5_990,
        "as of " + "a " * 5_990,
        "I-1 " + "a-" * 5_990,
        "rounds " + "x" * 11_990,
        "search " + '"a" ' * 2_990,
        "export " + "csv " * 2_990,
        "token new " + "until " * 1_990,
        "round " + "I-1 " * 2_990,
        "me " + "mon " * 2_990,
        "top " + "a:" * 5_990,
        "forget " + "of " * 3_990,
        "1" * 12_000,
    ],
)
def test_a_long_argument_is_answered_at_once_and_keeps_nobody_waiting(
    one_world: World, words: str
) -> None:
    priya = one_world.person("priya")
    priya.command(IDEAS, "/idea", "Export to CSV")
    for command in COMMANDS:
        begun = time.process_time()
        reply = priya.command("#product", command, words)
        assert time.process_time() - begun < 1, command
        assert reply.ok
        assert "reference" not in str(reply.text), command
        priya.close_modal(clear=True)


# Places and people


def test_where_the_bot_is_not_the_answer_says_how_to_bring_it(one_world: World) -> None:
    emil = one_world.person("emil")
    for command, words in (("/digest", "mon 09:00"), ("/idea", "Dark mode")):
        reply = emil.command("#engineering", command, words)
        assert reply.ok
        assert "/invite @Linchpin" in f"{reply.text} {reply.blocks}"


def test_a_message_deleted_meanwhile_is_said_to_be_gone(one_world: World) -> None:
    sam = one_world.person("sam")
    ts = sam.say("#support", "it hangs")
    sam.react("#support", ts, "inbox_tray")
    one_world.box.settle()
    sam.delete("#support", ts)
    one_world.settle()
    assert "deleted" in str(sam.ephemerals("#support"))
    assert untriaged(one_world) == 0


def test_an_archived_channel_is_a_sentence_to_whoever_wanted_to_say_something(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    priya = one_world.person("priya")
    priya.command("#product", "/linchpin", "settings")
    priya.submit({"ideas_channel": one_world.box.channel(IDEAS).id})
    one_world.box.archive(IDEAS)
    one_world.settle()
    reply = one_world.person("sam").command("#support", "/idea", "Dark mode")
    assert reply.ok
    one_world.settle()
    told = f"{reply.text} {reply.blocks} {one_world.box.dm_messages('sam')}"
    told += str(one_world.person("sam").ephemerals("#support"))
    assert "archived" in told
    assert not [one for one in caplog.records if one.exc_info]


def test_a_deactivated_person_leaves_votes_and_words_and_crashes_nothing(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    emil, priya = one_world.person("emil"), one_world.person("priya")
    emil.command(IDEAS, "/idea", "Dark mode")
    one_world.settle()
    [card] = one_world.posts(IDEAS)
    emil.react(IDEAS, card["ts"], "+1")
    emil.command("#product", "/digest", "mon 09:00 UTC")
    one_world.settle()
    one_world.box.deactivate("emil")
    one_world.settle()
    one_world.box.archive("#product")  # emil, who owns its digest, is told of that
    one_world.move_to(one_world.clock.now() + timedelta(days=7))
    reply = priya.command(IDEAS, "/ideas", "")
    assert "1 vote" in str(reply.blocks)
    assert not [one for one in caplog.records if one.exc_info]


@pytest.mark.parametrize(("who", "where"), [("guest", "#support"), ("ada", "#cust-acme")])
def test_guests_and_people_of_another_organisation_get_answers(
    one_world: World, who: str, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    one_world.box.invite("#cust-acme", "bot")
    one_world.settle()
    person = one_world.person(who)
    for command, words in (
        ("/feedback", "it hangs"),
        ("/idea", "Dark mode"),
        ("/idea", "I-1 next"),
        ("/ideas", ""),
        ("/roadmap", ""),
        ("/digest", "mon 09:00"),
        ("/linchpin", "settings"),
        ("/linchpin", "doctor"),
    ):
        reply = person.command(where, command, words)
        assert reply.ok, command
        assert "reference" not in str(reply.text)
        person.close_modal(clear=True)
    person.react(where, person.say(where, "and slow"), "inbox_tray")
    one_world.settle()
    assert untriaged(one_world) == 2
    assert not [one for one in caplog.records if one.exc_info]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/hook",
        "https://hooks.slack.com.evil.example/hook",
        "http://hooks.slack.com/hook",
        "https://hooks.slack.com@evil.example/hook",
        "http://127.0.0.1:1/hook",
        "file:///etc/passwd",
    ],
)
def test_a_private_answer_goes_to_slack_and_nowhere_else(one_world: World, url: str) -> None:
    database, at = one_world.bot.database, one_world.clock.now()
    new_task = outbox_messages.respond(url, "no_template", {}, key="stray", at=at)
    with database.transaction() as session:
        outbox.enqueue(session, one_world.workspace_id, new_task, at)
    one_world.settle()
    with database.reading() as session:
        [failed] = outbox_monitoring.failures(session, one_world.workspace_id)
    assert (failed.kind, failed.attempts) == (Kind.RESPOND, 1)
    assert "foreign_response_url" in failed.error
