"""Our rules against an independent library's: what it builds must pass, its limits are ours."""

from typing import Any

import pytest
import slackblocks as sb
from slackblocks import _limits as theirs

from sandbox.blockkit.check import check_message, check_view
from tests.sandbox.slack import actions, button, options, section
from tests.sandbox.test_blockkit import chart, data_table, field, plain, select, table


def message_is_fine(*blocks: Any) -> bool:
    """Whether a message of these blocks passes."""
    return check_message(list(blocks), lambda _ref: True) == ([], False)


OPTIONS = [sb.Option(sb.PlainText(word), word) for word in ("one", "two")]
BUILT = [
    sb.SectionBlock("x" * theirs.SECTION_TEXT_MAX_LENGTH),
    sb.SectionBlock("words", accessory=sb.Button("Go", action_id="go", value="1")),
    sb.SectionBlock("words", accessory=sb.StaticSelectMenu(
        action_id="s", options=OPTIONS, initial_option=OPTIONS[0])),
    sb.SectionBlock("words", accessory=sb.CheckboxGroup(action_id="c", options=OPTIONS)),
    sb.SectionBlock("words", accessory=sb.Image(image_url="https://a.example/x.png", alt_text="x")),
    sb.HeaderBlock("x" * theirs.HEADER_TEXT_MAX_LENGTH),
    sb.DividerBlock(),
    sb.ImageBlock("https://a.example/x.png", alt_text="x", title="t"),
    sb.ContextBlock([sb.Text("words")]),
    sb.ActionsBlock([
        sb.Button("Go", action_id="go"),
        sb.OverflowMenu("more", options=OPTIONS),
        sb.DatePicker(action_id="day", initial_date="2026-11-23"),
        sb.UserSelectMenu(action_id="who", placeholder="Who"),
        sb.ConversationMultiSelectMenu(action_id="where", placeholder="Where"),
    ]),
    sb.InputBlock("Label", sb.PlainTextInput(action_id="t", multiline=True, max_length=3000)),
    sb.InputBlock("Label", sb.NumberInput(True, action_id="n", min_value="1")),
    sb.InputBlock("Label", sb.RadioButtonGroup(action_id="r", options=OPTIONS)),
    sb.MarkdownBlock("x" * theirs.MARKDOWN_TEXT_MAX_LENGTH),
    sb.RichTextBlock(
        sb.RichTextSection([sb.RichText("bold", bold=True), sb.RichTextUser("U0SAM")])),
    sb.TableBlock([[sb.RawText("a"), sb.RawText("b")]]),
    sb.DataTableBlock([[sb.RawText("a")], [sb.RawNumber(1, "1")]], "caption"),
    sb.DataVisualizationBlock("t", sb.PieChart([sb.ChartSegment("a", 1)])),
    sb.CardBlock(title="t", actions=[sb.Button("Go", action_id="go")]),
    sb.CarouselBlock([sb.CardBlock(title="t")]),
    sb.ContainerBlock([sb.SectionBlock("words")], title="t"),
    sb.TaskCardBlock("1", "t", status="complete"),
    sb.PlanBlock("t", [sb.TaskCardBlock("1", "t", status="pending")]),
]  # fmt: skip


@pytest.mark.parametrize("block", BUILT, ids=lambda b: type(b).__name__)
def test_what_the_other_library_builds_passes(block: Any) -> None:
    problems, _ = check_message([block._resolve()], lambda _ref: True)
    assert [str(p) for p in problems] == []


def test_a_modal_of_the_other_library_passes() -> None:
    view = sb.ModalView(
        title="x" * theirs.VIEW_TITLE_MAX_LENGTH,
        submit="Save",
        blocks=[sb.InputBlock("Label", sb.PlainTextInput(action_id="t"))],
        private_metadata="x" * theirs.VIEW_PRIVATE_METADATA_MAX_LENGTH,
    )
    assert check_view(view.to_dict(), "modal", lambda _ref: True) == []


EDGES = [
    (theirs.SECTION_TEXT_MAX_LENGTH, lambda n: section("x" * n)),
    (theirs.SECTION_FIELDS_MAX_ITEMS, lambda n: {"type": "section", "fields": [plain(1)] * n}),
    (theirs.SECTION_FIELDS_ITEM_MAX_LENGTH, lambda n: {"type": "section", "fields": [plain(n)]}),
    (theirs.HEADER_TEXT_MAX_LENGTH, lambda n: {"type": "header", "text": plain(n)}),
    (theirs.BUTTON_TEXT_MAX_LENGTH, lambda n: actions(button(text=plain(n)))),
    (theirs.BUTTON_VALUE_MAX_LENGTH, lambda n: actions(button(value="x" * n))),
    (theirs.BUTTON_URL_MAX_LENGTH, lambda n: actions(button(url="x" * n))),
    (theirs.ACTION_ID_MAX_LENGTH, lambda n: actions(button("x" * n))),
    (theirs.BLOCK_ID_MAX_LENGTH, lambda n: section(block_id="x" * n)),
    (theirs.ACTIONS_ELEMENTS_MAX_ITEMS, lambda n: actions(*[button(str(i)) for i in range(n)])),
    (
        theirs.CONTEXT_ELEMENTS_MAX_ITEMS,
        lambda n: {"type": "context", "elements": [plain(1)] * n},
    ),
    (
        theirs.OPTION_TEXT_MAX_LENGTH,
        lambda n: field(select(options=[{"text": plain(n), "value": "v"}])),
    ),
    (
        theirs.OPTION_VALUE_MAX_LENGTH,
        lambda n: field(select(options=[{"text": plain(1), "value": "x" * n}])),
    ),
    (
        theirs.SELECT_OPTIONS_MAX_ITEMS,
        lambda n: field(select(options=options(*map(str, range(n))))),
    ),
    (theirs.SELECT_PLACEHOLDER_MAX_LENGTH, lambda n: field(select(placeholder=plain(n)))),
    (
        theirs.OVERFLOW_OPTIONS_MAX_ITEMS,
        lambda n: actions({"type": "overflow", "options": options(*map(str, range(n)))}),
    ),
    (
        theirs.CHECKBOXES_OPTIONS_MAX_ITEMS,
        lambda n: field({"type": "checkboxes", "options": options(*map(str, range(n)))}),
    ),
    (theirs.INPUT_LABEL_MAX_LENGTH, lambda n: field(select(), label=plain(n))),
    (theirs.INPUT_HINT_MAX_LENGTH, lambda n: field(select(), hint=plain(n))),
    (
        theirs.PLAIN_TEXT_INPUT_MAX_LENGTH_MAX,
        lambda n: field({"type": "plain_text_input", "max_length": n}),
    ),
    (
        theirs.IMAGE_ALT_TEXT_MAX_LENGTH,
        lambda n: {"type": "image", "image_url": "https://a.example/x", "alt_text": "x" * n},
    ),
    (theirs.TABLE_ROWS_MAX_ITEMS, table),
    (theirs.DATA_TABLE_ROWS_MAX_ITEMS, data_table),
    (theirs.DATA_TABLE_PAGE_SIZE_MAX, lambda n: data_table(2, page_size=n)),
    (
        theirs.DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS,
        lambda n: chart(*[f"c{i}" for i in range(n)]),
    ),
    (theirs.DATA_VISUALIZATION_TITLE_MAX_LENGTH, lambda n: chart("a") | {"title": "x" * n}),
    (theirs.CARD_TITLE_MAX_LENGTH, lambda n: {"type": "card", "title": plain(n)}),
    (theirs.CARD_BODY_MAX_LENGTH, lambda n: {"type": "card", "body": plain(n)}),
    (theirs.MARKDOWN_TEXT_MAX_LENGTH, lambda n: {"type": "markdown", "text": "x" * n}),
    (
        theirs.CONTAINER_CHILD_BLOCKS_MAX_ITEMS,
        lambda n: {"type": "container", "title": plain(1), "child_blocks": [section()] * n},
    ),
    (
        theirs.CAROUSEL_ELEMENTS_MAX_ITEMS,
        lambda n: {"type": "carousel", "elements": [{"type": "card", "title": plain(1)}] * n},
    ),
]


@pytest.mark.parametrize(("limit", "make"), EDGES)
def test_the_limit_is_theirs_and_not_one_more(limit: int, make: Any) -> None:
    assert message_is_fine(make(limit))
    assert not message_is_fine(make(limit + 1))
