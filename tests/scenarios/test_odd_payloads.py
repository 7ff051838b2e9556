"""Whatever Slack sends is answered 200, and nothing of it becomes a traceback."""

import copy
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.server.metrics import Metrics
from bot.slack.dispatch import Answer, Delivery, Intake
from handlers.slack.payloads.events import EVENTS
from handlers.slack.payloads.reading import UNREADABLE
from sandbox import SandboxClock
from tests.support import payloads
from tests.support.payloads import Json
from tests.support.world import World

ODD: tuple[Any, ...] = (None, 7, -1.5, True, "", "x", [], [None], ["x"], {}, {"x": None})
"""What may stand in the place of anything."""

_ABOUT_WORKSPACES = {"slack_bolt.MultiTeamsAuthorization"}
"""Says that a workspace never installed the app, which has tests of its own."""

SERVED: dict[str, Json] = {
    **{name: payloads.event(name, one) for name, one in payloads.SERVED_EVENTS.items()},
    **{
        f"message {what}": payloads.event("message", {**payloads.SERVED_EVENTS["message"], **one})
        for what, one in payloads.MESSAGES.items()
    },
    "command": payloads.command("/feedback", "The export is slow"),
    "button": payloads.pressed({"action_id": "feedback_details", "value": "1"}),
    "select": payloads.pressed(
        {"action_id": "idea_menu", "type": "overflow", "selected_option": {"value": "1 later"}}
    ),
    "button in a form": payloads.pressed(
        {"action_id": "merge_into", "selected_option": {"value": "1"}}, view=payloads.form("merge")
    ),
    "form": payloads.submission(
        payloads.form("idea_form", {"title": {"title": {"type": "plain_text_input", "value": "a"}}})
    ),
    "suggestion": payloads.suggestion("customer_select"),
    "shortcut": payloads.shortcut("new_feedback"),
    "message shortcut": payloads.message_shortcut("save_feedback"),
}
"""One of each kind that is served, as Slack would send it."""

OTHER: dict[str, Json] = {
    **{name: payloads.event(name, one) for name, one in payloads.OTHER_EVENTS.items()},
    **{kind: payloads.other(kind) for kind in payloads.OTHER_KINDS},
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where anything stands in a payload, from the outside in."""
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in parts if isinstance(value, dict | list) else ():
        if isinstance(one, dict | list):
            yield from places(one, (*path, key))
        else:
            yield (*path, key)


def changed(body: Json, path: tuple[Any, ...], *new: Any) -> Json:
    """The body with something else at a place, or with nothing there."""
    made = copy.deepcopy(body)
    holder: Any = made
    for key in path[:-1]:
        holder = holder[key]
    if new:
        holder[path[-1]] = new[0]
    else:
        del holder[path[-1]]
    return made


def variants(body: Json) -> Iterator[tuple[str, Json]]:
    """A payload as it is, and with each of its parts absent, null and of every other type."""
    yield "as it is", body
    for path in places(body):
        where = ".".join(map(str, path))
        yield f"{where} absent", changed(body, path)
        # Our own buttons hold a text of ours; and another person's id has the same shape.
        is_ours = path[-1] in ("value", "user")
        for odd in (one for one in ODD if not (is_ours and isinstance(one, str))):
            yield f"{where} = {odd!r}", changed(body, path, odd)


@pytest.fixture
def metrics() -> Metrics:
    """What was counted."""
    return Metrics()


@dataclass(frozen=True)
class Door:
    """The one way from both transports into the bot."""

    intake: Intake
    clock: SandboxClock

    def answer(self, body: Json) -> Answer:
        """What Slack hears, after a minute in which nothing was sent: Slack limits how often a
        Home is drawn."""
        self.clock.advance(timedelta(minutes=1))
        return self.intake.submit(Delivery(body)).result(30)


@pytest.fixture
def door(one_world: World, metrics: Metrics) -> Iterator[Door]:
    """The way into a bot that has an idea, feedback, and a channel whose
    messages are all taken in."""
    priya = one_world.person("priya")
    assert priya.command("#product", "/idea", "Export to CSV").ok
    assert priya.command("#product", "/feedback", "The export is slow").ok
    assert priya.command("#product", "/linchpin", "channel").ok
    assert priya.submit({"doors": ["intake", "emoji", "mention", "shortcut", "command"]}).ok
    one_world.settle()
    made = Intake(one_world.bot.bolt, metrics)
    yield Door(made, one_world.clock)
    made.close()


def complaints(door: Door, caplog: pytest.LogCaptureFixture, body: Json) -> list[str]:
    """What is wrong with the answer to a payload."""
    caplog.clear()
    answer = door.answer(body)
    found = [
        record.getMessage()
        for record in caplog.records
        if record.name not in _ABOUT_WORKSPACES
        and (record.levelno >= logging.ERROR or record.exc_info or "\n" in record.getMessage())
    ]
    taken = (200, 403) if _is_of_nobody(body) else (200,)
    return found if answer.status in taken else [f"status {answer.status}", *found]


def _is_of_nobody(body: Json) -> bool:
    """Whether it names a workspace that never installed the app: its buttons show no words."""
    team = body.get("team")
    view = body.get("view")
    named = [team, view.get("app_installed_team_id") if isinstance(view, dict) else None]
    named.append(team.get("id") if isinstance(team, dict) else None)
    return any(one in ("", "x") for one in named if isinstance(one, str))


@pytest.mark.parametrize("name", SERVED)
def test_a_payload_with_any_part_absent_null_or_of_another_type_is_acknowledged(
    door: Door, caplog: pytest.LogCaptureFixture, metrics: Metrics, name: str
) -> None:
    assert door.answer(SERVED[name]).status == 200
    assert 'outcome="ok"' in metrics.render().decode()
    assert wrong_with(door, caplog, variants(SERVED[name])) == {}


@pytest.mark.parametrize("name", OTHER)
def test_a_payload_that_nobody_serves_is_acknowledged_in_whatever_form(
    door: Door, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    assert wrong_with(door, caplog, variants(OTHER[name])) == {}


def test_every_documented_event_is_acknowledged_whatever_is_in_it(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    def all_events() -> Iterator[tuple[str, Json]]:
        for kind in payloads.documented_events():
            yield f"{kind}", payloads.event(kind["type"], kind)
            for part in ("user", "channel", "item", "ts", "message", "previous_message", "team"):
                for odd in (7, [], {}, ["x"]):
                    body = payloads.event(kind["type"], {**kind, part: odd})
                    yield f"{kind} {part} = {odd!r}", body

    assert wrong_with(door, caplog, all_events()) == {}


def test_what_cannot_be_read_is_counted_and_logged_in_one_line_without_its_content(
    door: Door, caplog: pytest.LogCaptureFixture, metrics: Metrics
) -> None:
    inner = {**payloads.SERVED_EVENTS["reaction_added"], "event_ts": ["our churn"]}
    assert door.answer(payloads.event("reaction_added", inner)).status == 200
    (line,) = [one.getMessage() for one in caplog.records if one.name == "linchpin.intake"]
    assert line == (
        "Slack sent the event reaction_added in a form that I can't read, so it was ignored: "
        "event_ts: Input should be a valid string"
    )
    told = metrics.render().decode()
    assert 'linchpin_unreadable_total{kind="event"} 1.0' in told
    assert 'linchpin_requests_total{kind="event",outcome="unreadable"} 1.0' in told


def test_a_person_whose_command_cannot_be_read_is_told(door: Door) -> None:
    body = payloads.command("/feedback", "slow") | {"text": ["slow"]}
    answer = door.answer(body).payload()
    assert answer == {"response_type": "ephemeral", "text": UNREADABLE}


# Everything that is registered


def odd_elements() -> Iterator[tuple[str, Json]]:
    """What an element may hold, each part in turn absent, empty and of another type."""
    yield "nothing", {}
    for name in ("value", "selected_option", "selected_options", "selected_user", "selected_date"):
        for odd in (*ODD, {"value": None}, [{"value": 7}]):
            if not (name == "value" and isinstance(odd, str)):
                yield f"{name} = {odd!r}", {name: odd}


def wrong_with(
    door: Door, caplog: pytest.LogCaptureFixture, bodies: Iterator[tuple[str, Json]]
) -> dict[str, list[str]]:
    """Which of some payloads are not acknowledged quietly, and why."""
    return {what: found for what, body in bodies if (found := complaints(door, caplog, body))}


def test_every_button_and_select_is_acknowledged_whatever_it_holds(
    one_world: World, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    def all_pressed() -> Iterator[tuple[str, Json]]:
        for name in one_world.bot.router.names("action"):
            for what, element in odd_elements():
                yield f"{name} {what}", payloads.pressed({"action_id": name, **element})
            form = payloads.form("another_form", metadata="")
            yield f"{name} in a form", payloads.pressed({"action_id": name}, view=form)

    assert wrong_with(door, caplog, all_pressed()) == {}


def test_every_form_is_acknowledged_whatever_it_holds(
    one_world: World, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    def all_sent() -> Iterator[tuple[str, Json]]:
        for name in one_world.bot.router.names("view"):
            for odd in (*ODD, {"text": {"text": {}}}):
                view = payloads.form(name)
                yield f"{name} = {odd!r}", payloads.submission({**view, "state": {"values": odd}})
                yield f"{name} state {odd!r}", payloads.submission({**view, "state": odd})

    assert wrong_with(door, caplog, all_sent()) == {}


def test_every_other_name_is_acknowledged_whatever_it_holds(
    one_world: World, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    board = one_world.bot.router

    def all_asked() -> Iterator[tuple[str, Json]]:
        for odd in ODD:
            for name in board.names("options"):
                yield f"{name} {odd!r}", {**payloads.suggestion(name), "value": odd}
                yield f"{name} view {odd!r}", {**payloads.suggestion(name), "view": odd}
            for name in board.names("command"):
                yield f"{name} {odd!r}", {**payloads.command(name, "list"), "text": odd}
            for name in board.names("shortcut"):
                yield f"{name} {odd!r}", {**payloads.message_shortcut(name), "message": odd}

    assert wrong_with(door, caplog, all_asked()) == {}


def test_every_event_that_is_listened_to_has_a_shape_and_an_example(one_world: World) -> None:
    heard = set(one_world.bot.router.names("event"))
    assert heard == set(EVENTS)
    assert heard == set(payloads.SERVED_EVENTS)


# Over both transports


def odd_ones() -> dict[str, Json]:
    """What the transports are asked: each kind that nobody serves, and each served one broken."""
    broken = {
        "event = None": payloads.event("x", {}) | {"event": None},
        "event = []": payloads.event("x", {}) | {"event": []},
        "event = 7": payloads.event("x", {}) | {"event": 7},
        "no type": {},
    }
    return OTHER | broken | {f"{name} without its parts": _emptied(SERVED[name]) for name in SERVED}


def _emptied(body: Json) -> Json:
    if "event" in body:
        return {**body, "event": {"type": body["event"]["type"]}}
    kept = {key: body[key] for key in ("type", "command", "team", "team_id") if key in body}
    return {**kept, "actions": [{}], "view": {}, "user": 7}


@pytest.mark.both_worlds
def test_what_cannot_be_read_is_acknowledged_over_either_transport(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sent = odd_ones()
    refused = {name for name, body in sent.items() if not _is_taken(world, name, body)}
    assert refused == set()
    errors = [one for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info]
    assert errors == []


def _is_taken(world: World, name: str, body: Json) -> bool:
    """Whether a payload is acknowledged, over the transport of this world."""
    kind = "event" if "event" in body else "command" if "command" in body else "interaction"
    return bool(world.person("sam").desk.ask(kind, name, body).ok)
