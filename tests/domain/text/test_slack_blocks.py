"""What blocks, attachments and files say, in whatever shape they come."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feedback.attachments import files_of
from domain.text.slack_message import author_of, edited_ts, named_in, readable_text

NAMES = {"U1": "Sam", "C1": "support", "S1": "leads"}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def words(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


SECTION = {"type": "section", "text": mrkdwn("Acme is *at risk*")}
TABLE = {
    "type": "table",
    "rows": [
        [{"type": "raw_text", "text": "Plan"}, {"type": "raw_text", "text": "Seats <now>"}],
        [rich(words("Pro")), {"type": "raw_number", "value": 12}],
        "no row",
    ],
}


@pytest.mark.parametrize(
    ("block", "read"),
    [
        ({"type": "header", "text": plain("Renewal <at risk>")}, "Renewal <at risk>"),
        (SECTION, "Acme is *at risk*"),
        ({"type": "section", "fields": [mrkdwn("a"), mrkdwn("b")]}, "a\nb"),
        ({"type": "markdown", "text": "# Title\n**R&D** <b>"}, "# Title\n**R&D** <b>"),
        ({"type": "context", "elements": [mrkdwn("by <@U1>"), {"type": "image"}]}, "by @Sam"),
        (TABLE, "Plan | Seats <now>\nPro | 12"),
        (
            {**TABLE, "type": "data_table", "caption": "Seats"},
            "Seats\nPlan | Seats <now>\nPro | 12",
        ),
        (
            {
                "type": "video",
                "title": plain("How to export"),
                "title_url": "https://v.example/1",
                "description": plain("In two minutes"),
                "author_name": "Ada",
                "alt_text": "A film",
            },
            "Video: How to export (https://v.example/1) by Ada\nIn two minutes",
        ),
        ({"type": "video", "alt_text": "A film"}, "Video: A film"),
        ({"type": "image", "alt_text": "A red button"}, "Image: A red button"),
        ({"type": "image", "title": plain("Error"), "alt_text": "x"}, "Image: Error"),
        ({"type": "file", "source": "remote", "file": {"title": "plan.pdf"}}, "File: plan.pdf"),
        ({"type": "call", "call": {"v1": {"name": "Weekly"}}}, "Call: Weekly"),
        ({"type": "alert", "text": plain("Down"), "level": "error"}, "Down"),
        (
            {"type": "card", "title": plain("Acme"), "subtitle": plain("Pro"), "body": mrkdwn("x")},
            "Acme\nPro\nx",
        ),
        ({"type": "carousel", "elements": [{"type": "card", "title": plain("Acme")}]}, "Acme"),
        (
            {"type": "container", "title": plain("Team"), "child_blocks": [SECTION, TABLE]},
            "Team\nAcme is *at risk*\nPlan | Seats <now>\nPro | 12",
        ),
        (
            {
                "type": "plan",
                "title": "Trip",
                "tasks": [{"title": "Pack", "output": rich(words("ok"))}],
            },
            "Trip\nPack\nok",
        ),
        ({"type": "data_visualization", "title": "Votes", "chart": {}}, "Chart: Votes"),
        ({"type": "actions", "elements": [{"type": "button", "text": plain("Open")}]}, ""),
        ({"type": "divider"}, ""),
        ({"type": "something_new", "title": plain("New"), "body": {"text": "words"}}, "New\nwords"),
        (
            rich(
                {"type": "user", "user_id": "U1"},
                words(" in "),
                {"type": "channel", "channel_id": "C1"},
                words(" for "),
                {"type": "usergroup", "usergroup_id": "S1"},
                words(" "),
                {"type": "broadcast", "range": "here"},
            ),
            "@Sam in #support for @leads @here",
        ),
        (
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "ordered",
                        "offset": 1,
                        "indent": 1,
                        "elements": [rich(words("two"))["elements"][0]],
                    },
                    {"type": "rich_text_preformatted", "elements": [words("x = 1")]},
                ],
            },
            "  2. two\nx = 1".strip(),
        ),
    ],
)
def test_each_kind_of_block_says_what_people_read_in_it(block: dict[str, Any], read: str) -> None:
    assert readable_text({"bot_id": "B1", "blocks": [block]}, NAMES) == read


@pytest.mark.parametrize(
    ("message", "read"),
    [
        # Of an app's message people see the blocks; the text is its notification.
        ({"bot_id": "B1", "text": "New deal", "blocks": [SECTION]}, "Acme is *at risk*"),
        ({"subtype": "bot_message", "text": "New deal", "blocks": [SECTION]}, "Acme is *at risk*"),
        ({"app_id": "A1", "user": "U1", "text": "x", "blocks": [SECTION]}, "Acme is *at risk*"),
        ({"bot_id": "B1", "text": "New deal", "blocks": [{"type": "divider"}]}, "New deal"),
        ({"bot_id": "B1", "text": "New deal", "blocks": "odd"}, "New deal"),
        (
            {"bot_id": "B1", "text": "x", "blocks": [SECTION], "attachments": [{"text": "more"}]},
            "Acme is *at risk*\nmore",
        ),
        ({"bot_id": "B1", "attachments": [{"blocks": [TABLE]}]}, "Plan | Seats <now>\nPro | 12"),
        # A person's text is what they typed. The rich text repeats it; what stands beside is kept.
        ({"user": "U1", "text": "typed", "blocks": [rich(words("typed"))]}, "typed"),
        (
            {"user": "U1", "text": "see", "blocks": [rich(words("see")), TABLE]},
            "see\nPlan | Seats <now>\nPro | 12",
        ),
        (
            {"user": "U1", "text": "see", "attachments": [{"blocks": [TABLE]}]},
            "see\nPlan | Seats <now>\nPro | 12",
        ),
        (
            {
                "user": "U1",
                "text": "look",
                "attachments": [{"text": "their words", "is_share": True}],
            },
            "look\ntheir words",
        ),
        (
            {
                "user": "U1",
                "text": "look",
                "attachments": [
                    {"from_url": "https://x", "is_msg_unfurl": True, "text": "a preview"},
                    {"from_url": "https://x", "text": "another", "blocks": [SECTION]},
                ],
            },
            "look",
        ),
        (
            {
                "user": "U1",
                "text": "",
                "attachments": [
                    {
                        "is_share": True,
                        "message_blocks": [{"message": {"blocks": [rich(words("forwarded"))]}}],
                    }
                ],
            },
            "forwarded",
        ),
        (
            {
                "user": "U1",
                "text": "",
                "files": [
                    {"title": "clip.m4a", "transcription": {"preview": {"content": "it is slow"}}},
                    {"title": "Re: export", "mode": "email", "plain_text": "Dear all"},
                    {"title": "gone", "mode": "tombstone"},
                    "odd",
                ],
            },
            "File: clip.m4a\nit is slow\nFile: Re: export\nDear all",
        ),
    ],
)
def test_a_message_says_what_people_see(message: dict[str, Any], read: str) -> None:
    assert readable_text(message, NAMES) == read


def test_everybody_and_everything_that_blocks_mention_is_named() -> None:
    block = rich(
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "usergroup", "usergroup_id": "S1"},
    )
    assert named_in({"bot_id": "B1", "text": "<@U9>", "blocks": [block]}) == {"U1", "C1", "S1"}


_KEYS = st.sampled_from(
    ["type", "text", "blocks", "elements", "rows", "title", "fields", "attachments", "files"]
) | st.sampled_from(
    ["message_blocks", "file", "call", "edited", "ts", "bot_profile", "style", "offset", "value"]
)
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
    | st.sampled_from(["rich_text", "table", "video", "rich_text_list", "plan", "container"])
)  # fmt: skip
_JSON = st.recursive(
    _LEAVES,
    lambda one: st.lists(one, max_size=3) | st.dictionaries(_KEYS, one, max_size=5),
    max_leaves=25,
)


@given(st.dictionaries(_KEYS, _JSON), st.booleans())
def test_a_message_of_any_shape_is_read_as_far_as_it_can_be(
    message: dict[str, Any], is_an_apps: bool
) -> None:
    given = {**message, "bot_id": "B1"} if is_an_apps else message
    assert isinstance(readable_text(given, {}), str)
    assert isinstance(named_in(given), frozenset)
    assert len(files_of(given)) <= 20
    assert author_of(given).user_id is None
    assert edited_ts(given) is None or isinstance(edited_ts(given), str)


def test_blocks_within_blocks_end() -> None:
    block: dict[str, Any] = {"type": "section", "text": mrkdwn("deep")}
    for _ in range(3_000):
        block = {"type": "container", "child_blocks": [block], "title": plain("x")}
    read = readable_text({"bot_id": "B1", "blocks": [block]}, {})
    assert read.startswith("x\nx")
    assert "deep" not in read
