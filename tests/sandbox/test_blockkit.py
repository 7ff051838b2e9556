"""Block Kit rules: every limit at its edge, in Slack's words."""

from typing import Any

import pytest

from sandbox.blockkit.check import check_message, check_view, validate
from sandbox.world.model import SlackError
from tests.sandbox.slack import Json, actions, button, home, modal, options, section, text_input

PLAIN = {"type": "plain_text", "text": "x"}


def plain(length: int) -> Json:
    """A plain text of some length."""
    return {"type": "plain_text", "text": "x" * length}


def usable(reference: dict[str, str]) -> bool:
    """Every file is fine but one."""
    return reference.get("id") != "F0BAD"


def message_problems(*blocks: Any) -> list[str]:
    """What Slack says about a message's blocks."""
    return [str(p) for p in check_message(list(blocks), usable)[0]]


def view_problems(view: Json, kind: str = "modal") -> list[str]:
    """What Slack says about a view."""
    return [str(p) for p in check_view(view, kind, usable)]


def field(element: Json, **more: Any) -> Json:
    """An input block around an element."""
    return {"type": "input", "label": PLAIN, "element": element, **more}


def select(kind: str = "static_select", **more: Any) -> Json:
    """A select menu with two options."""
    return {"type": kind, "action_id": "s", "options": options("a", "b")} | more


def table(rows: int, text: str = "x") -> Json:
    """A table of one column."""
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}]] * rows}


def chart(*categories: str, **more: Any) -> Json:
    """A bar chart with one series."""
    data = [{"label": c, "value": 1} for c in categories]
    axes = {"categories": list(categories)}
    inner = {"type": "bar", "series": [{"name": "s", "data": data}], "axis_config": axes}
    return {"type": "data_visualization", "title": "t", "chart": inner | more}


def data_table(rows: int, **more: Any) -> Json:
    """A data table of two columns."""
    cells = [{"type": "raw_text", "text": "x"}, {"type": "raw_text", "text": "y"}]
    return {"type": "data_table", "caption": "c", "rows": [cells] * rows, **more}


FINE = [
    section("x" * 3000),
    {"type": "section", "fields": [plain(2000)] * 10},
    section(accessory=button(value="x" * 2000)),
    section(expand=True, block_id="b" * 255),
    actions(*[button(f"a{n}") for n in range(25)]),
    {"type": "context", "elements": [PLAIN] * 10},
    {"type": "header", "text": plain(150)},
    {"type": "divider"},
    {"type": "image", "alt_text": "x", "image_url": "https://a.example/x.png", "title": PLAIN},
    {"type": "image", "alt_text": "x", "slack_file": {"id": "F0GOOD"}},
    field({"type": "plain_text_input", "action_id": "t", "max_length": 3000}, hint=PLAIN),
    field(select(initial_option=options("b")[0])),
    field({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
    field({"type": "datepicker", "initial_date": "2026-11-23"}, dispatch_action=True),
    field({"type": "radio_buttons", "options": options(*map(str, range(10)))}),
    actions({"type": "multi_users_select", "max_selected_items": 3}),
    actions({"type": "overflow", "options": options("a")}),
    actions({"type": "conversations_select", "filter": {"include": ["public"]}}),
    {"type": "markdown", "text": "x" * 12_000},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
        {"type": "text", "text": "x", "style": {"bold": True}},
        {"type": "user", "user_id": "U0SAM"},
        {"type": "emoji", "name": "tada"},
        {"type": "link", "url": "https://a.example"}]}]},
    {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "indent": 8,
        "elements": [{"type": "rich_text_section", "elements": []}]}]},
    table(100),
    data_table(201, page_size=100, row_header_column_index=1),
    chart("a", "b"),
    {"type": "data_visualization", "title": "t" * 50, "chart": {"type": "pie", "segments": [
        {"label": "x", "value": 0.1}]}},
    {"type": "card", "title": plain(150), "body": plain(200), "actions": [button()] * 3},
    {"type": "carousel", "elements": [{"type": "card", "title": PLAIN}] * 10},
    {"type": "container", "title": plain(150), "child_blocks": [section()] * 10},
    {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash",
        "text": PLAIN, "action_id": "i"}]},
    {"type": "task_card", "task_id": "1", "title": "t", "status": "complete"},
    {"type": "plan", "title": "t", "tasks": [
        {"task_id": "1", "title": "t", "status": "pending"}]},
]  # fmt: skip

BROKEN = [
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    ({"type": "section", "fields": [plain(2001)]}, "must be less than 2001 characters"),
    ({"type": "section", "fields": [PLAIN] * 11}, "no more than 10 items allowed"),
    ({"type": "section", "text": "bare"}, "must provide an object [json-pointer:/blocks/0/text]"),
    (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    (section(block_id="b" * 256), "must be less than 256 characters"),
    (section(accessory=button(value="x" * 2001)), "/accessory/value]"),
    (section(accessory=None), "must provide an object [json-pointer:/blocks/0/accessory]"),
    (actions(), "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (actions(*[button(f"a{n}") for n in range(26)]),
     "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
    (actions(button("a"), button("a")), '`action_id` "a" already exists'),
    (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    (actions(button(text=plain(76))), "must be less than 76 characters"),
    (actions(button(style="loud")), "must be one of: primary, danger"),
    (actions(button(text={"type": "mrkdwn", "text": "x"})), "unsupported type: mrkdwn"),
    ({"type": "context", "elements": [PLAIN] * 11}, "no more than 10 items allowed"),
    ({"type": "header", "text": plain(151)}, "must be less than 151 characters"),
    ({"type": "image", "alt_text": "x"}, "must define either `image_url` or `slack_file`"),
    ({"type": "image", "image_url": "https://a.example/x"}, "missing required field: alt_text"),
    ({"type": "image", "alt_text": "x", "image_url": "http://127.0.0.1/x"},
     "downloading image failed [json-pointer:/blocks/0/image_url]"),
    ({"type": "image", "alt_text": "x", "slack_file": {"id": "F0BAD"}},
     "invalid slack file [json-pointer:/blocks/0/slack_file]"),
    (field(select(initial_option=options("c")[0])), "must be one of the options provided"),
    (field(select(option_groups=[])), "must define either `options` or `option_groups`"),
    (field(select(options=options(*map(str, range(101))))), "no more than 100 items allowed"),
    (field(select(options=[{"text": PLAIN, "value": "x" * 151}])), "less than 151"),
    (field({"type": "checkboxes", "options": options(*map(str, range(11)))}), "no more than 10"),
    (field({"type": "number_input"}), "missing required field: is_decimal_allowed"),
    (field({"type": "datepicker", "initial_date": "23.11."}), "must be a date"),
    (field({"type": "timepicker", "initial_time": "24:00"}), "must be a time"),
    (field({"type": "plain_text_input", "max_length": 3001}), "less than or equal to 3000"),
    (field({"type": "plain_text_input", "min_length": 9, "max_length": 3}), "`min_length`"),
    (field({"type": "file_input"}), "unsupported type: file_input"),
    (field(button()), "unsupported type: button"),
    (actions({"type": "overflow", "options": options(*"abcdef")}), "no more than 5"),
    ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
    ({"type": "alert", "text": PLAIN}, "Block type is not supported in this container"),
    ({"type": "video"}, "unsupported type: video [json-pointer:/blocks/0/type]"),
    ({"text": "x"}, "missing required field: type"),
    ("words", "must provide an object [json-pointer:/blocks/0]"),
    (table(101), "no more than 100 items allowed"),
    (table(2, "x" * 5001), "must be less than 10001 characters"),
    (data_table(1), "no less than 2 items allowed"),
    (data_table(202), "no more than 201 items allowed"),
    (data_table(2, row_header_column_index=2), "must be the index of a column"),
    (data_table(2) | {"caption": ""}, "must be more than 0 characters"),
    (chart("a", "a"), '`category` "a" already exists'),
    (chart("a", series=[{"name": "s", "data": [{"label": "b", "value": 1}]}]),
     "must have one point for every category"),
    (chart("a", type="pie"), "missing required field: segments"),
    ({"type": "card", "subtitle": PLAIN}, "must define one of"),
    ({"type": "container", "child_blocks": [section()]}, "`title` or `rich_text_title`"),
    ({"type": "container", "title": PLAIN, "child_blocks": [section()],
      "default_collapsed": True}, "`default_collapsed` needs `is_collapsible`"),
    ({"type": "task_card", "task_id": "1", "title": "t", "status": "pending"}, "pending"),
    ({"type": "plan", "title": "t", "tasks": [
        {"task_id": "1", "title": "t", "status": "error"}] * 2}, '`task_id` "1" already exists'),
    ({"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet",
      "indent": 9, "elements": [{"type": "rich_text_section", "elements": []}]}]},
     "must be less than or equal to 8"),
]  # fmt: skip


@pytest.mark.parametrize("block", FINE)
def test_a_block_at_its_limit_is_fine(block: Json) -> None:
    assert message_problems(block) == []


@pytest.mark.parametrize(("block", "expected"), BROKEN)
def test_a_block_past_its_limit_is_named(block: Any, expected: str) -> None:
    assert any(expected in problem for problem in message_problems(block))


def test_a_message_holds_fifty_blocks_with_different_ids() -> None:
    assert message_problems(*[section()] * 50) == []
    assert message_problems(*[section()] * 51) == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]
    twins = message_problems(section(block_id="b"), section(block_id="b"))
    assert twins == ['`block_id` "b" already exists [json-pointer:/blocks/1/block_id]']


def test_some_limits_count_over_the_whole_message() -> None:
    half = {"type": "markdown", "text": "x" * 6001}
    assert "12001" in message_problems(half, half)[0]
    assert "10001" in message_problems(table(1, "x" * 5001), table(1, "x" * 5001))[0]
    assert "no more than 2" in message_problems(*[chart("a")] * 3)[0]


def test_too_much_text_in_all_is_its_own_refusal() -> None:
    assert check_message([section("x" * 3000)] * 4, usable) == ([], False)
    assert check_message([section("x" * 3000)] * 5, usable) == ([], True)


def test_a_workspace_may_not_have_a_new_block_yet() -> None:
    problems, _ = check_message([data_table(2)], usable, frozenset({"data_table"}))
    assert str(problems[0]) == "unsupported type: data_table [json-pointer:/blocks/0/type]"


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (modal(title=plain(25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain(25)), "/view/submit/text]"),
        (modal(private_metadata="x" * 3001), "must be less than 3001"),
        (modal(callback_id="x" * 256), "must be less than 256"),
        (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(colour="red"), "invalid additional property: colour [json-pointer:/view]"),
        (modal(section(), type="home"), "unsupported type: home [json-pointer:/view/type]"),
        ({"type": "modal", "title": PLAIN, "blocks": [text_input()]}, "must define `submit`"),
        ({"type": "modal", "blocks": [section()]}, "missing required field: title"),
        (modal(table(1)), "Block type is not supported in this container"),
        (
            modal(text_input("a", focus_on_load=True), text_input("b", focus_on_load=True)),
            "focus_on_load",
        ),
        (modal(field({"type": "file_input"}, dispatch_action=True)), "`dispatch_action`"),
    ],
)
def test_a_modal_past_its_limit_is_named(view: Json, expected: str) -> None:
    assert any(expected in problem for problem in view_problems(view))


def test_views_at_their_limits_are_fine() -> None:
    assert view_problems(modal(*[section()] * 100, private_metadata="x" * 3000)) == []
    assert view_problems(modal({"type": "alert", "text": plain(200), "level": "error"})) == []
    assert view_problems(home(data_table(5), chart("a")), "home") == []
    assert "not supported" in view_problems(home({"type": "markdown", "text": "x"}), "home")[0]
    assert "title" in view_problems(home(title=PLAIN), "home")[0]


def test_blocks_validate_speaks_in_codes_and_short_pointers() -> None:
    with pytest.raises(SlackError) as refused:
        validate({"blocks": [{"type": "header", "text": {"type": "invalid", "text": "x"}}]})
    assert refused.value.error == "invalid_blocks"
    row = refused.value.extra["errors"][0]
    assert (row["message"], row["pointer"]) == ("unsupported type: invalid", "/0/text/type")
    with pytest.raises(SlackError, match="invalid_arguments"):
        validate({"blocks": [], "view": {}})
    with pytest.raises(SlackError, match="invalid_view"):
        validate({"view": {"type": "modal"}})
    validate({"message": {"blocks": [section()]}})
