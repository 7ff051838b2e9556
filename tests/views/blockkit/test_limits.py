from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import (
    InputBlock,
    MarkdownTextObject,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from views.blockkit.limits import LimitError, check_message, check_view
from views.blockkit.message import Message
from views.blockkit.text import mrkdwn, plain, quote

Json = dict[str, Any]


def words(text: str = "hello", kind: str = "mrkdwn") -> Json:
    return {"type": kind, "text": text}


def label(text: str = "hello") -> Json:
    return words(text, "plain_text")


def section(text: str = "hello", **more: Any) -> Json:
    return {"type": "section", "text": words(text), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "go", "text": label("Go"), "value": "1", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "1", text: str = "One", **more: Any) -> Json:
    return {"text": label(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return [option(str(n)) for n in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(2), **more}


def field(element: Json | None = None, **more: Any) -> Json:
    typed = element or {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "label": label("Title"), "element": typed, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    frame = {"type": "modal", "title": label("Idea"), "submit": label("Save")}
    return {**frame, "blocks": list(blocks) or [section()], **more}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def said(*blocks: Json, text: str = "hello") -> Message:
    return Message(text, blocks)


SOUND: list[Json] = [
    section("x" * 3000),
    section(accessory=button(text=label("x" * 75), value="x" * 2000)),
    {"type": "section", "fields": [words("x" * 900) for _ in range(10)]},
    {"type": "header", "text": label("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [words() for _ in range(10)]},
    {"type": "context", "elements": [{"type": "image", "alt_text": "a", "image_url": "https://a"}]},
    actions(*(button(action_id=f"a{n}") for n in range(25))),
    actions(select(options=options(100), initial_option=option("7"))),
    actions(
        {"type": "static_select", "option_groups": [{"label": label(), "options": options(3)}]}
    ),
    {"type": "image", "alt_text": "board", "slack_file": {"id": "F1"}, "title": label()},
    {"type": "markdown", "text": "x" * 9000},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 25},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
]


@pytest.mark.parametrize("block", SOUND, ids=lambda block: str(block["type"]))
def test_a_message_at_the_limit_passes_unchanged(block: Json) -> None:
    message = said(block)
    assert check_message(message) is message


TOO_MUCH: list[tuple[Json, str]] = [
    (section("x" * 3001), "/text/text"),
    (section(""), "/text/text"),
    (section(" \n"), "/text/text"),
    ({"type": "section"}, ""),
    ({"type": "section", "text": None}, "/text"),
    ({"type": "section", "text": "hello"}, "/text"),
    ({"type": "section", "text": {"type": "mrkdwn", "text": 5}}, "/text/text"),
    ({"type": "section", "text": {"type": "markdown", "text": "x"}}, "/text/type"),
    ({"type": "section", "text": {**words(), "emoji": True}}, "/text/emoji"),
    ({"type": "section", "fields": []}, "/fields"),
    ({"type": "section", "fields": [words()] * 11}, "/fields"),
    ({"type": "section", "fields": [words("x" * 2001)]}, "/fields/0/text"),
    ({"type": "section", "fields": "hello"}, "/fields"),
    ({"type": "header", "text": label("x" * 151)}, "/text/text"),
    ({"type": "header", "text": words("hello")}, "/text/type"),
    ({"type": "header"}, ""),
    ({"type": "context", "elements": []}, "/elements"),
    ({"type": "context", "elements": [words()] * 11}, "/elements"),
    ({"type": "context", "elements": [button()]}, "/elements/0/type"),
    ({"type": "context", "elements": [words("x" * 2001)]}, "/elements/0/text"),
    (actions(), "/elements"),
    (actions(*(button(action_id=f"a{n}") for n in range(26))), "/elements"),
    (actions(button(), button()), "/elements/1/action_id"),
    (actions(button(text=label("x" * 76))), "/elements/0/text/text"),
    (actions(button(text=words())), "/elements/0/text/type"),
    (actions(button(value="x" * 2001)), "/elements/0/value"),
    (actions(button(url="x" * 3001)), "/elements/0/url"),
    (actions(button(style="green")), "/elements/0/style"),
    (actions(button(action_id="x" * 256)), "/elements/0/action_id"),
    (actions({"type": "plain_text_input"}), "/elements/0/type"),
    (actions({"type": "image", "alt_text": "a", "image_url": "b"}), "/elements/0/type"),
    (actions(select(options=[])), "/elements/0/options"),
    (actions(select(options=options(101))), "/elements/0/options"),
    (actions(select(options=[option(), option()])), "/elements/0/options/1/value"),
    (actions(select(options=[option("")])), "/elements/0/options/0/value"),
    (actions(select(options=[option("x" * 76)])), "/elements/0/options/0/value"),
    (actions(select(options=[option(text="x" * 76)])), "/elements/0/options/0/text/text"),
    (actions(select(options=[option(url="https://a")])), "/elements/0/options/0/url"),
    (
        actions(select(options=[option(description=label("x" * 76))])),
        "/elements/0/options/0/description/text",
    ),
    (actions(select(initial_option=option("9"))), "/elements/0/initial_option"),
    (actions(select(initial_option=None)), "/elements/0/initial_option"),
    (actions(select(placeholder=label("x" * 151))), "/elements/0/placeholder/text"),
    (actions(select(option_groups=[])), "/elements/0"),
    (actions({"type": "overflow", "options": options(6)}), "/elements/0/options"),
    (actions({"type": "checkboxes", "options": options(11)}), "/elements/0/options"),
    (actions({"type": "radio_buttons", "options": options(11)}), "/elements/0/options"),
    (
        actions({"type": "checkboxes", "options": options(2), "initial_options": [option("9")]}),
        "/elements/0/initial_options/0",
    ),
    (actions({"type": "datepicker", "initial_date": "22.11.2026"}), "/elements/0/initial_date"),
    (actions({"type": "timepicker", "initial_time": "24:00"}), "/elements/0/initial_time"),
    (
        actions({"type": "datetimepicker", "initial_date_time": 17}),
        "/elements/0/initial_date_time",
    ),
    (
        actions({"type": "multi_users_select", "max_selected_items": 0}),
        "/elements/0/max_selected_items",
    ),
    (
        actions(
            button(
                confirm={
                    "title": label("x" * 101),
                    "text": words(),
                    "confirm": label(),
                    "deny": label(),
                }
            )
        ),
        "/elements/0/confirm/title/text",
    ),
    (
        actions(
            button(
                confirm={
                    "title": label(),
                    "text": words(),
                    "confirm": label("x" * 31),
                    "deny": label(),
                }
            )
        ),
        "/elements/0/confirm/confirm/text",
    ),
    ({"type": "image", "image_url": "https://a"}, ""),
    ({"type": "image", "alt_text": "a"}, ""),
    ({"type": "image", "alt_text": "a", "image_url": "b", "slack_file": {"id": "F1"}}, ""),
    ({"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "b"}}, "/slack_file"),
    ({"type": "image", "alt_text": "x" * 2001, "image_url": "b"}, "/alt_text"),
    ({"type": "markdown", "text": "x" * 12_001}, "/text"),
    ({"type": "table", "rows": [[words()]] * 101}, "/rows"),
    ({"type": "table", "rows": [[words()], [words(), words()]]}, "/rows"),
    ({"type": "alert", "text": words()}, "/type"),
    ({"type": "invented"}, "/type"),
    (section(block_id="x" * 256), "/block_id"),
    (section(accessory=select() | {"type": "number_input"}), "/accessory/type"),
]


@pytest.mark.parametrize(("block", "pointer"), TOO_MUCH)
def test_a_block_that_slack_refuses_is_named_by_its_place(block: Json, pointer: str) -> None:
    with pytest.raises(LimitError) as refusal:
        check_message(said(section(), block))
    assert refusal.value.pointer == f"/blocks/1{pointer}"
    assert f"[json-pointer:/blocks/1{pointer}]" in str(refusal.value)


def test_a_message_holds_fifty_blocks_and_always_a_text() -> None:
    check_message(said(*[section()] * 50))
    check_message(Message("just text"))
    for message, pointer in [
        (said(*[section()] * 51), "/blocks"),
        (said(text=""), "/text"),
        (said(section(), text=" "), "/text"),
        (said(text="x" * 4001), "/text"),
    ]:
        with pytest.raises(LimitError) as refusal:
            check_message(message)
        assert refusal.value.pointer == pointer


def test_a_message_holds_ten_thousand_characters_of_text_in_all() -> None:
    check_message(said(*[section("x" * 2500)] * 4))
    with pytest.raises(LimitError, match="at most 10000 characters of text, has 10001"):
        check_message(said(*[section("x" * 2500)] * 4, section("x")))
    with pytest.raises(LimitError, match="characters of text"):
        check_message(said({"type": "table", "rows": [[words("x" * 101)] * 10] * 10}))


def test_an_id_is_used_once_in_a_message() -> None:
    check_message(said(section(block_id="a"), section(block_id="b"), section(), section()))
    with pytest.raises(LimitError, match="already exists") as refusal:
        check_message(said(section(block_id="a"), section(block_id="a")))
    assert refusal.value.pointer == "/blocks/1/block_id"


def test_the_same_action_may_stand_in_several_blocks() -> None:
    check_message(said(actions(button()), actions(button()), section(accessory=button())))


def test_a_modal_at_its_limits_passes_unchanged() -> None:
    view = modal(*[section()] * 99, field(), private_metadata="x" * 3000, callback_id="c")
    assert check_view(view, "modal") is view


def refused(view: Json, surface: Any = "modal") -> str:
    with pytest.raises(LimitError) as refusal:
        check_view(view, surface)
    return refusal.value.pointer


def test_the_frame_of_a_modal_is_checked() -> None:
    assert refused(modal(*[section()] * 101)) == "/view/blocks"
    assert refused(modal(title=label("x" * 25))) == "/view/title/text"
    assert refused(modal(submit=label("x" * 25))) == "/view/submit/text"
    assert refused(modal(close=label("x" * 25))) == "/view/close/text"
    assert refused(modal(private_metadata="x" * 3001)) == "/view/private_metadata"
    assert refused(modal(callback_id="x" * 256)) == "/view/callback_id"
    assert refused(modal(), "home") == "/view/type"
    assert refused({**modal(), "blocks": []}) == "/view/blocks"
    assert refused({"type": "modal", "title": label()}) == "/view/blocks"
    assert refused({**modal(), "blocks": ["text"]}) == "/view/blocks/0"


def test_a_modal_with_a_field_needs_a_submit_button() -> None:
    without = {key: value for key, value in modal(field()).items() if key != "submit"}
    assert refused(without) == "/view"
    check_view({**without, "blocks": [section()]}, "modal")
    check_view(home(field()), "home")


def test_the_fields_of_a_modal_are_checked() -> None:
    typed = {"type": "plain_text_input", "action_id": "typed"}
    assert refused(modal(field({**typed, "max_length": 3001}))).endswith("/max_length")
    assert refused(modal(field({**typed, "min_length": 9, "max_length": 8}))).endswith("min_length")
    assert refused(modal(field({**typed, "initial_value": "x" * 3001}))).endswith("initial_value")
    assert refused(modal(field({**typed, "max_length": 5, "initial_value": "x" * 6}))).endswith(
        "initial_value"
    )
    assert refused(modal(field({"type": "number_input"}))).endswith("/element")
    assert refused(modal(field({"type": "file_input", "max_files": 11}))).endswith("/max_files")
    assert refused(modal(field(button()))) == "/view/blocks/0/element/type"
    assert refused(modal(field(label=label("x" * 2001)))) == "/view/blocks/0/label/text"
    assert refused(modal(field(hint=label("x" * 2001)))) == "/view/blocks/0/hint/text"
    assert refused(modal({"type": "input", "label": label()})) == "/view/blocks/0"
    check_view(modal(field({**typed, "initial_value": ""})), "modal")


def test_one_element_takes_the_focus() -> None:
    focused = {"type": "plain_text_input", "action_id": "typed", "focus_on_load": True}
    check_view(modal(field(focused), field()), "modal")
    assert refused(modal(field(focused), field(focused))) == "/view/blocks"


def test_a_home_page_has_a_hundred_blocks_and_no_modal_parts() -> None:
    check_view(home(*[section()] * 100), "home")
    assert refused(home(*[section()] * 101), "home") == "/view/blocks"
    assert refused(home({"type": "markdown", "text": "x"}), "home") == "/view/blocks/0/type"


def test_a_view_is_at_most_250_kilobytes() -> None:
    heavy = [section("é" * 3000) for _ in range(20)]
    assert refused(modal(*heavy)) == "/view"


def test_views_and_blocks_of_slack_sdk_are_checked_too() -> None:
    choices = [Option(value=str(n), label="x") for n in range(3)]
    view = View(
        type="modal",
        title="Idea",
        submit="Save",
        blocks=[
            InputBlock(label="Title", element=PlainTextInputElement(action_id="a")),
            SectionBlock(
                text=MarkdownTextObject(text="x" * 3000),
                accessory=StaticSelectElement(options=choices, initial_option=choices[1]),
            ),
        ],
    )
    assert check_view(view, "modal") is view


def test_slack_sdk_lets_through_what_this_refuses() -> None:
    long_field = SectionBlock(fields=[MarkdownTextObject(text="x" * 2001)]).to_dict()
    with pytest.raises(LimitError):
        check_message(said(long_field))


@given(st.text(min_size=1, max_size=5000), st.integers(3, 3000))
def test_text_that_was_clipped_and_is_visible_always_fits(typed: str, limit: int) -> None:
    shown = mrkdwn(typed, limit)
    if shown.strip() and plain(typed, 75):
        check_message(
            said(
                section(shown),
                section(quote(typed, 3000)),
                actions(button(text=label(plain(typed, 75)))),
            )
        )
