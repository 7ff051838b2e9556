"""Answers that Slack no longer shows: the person was quicker, or everything was too slow."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from sandbox import Actor
from tests.support.world import World
from views.blockkit import ids

HERE = "#support"
TOO_SLOW = ("expired_trigger_id", "ratelimited", "internal_error")


def told(world: World, person: Actor) -> list[str]:
    """What the bot told a person directly."""
    world.settle()
    return [one["text"] for one in person.messages(person.dm_with_app().id)]


def page_of_a_round(world: World, answer: str = "") -> tuple[Actor, dict[str, Any]]:
    """Somebody before the page of their round, which has one answer if any."""
    priya, emil = world.person("priya"), world.person("emil")
    priya.command("#product", "/idea", "Export to CSV")
    world.settle()
    priya.command("#product", "/score", "round I-1 @eng")
    if answer:
        world.settle()
        emil.click(
            emil.dm_with_app().id, emil.messages(emil.dm_with_app().id)[-1], ids.ROUND_ANSWER
        )
        assert emil.submit({"effort.1": answer}).ok
    priya.command("#product", "/score", "R-1")
    return priya, priya.modal() or {}


def test_who_closes_a_modal_before_its_answer_is_done_with_it(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    priya, page = page_of_a_round(one_world, answer="8")
    before = told(one_world, priya)
    one_world.box.faults.add("error", method="views.update", error="not_found")
    assert priya.click(None, page, ids.ROUND_REVEAL).ok
    assert (priya.modal() or {})["id"] == page["id"]  # nothing was pushed upon it
    news = told(one_world, priya)[len(before) :]
    assert not [one for one in news if "try again" in one]
    assert "R-1" in one_world.posts("#product")[-1]["text"]
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


@pytest.mark.parametrize("error", TOO_SLOW)
def test_a_button_that_slack_waited_too_long_for_is_answered_directly(
    one_world: World, error: str
) -> None:
    sam = one_world.person("sam")
    sam.command(HERE, "/feedback", "The export times out")
    answer = sam.ephemerals(HERE)[-1]
    one_world.box.faults.add("error", method="views.open", error=error, times=2)
    sam.click(HERE, answer["ts"], ids.FEEDBACK_DETAILS)
    [sentence] = told(one_world, sam)
    assert "too long" in sentence and "try again" in sentence and sam.modal() is None
    assert sam.click(HERE, answer["ts"], ids.FEEDBACK_DETAILS).ok and sam.modal()


def test_a_call_that_went_wrong_once_is_told_where_the_person_is(one_world: World) -> None:
    sam = one_world.person("sam")
    sam.command(HERE, "/feedback", "The export times out")
    one_world.box.faults.add("drop_before", method="views.open")
    sam.click(HERE, sam.ephemerals(HERE)[-1]["ts"], ids.FEEDBACK_DETAILS)
    assert "too long" in str(sam.modal()) and told(one_world, sam) == []


def test_a_command_whose_form_cannot_be_opened_is_answered_directly(one_world: World) -> None:
    sam = one_world.person("sam")
    one_world.box.faults.add("error", method="views.open", error="expired_trigger_id")
    reply = sam.command(HERE, "/feedback", "")
    assert "try again" in reply.text and sam.modal() is None
    assert told(one_world, sam) == []


def test_a_press_that_was_delivered_twice_is_answered_once(one_world: World) -> None:
    sam = one_world.person("sam")
    sam.command(HERE, "/feedback", "The export times out")
    one_world.box.faults.add("duplicate", event="block_actions")
    sam.click(HERE, sam.ephemerals(HERE)[-1]["ts"], ids.FEEDBACK_DETAILS)
    assert "The export times out" in str(sam.modal()) and told(one_world, sam) == []


def test_a_refusal_reaches_who_closed_the_modal_meanwhile(one_world: World) -> None:
    priya, page = page_of_a_round(one_world)
    before = told(one_world, priya)
    one_world.box.faults.add("error", method="views.push", error="not_found")
    priya.click(None, page, ids.ROUND_REVEAL)
    [sentence] = told(one_world, priya)[len(before) :]
    assert sentence.startswith("Nobody has answered yet")


def test_home_that_slack_did_not_take_comes_with_the_next_delivery(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sam = one_world.person("sam")
    one_world.box.faults.add("internal_error", method="views.publish")
    sam.home()
    one_world.settle()
    one_world.clock.advance(timedelta(minutes=2))
    one_world.settle()
    assert sam.home_view()
    assert not [one for one in caplog.records if one.exc_info]


REFUSED_FOR_GOOD = ("not_enabled", "invalid_arguments", "view_too_large", "missing_scope")


@pytest.mark.parametrize("error", [*REFUSED_FOR_GOOD, "invalid_auth", "account_inactive"])
def test_a_home_that_slack_refuses_for_good_is_logged_and_not_delivered_again(
    one_world: World, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    fault = one_world.box.faults.add("error", method="views.publish", error=error, times=100)
    one_world.person("sam").home()
    one_world.settle()
    one_world.clock.advance(timedelta(hours=2))
    one_world.settle()
    assert fault.hits == 1
    assert error in caplog.text
    assert not [one for one in caplog.records if one.exc_info]


@pytest.mark.parametrize("error", ["service_unavailable", "ratelimited", "a_code_of_tomorrow"])
def test_a_home_that_slack_refuses_for_now_is_shown_in_the_end(
    one_world: World, error: str
) -> None:
    one_world.box.faults.add("error", method="views.publish", error=error)
    sam = one_world.person("sam")
    sam.home()
    one_world.settle()
    one_world.clock.advance(timedelta(minutes=2))
    one_world.settle()
    assert sam.home_view()


PORTALS = [
    (200, "<html>Sign in</html>", "text/html"),
    (403, "<html>Blocked</html>", "text/html"),
    (407, "", "text/html"),
    (200, "[]", "application/json"),
    (200, "[" * 20_000, "application/json"),
    (403, '{"error": "access_denied"}', "application/json"),
    (200, "<html>", "text/html; charset=no-such-charset"),
]


@pytest.mark.parametrize(("status", "page", "content_type"), PORTALS)
def test_a_form_that_something_between_answers_for_is_a_sentence(
    one_world: World,
    caplog: pytest.LogCaptureFixture,
    status: int,
    page: str,
    content_type: str,
) -> None:
    one_world.box.faults.add(
        "intercepted", method="views.open", status=status, page=page, content_type=content_type
    )
    sam = one_world.person("sam")
    reply = sam.command("#product", "/feedback", "")
    assert "could not show you" in reply.text
    assert not [one for one in caplog.records if one.exc_info]


def test_a_fourth_view_takes_the_place_of_the_third(one_world: World) -> None:
    priya = one_world.person("priya")
    priya.command("#product", "/linchpin", "token")
    below = priya.modal() or {}
    one_world.box.faults.add("error", method="views.push", error="push_limit_reached")
    assert priya.click(None, below, ids.TOKEN_NEW).ok
    shown = priya.modal() or {}
    assert (shown["id"], shown["callback_id"]) == (below["id"], ids.TOKEN_FORM)
