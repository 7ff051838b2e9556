"""Every kind of element, clicked or filled by a person."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import ActionError, Sandbox
from tests.sandbox.app import SocketApp
from tests.sandbox.slack import Json, Slack, actions, button, modal, options, section

LABEL = {"type": "plain_text", "text": "Label"}
ROW = options("a", "b")


@pytest.fixture
def app(box: Sandbox) -> Iterator[SocketApp]:
    """A connected app that acknowledges everything."""
    connected = SocketApp(box)
    yield connected
    connected.close()


def field(element: Json, **more: Any) -> Json:
    """An input block."""
    return {"type": "input", "block_id": "b", "label": LABEL, "element": element, **more}


def show(box: Sandbox, app: SocketApp, slack: Slack, *blocks: Json) -> str:
    """A modal of these blocks, open for Sam; its id."""
    box.person("sam").global_shortcut("new")
    trigger = app.envelopes[-1]["payload"]["trigger_id"]
    answer = slack.post("views.open", trigger_id=trigger, view=modal(*blocks))
    assert answer["ok"], answer
    return str(answer["view"]["id"])


@pytest.mark.parametrize(
    ("element", "value", "key", "held"),
    [
        ({"type": "plain_text_input"}, "words", "value", "words"),
        ({"type": "number_input", "is_decimal_allowed": True}, 1.5, "value", "1.5"),
        ({"type": "email_text_input"}, "a@b.example", "value", "a@b.example"),
        ({"type": "url_text_input"}, "https://a.example", "value", "https://a.example"),
        ({"type": "datepicker"}, "2026-11-23", "selected_date", "2026-11-23"),
        ({"type": "timepicker"}, "09:00", "selected_time", "09:00"),
        ({"type": "datetimepicker"}, 1795435200, "selected_date_time", 1795435200),
        ({"type": "users_select"}, "U0SAM", "selected_user", "U0SAM"),
        ({"type": "multi_users_select"}, ["U0SAM"], "selected_users", ["U0SAM"]),
        ({"type": "multi_channels_select"}, "C0SALES", "selected_channels", ["C0SALES"]),
        ({"type": "conversations_select"}, "C0SALES", "selected_conversation", "C0SALES"),
        ({"type": "radio_buttons", "options": ROW}, "b", "selected_option", "b"),
        ({"type": "checkboxes", "options": ROW}, ["a", "b"], "selected_options", ["a", "b"]),
        ({"type": "multi_static_select", "options": ROW}, "b", "selected_options", ["b"]),
        (
            {"type": "static_select", "option_groups": [{"label": LABEL, "options": ROW}]},
            "b",
            "selected_option",
            "b",
        ),
    ],
)
def test_a_field_holds_what_was_entered(
    box: Sandbox,
    app: SocketApp,
    slack: Slack,
    element: Json,
    value: object,
    key: str,
    held: object,
) -> None:
    show(box, app, slack, field(element | {"action_id": "e"}))
    assert box.person("sam").submit({("b", "e"): value}).ok
    entry = app.envelopes[-1]["payload"]["view"]["state"]["values"]["b"]["e"]
    got = entry[key]
    if key.startswith("selected_option"):
        got = [o["value"] for o in got] if isinstance(got, list) else got["value"]
    assert (entry["type"], got) == (element["type"], held)


@pytest.mark.parametrize(
    ("element", "value", "sentence"),
    [
        ({"type": "plain_text_input", "max_length": 3}, "four", "at most 3"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number"),
        ({"type": "number_input", "is_decimal_allowed": False}, "one", "a number"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, 1, "at least 2"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, 3, "at most 2"),
        ({"type": "email_text_input"}, "nobody", "email"),
        ({"type": "url_text_input"}, "a.example", "URL"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U0SAM", "U0EMIL"], "at most 1"),
        ({"type": "checkboxes", "options": ROW}, [], "required"),
    ],
)
def test_a_field_refuses_what_slack_would(
    box: Sandbox, app: SocketApp, slack: Slack, element: Json, value: object, sentence: str
) -> None:
    show(box, app, slack, field(element | {"action_id": "e"}))
    heard = len(app.envelopes)
    assert sentence in box.person("sam").submit({"b": value}).errors["b"]
    assert len(app.envelopes) == heard


def test_fields_start_with_their_initial_values(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    pick = {"type": "static_select", "action_id": "e", "options": ROW, "initial_option": ROW[1]}
    words = {"type": "plain_text_input", "action_id": "t", "initial_value": "draft"}
    show(box, app, slack, field(pick), field(words) | {"block_id": "c"})
    assert box.person("sam").submit().ok
    values = app.envelopes[-1]["payload"]["view"]["state"]["values"]
    assert values["b"]["e"]["selected_option"]["value"] == "b"
    assert values["c"]["t"]["value"] == "draft"


def test_an_input_tells_the_app_only_when_it_should(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    element = {"type": "plain_text_input", "action_id": "e"}
    loud = field(element | {"action_id": "loud"}, dispatch_action=True) | {"block_id": "c"}
    view_id = show(box, app, slack, field(element), loud)
    heard = len(app.envelopes)
    box.person("sam").click(None, view_id, "e", value="quiet")
    assert len(app.envelopes) == heard
    box.person("sam").click(None, view_id, "loud", value="words")
    action = app.envelopes[-1]["payload"]["actions"][0]
    assert (action["action_id"], action["value"]) == ("loud", "words")


def test_elements_in_newer_blocks_can_be_clicked(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    more = {"type": "overflow", "action_id": "more", "options": ROW}
    thumbs = {"type": "feedback_buttons", "action_id": "thumbs"}
    for name in ("positive", "negative"):
        thumbs[f"{name}_button"] = {"text": LABEL | {"text": name}, "value": name}  # type: ignore[assignment]
    card = {"type": "card", "title": LABEL}
    blocks = [
        section("x", accessory=more),
        {"type": "context_actions", "elements": [thumbs]},
        card | {"actions": [button("on_card", value="c")]},
        {"type": "carousel", "elements": [card | {"actions": [button("in_carousel")]}]},
        {"type": "container", "title": LABEL, "child_blocks": [actions(button("inside"))]},
    ]
    ts = slack.say("C0SUPPORT", "x", blocks=blocks)
    box.settle()
    sam = box.person("sam")
    sam.click("#support", ts, "more", value="b")
    sam.click("#support", ts, "thumbs", value="negative")
    for action_id in ("on_card", "in_carousel", "inside"):
        sam.click("#support", ts, action_id)
    done = [e["payload"]["actions"][0] for e in app.envelopes if e["type"] == "interactive"]
    assert done[0]["selected_option"]["value"] == "b"
    assert (done[1]["value"], done[2]["value"]) == ("negative", "c")
    assert all(action["block_id"] for action in done)
    with pytest.raises(ActionError, match="offers no option"):
        sam.click("#support", ts, "more", value="c")
    with pytest.raises(ActionError, match="offers no answer"):
        sam.click("#support", ts, "thumbs", value="so-so")
    with pytest.raises(ActionError, match="takes no value"):
        sam.click("#support", ts, "on_card", value="forged")
    with pytest.raises(ActionError, match="no element 'gone'"):
        sam.click("#support", ts, "gone")


def test_who_clicks_just_as_the_message_is_updated_clicks_what_it_shows_now(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    ts = slack.say("C0SUPPORT", "x", blocks=[actions(button(value="1"), block_id="before")])
    blocks = [actions(button(value="2"), block_id="after")]
    slack.post("chat.update", channel="C0SUPPORT", ts=ts, text="x", blocks=blocks)
    sam = box.person("sam")
    assert sam.click("#support", ts, "go", block_id="before").ok
    done = [e["payload"]["actions"][0] for e in app.envelopes if e["type"] == "interactive"]
    assert [(one["block_id"], one["value"]) for one in done] == [("after", "2")]
    two = [actions(button(), block_id="here"), actions(button(), block_id="there")]
    slack.post("chat.update", channel="C0SUPPORT", ts=ts, text="x", blocks=two)
    with pytest.raises(ActionError, match="no element 'go'"):
        sam.click("#support", ts, "go", block_id="before")


def test_a_choice_in_a_message_is_each_persons_own(
    box: Sandbox, app: SocketApp, slack: Slack
) -> None:
    menu = {"type": "static_select", "action_id": "pick", "options": ROW}
    ts = slack.say("C0SUPPORT", "x", blocks=[actions(menu, button(), block_id="row")])
    box.settle()
    box.person("sam").click("#support", ts, "pick", value="a")
    box.person("emil").click("#support", ts, "go")
    states = [e["payload"]["state"]["values"] for e in app.envelopes if "state" in e["payload"]]
    assert states[0]["row"]["pick"]["selected_option"]["value"] == "a"
    assert "row" not in states[1] or states[1]["row"]["pick"]["selected_option"] is None
