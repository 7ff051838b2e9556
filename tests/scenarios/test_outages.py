"""The database or Slack out of reach: people read what happened, and nothing is lost or doubled."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text

from bot import manifest
from bot.app import Linchpin, create_app
from bot.server.probes import readiness
from bot.settings import Settings
from domain.core.outbox import DeliveryFailure
from sandbox import Sandbox, SandboxClock, Team
from sandbox import Settings as Strictness
from services.feedback import pages as feedback_pages
from services.ideas.actions import NewIdea
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from services.votes import filing
from services.workspace import installations
from services.workspace.installations import Installation
from storage.outbox import monitoring as outbox_monitoring
from storage.outbox import queue as outbox
from tests.support.databases import sqlite_url
from tests.support.make import NOON, request
from tests.support.nursery import comes_true
from tests.support.world import World

NOTHING_SAVED = "nothing was saved"
IDEAS = "#product-ideas"


@contextmanager
def unreachable(world: World) -> Iterator[None]:
    """The PostgreSQL server turns everybody away; the SQLite file is held by another writer."""
    url = make_url(world.bot.settings.database_url)
    if url.drivername.startswith("sqlite"):
        holder = sqlite3.connect(str(url.database), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            holder.close()
        return
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as server:
            server.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'))
            server.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :it"),
                {"it": url.database},
            )
            try:
                yield
            finally:
                server.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'))
    finally:
        admin.dispose()


def untriaged(world: World) -> int:
    return feedback_pages.untriaged_count(world.bot.database, world.workspace_id)


@pytest.mark.both_worlds
def test_a_person_reads_that_nothing_was_saved_and_it_works_again_by_itself(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sam = world.person("sam")
    sam.command("#support", "/feedback", "before")
    with unreachable(world), caplog.at_level(logging.INFO):
        reply = sam.command("#support", "/feedback", "meanwhile")
        assert reply.ok
        assert NOTHING_SAVED in (reply.text or "")
    assert "Traceback" not in caplog.text
    assert sam.command("#support", "/feedback", "after").ok
    assert untriaged(world) == 2


@pytest.mark.both_worlds
def test_a_form_that_cannot_be_saved_keeps_what_was_typed(world: World) -> None:
    sam = world.person("sam")
    sam.global_shortcut("new_feedback")
    with unreachable(world):
        reply = sam.submit({"text": "typed with care"})
        assert NOTHING_SAVED in str(reply.errors)
    assert "typed with care" in str((sam.modal() or {})["state"])
    assert sam.submit().ok
    assert untriaged(world) == 1


@pytest.mark.both_worlds
def test_an_event_comes_again_until_it_is_stored_and_is_stored_once(world: World) -> None:
    sam = world.person("sam")
    ts = sam.say("#support", "it hangs")
    world.settle()
    with unreachable(world):
        sam.react("#support", ts, "inbox_tray")
        assert comes_true(lambda: bool(world.box.deliveries("reaction_added")))
        first = world.box.deliveries("reaction_added")[0]
        assert not first["ok"]
        assert (first["status"], first["reason"]) in ((503, "http_error"), (0, "http_timeout"))
    for _ in range(3):  # each of Slack's retries may still have met the outage
        world.clock.advance(timedelta(minutes=6))
        world.settle()
    assert untriaged(world) == 1
    assert len(sam.ephemerals("#support")) == 1


@pytest.mark.both_worlds
def test_the_probe_says_that_the_database_is_gone_and_that_it_is_back(world: World) -> None:
    def database_is_well() -> bool:
        return bool(readiness(world.bot, None)[1]["checks"]["database"]["ok"])

    assert database_is_well()
    with unreachable(world):
        assert not database_is_well()
    assert database_is_well()


@pytest.mark.both_worlds
def test_the_dispatcher_waits_for_the_database_and_goes_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.person("sam").command(IDEAS, "/idea", "Export to CSV")
    try:
        with unreachable(world):
            world.bot.dispatcher.start()
            assert comes_true(lambda: "out of reach" in caplog.text, 15.0)
            assert world.bot.dispatcher.is_alive()
        assert comes_true(lambda: len(world.posts(IDEAS)) == 1, 15.0)
    finally:
        world.bot.dispatcher.stop()


def test_those_who_wait_at_once_for_a_held_file_are_all_answered_in_time(one_world: World) -> None:
    answers: list[str | None] = []

    def save(who: str) -> None:
        reply = one_world.person(who).command("#support", "/feedback", "meanwhile")
        answers.append(reply.text)

    people = [Thread(target=save, args=(who,)) for who in ("sam", "emil", "priya")]
    with unreachable(one_world):
        for person in people:
            person.start()
        for person in people:
            person.join()
    assert [NOTHING_SAVED in (answer or "") for answer in answers] == [True] * 3
    assert one_world.person("sam").command("#support", "/feedback", "after").ok
    assert untriaged(one_world) == 1


def test_an_errand_that_a_defect_breaks_is_given_up_and_holds_up_nobody(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = one_world
    where, at = world.box.channel("#product").id, world.clock.now()
    fine = pack(DeliveryFailure("digest", where, "The channel is archived."))
    with world.bot.database.transaction() as session:
        for key, data in (("broken", {"odd": 1}), ("fine", fine)):
            new_task = outbox_messages.say(where, "setback", data, key=key, at=at)
            outbox.enqueue(session, world.workspace_id, new_task, at)
    world.bot.dispatcher.start()
    try:
        assert comes_true(lambda: opened_errands(world) == 0, 15.0), caplog.text
    finally:
        world.bot.dispatcher.stop()
    assert len(world.posts("#product")) == 1
    with world.bot.database.reading() as session:
        [failure] = outbox_monitoring.failures(session, world.workspace_id)
    mark = failure.error.removeprefix("It failed; look for ").removesuffix(" in the log.")
    assert mark in caplog.text


def test_an_errand_that_the_database_left_unsettled_is_taken_up_again(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Its dispatcher lives on and renews its leases, but no longer that one."""
    world = one_world
    world.person("sam").command(IDEAS, "/idea", "Export to CSV")
    world.box.faults.add("slow", method="chat.postMessage", seconds=0.5)
    world.clock.run()
    world.bot.dispatcher.start()
    try:
        assert comes_true(lambda: bool(world.box.calls("chat.postMessage")), 15.0)
        with unreachable(world):
            assert comes_true(
                lambda: (
                    "out of reach during say" in caplog.text
                    or "out of reach during post_card" in caplog.text
                ),
                15.0,
            )
        world.clock.advance(timedelta(seconds=25))
        assert comes_true(lambda: opened_errands(world) == 0, 15.0)
    finally:
        world.bot.dispatcher.stop()
    assert len(world.posts(IDEAS)) == 1


FAULTS: dict[str, dict[str, Any]] = {
    "told to wait": {"kind": "ratelimited", "retry_after_s": 7},
    "a server error without effect": {"kind": "http_500"},
    "a server error with effect": {"kind": "http_500", "effect": True},
    "an internal error without effect": {"kind": "internal_error"},
    "an internal error with effect": {"kind": "internal_error", "effect": True},
    "a connection dropped before": {"kind": "drop_before"},
    "a connection dropped after": {"kind": "drop_after"},
    "three server errors": {"kind": "http_500", "times": 3},
    "a service that is away": {"kind": "error", "error": "service_unavailable", "times": 2},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_message_is_posted_once_whatever_becomes_of_the_call(
    one_world: World, fault: str
) -> None:
    world = one_world
    strike = world.box.faults.add(method="chat.postMessage", **FAULTS[fault])
    world.person("sam").command(IDEAS, "/idea", "Export to CSV")
    world.settle(horizon_s=900)
    assert strike.hits == strike.times
    assert len(world.posts(IDEAS)) == 1
    assert opened_errands(world) == 0
    if strike.kind == "ratelimited":
        first, second = (one["at"] for one in world.box.calls("chat.postMessage"))
        assert (second - first).total_seconds() >= strike.retry_after_s


def opened_errands(world: World) -> int:
    with world.bot.database.reading() as session:
        return sum(outbox_monitoring.counts_by_state(session).values())


@pytest.mark.parametrize("effect", [False, True])
def test_a_private_note_of_unknown_outcome_is_not_repeated(one_world: World, effect: bool) -> None:
    world = one_world
    sam = world.person("sam")
    world.box.faults.add("http_500", method="chat.postEphemeral", effect=effect)
    sam.react("#support", sam.say("#support", "it hangs"), "inbox_tray")
    world.settle()
    assert len(world.box.calls("chat.postEphemeral")) == 1
    assert untriaged(world) == 1


def test_while_slack_is_away_nothing_is_lost(one_world: World) -> None:
    world = one_world
    world.box.faults.add("drop_before", method="*", times=12)
    sam = world.person("sam")
    ts = sam.say("#support", "it hangs")
    sam.react("#support", ts, "inbox_tray")
    for number in range(3):
        sam.command(IDEAS, "/idea", f"Idea {number}")
    world.settle(horizon_s=3600)
    assert untriaged(world) == 1
    assert Counter(one["text"].split(" ")[0] for one in world.posts(IDEAS)) == Counter(
        {"I-1": 1, "I-2": 1, "I-3": 1}
    )
    assert opened_errands(world) == 0


def test_a_form_that_cannot_be_opened_is_no_crash_and_opens_the_next_time(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sam = one_world.person("sam")
    one_world.box.faults.add("drop_before", method="views.open", times=2)
    sam.global_shortcut("new_feedback")
    assert sam.modal() is None
    sam.global_shortcut("new_feedback")
    assert sam.modal() is not None


def _installation(team: Team) -> Installation:
    scopes = manifest.wanted_scopes()
    return Installation(
        team.team_id, team.workspace.name, team.bot_user_id, "B0", scopes, team.bot_token
    )


@pytest.fixture
def two_workspaces(
    migrated_sqlite: Path, tmp_path: Path
) -> Iterator[tuple[Linchpin, Sandbox, Team]]:
    """A bot with tokens of its own in two workspaces, Harborline and Northwind."""
    clock = SandboxClock(NOON)
    box = Sandbox(manifest.load(), clock=clock, settings=Strictness(file_scan_s=0.0))
    with sqlite_url(migrated_sqlite, tmp_path) as url, box:
        other = box.add_team("Northwind")
        settings = Settings(
            signing_secret=box.signing_secret,
            client_id=box.client_id,
            client_secret=box.client_secret,
            secret_key="k" * 32,
            slack_api_url=box.api_url,
            database_url=url,
        )
        bot = create_app(settings, now=clock.now)
        for team in (box, other):
            bot.install(_installation(team))
        bot.dispatcher.run_due()
        yield bot, box, other
        bot.database.dispose()


def _file(bot: Linchpin, team: Team, title: str) -> None:
    found = installations.by_team(bot.database, team.team_id)
    assert found is not None
    who = team.person("priya").id
    asked = request(found.id, who, key=title)
    filing.file(bot.database, asked, NewIdea(title), team.channel(IDEAS).id)


def _cards(team: Team) -> int:
    return len([one for one in team.messages(IDEAS) if one.get("user") == team.bot_user_id])


def test_a_revoked_token_stops_its_workspace_alone_and_its_rows_wait_for_a_new_one(
    two_workspaces: tuple[Linchpin, Sandbox, Team],
) -> None:
    bot, box, other = two_workspaces
    box.revoke_tokens()
    for team in (box, other):
        _file(bot, team, "Export to CSV")
    bot.dispatcher.run_due()
    assert (_cards(box), _cards(other)) == (0, 1)
    stopped = installations.by_team(bot.database, box.team_id)
    assert stopped is not None
    assert stopped.stopped_reason is not None
    tried = len(box.calls("chat.postMessage"))
    _file(bot, box, "Dark mode")
    _file(bot, other, "Dark mode")
    box.clock.advance(timedelta(seconds=5))
    bot.dispatcher.run_due()
    assert (_cards(box), _cards(other)) == (0, 2)
    assert len(box.calls("chat.postMessage")) == tried + 1
    assert bot.dispatcher.next_due() is None

    bot.install(_installed_again(box))
    while (due := bot.dispatcher.next_due()) is not None:
        box.clock.move_to(max(due, box.clock.now()))
        bot.dispatcher.run_due()
    assert (_cards(box), _cards(other)) == (2, 2)


def _installed_again(box: Sandbox) -> Installation:
    answer = httpx.post(
        f"{box.api_url}oauth.v2.access",
        data={
            "client_id": box.client_id,
            "client_secret": box.client_secret,
            "code": box.oauth_code(),
        },
        verify=False,
    ).json()
    return replace(_installation(box), bot_token=answer["access_token"])


@pytest.mark.both_worlds
def test_a_removed_app_keeps_everything(world: World) -> None:
    sam = world.person("sam")
    sam.command("#support", "/feedback", "it hangs")
    before = world.workspace_id
    world.box.uninstall()
    world.settle()
    found = installations.get(world.bot.database, before)
    assert found.stopped_reason == "The app was removed from the workspace."
    assert feedback_pages.untriaged_count(world.bot.database, before) == 1
