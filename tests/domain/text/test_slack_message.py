"""What a message says, wherever in it the words stand."""

from typing import Any

import pytest

from domain.text.slack_message import Author, author_of, named_in, permalink, readable_text

PLAIN = {"type": "plain_text", "text": "Renewal <at risk>"}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "user", "user_id": "U1"},
                {"type": "text", "text": " wants <b>"},
                {"type": "emoji", "name": "tada"},
            ],
        },
        {
            "type": "rich_text_list",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "csv"}]},
                {
                    "type": "rich_text_section",
                    "elements": [{"type": "link", "url": "https://x.example", "text": "pdf"}],
                },
            ],
        },
    ],
}


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ({"text": " the export times out\n"}, "the export times out"),
        ({"text": "", "blocks": [{"type": "header", "text": PLAIN}]}, "Renewal <at risk>"),
        ({"text": "", "blocks": [RICH]}, "@Sam wants <b>:tada:\n• csv\n• pdf (https://x.example)"),
        (
            {
                "blocks": [
                    {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Plan* Pro"}]},
                    {"type": "actions", "elements": [{"type": "button", "text": PLAIN}]},
                    {"type": "context", "elements": [{"type": "mrkdwn", "text": "by <@U1>"}]},
                ]
            },
            "*Plan* Pro\nby @Sam",
        ),
        (
            {"text": "", "attachments": [{"text": "forwarded words", "is_share": True}]},
            "forwarded words",
        ),
        (
            {"text": "see", "attachments": [{"from_url": "https://x.example", "text": "page"}]},
            "see",
        ),
        (
            {
                "text": "New ticket",
                "bot_id": "B1",
                "attachments": [{"title": "Export", "fields": [{"title": "Plan", "value": "Pro"}]}],
            },
            "New ticket\nExport\nPlan: Pro",
        ),
        ({"text": "", "attachments": [{"fallback": "an alert"}]}, "an alert"),
        ({"text": "", "files": [{"title": "invoice <1>.pdf"}]}, "File: invoice <1>.pdf"),
        ({"text": "one\0two\ud800"}, "one\ufffdtwo\ufffd"),
        ({"text": "\u200b \n"}, ""),
        ({}, ""),
    ],
)
def test_a_message_s_words_are_found_wherever_they_stand(
    message: dict[str, Any], read: str
) -> None:
    assert readable_text(message, {"U1": "Sam"}) == read


@pytest.mark.parametrize(
    ("message", "author"),
    [
        ({"user": "U1"}, Author(user_id="U1")),
        ({"user": "UBOT", "bot_id": "B1", "bot_profile": {"name": "Zen"}}, Author(name="Zen")),
        ({"bot_id": "B1", "username": "Intake"}, Author(name="Intake")),
        ({"subtype": "bot_message"}, Author(name="a bot")),
        ({}, Author(name="somebody")),
    ],
)
def test_the_author_is_a_person_or_the_name_of_a_bot(
    message: dict[str, Any], author: Author
) -> None:
    assert author_of(message) == author


def test_the_people_of_a_message_are_those_its_words_mention() -> None:
    assert named_in({"text": "", "blocks": [RICH]}) == {"U1"}


def test_a_reply_s_link_leads_into_its_thread() -> None:
    top = permalink("harborline", "C1", "1700000000.000100", None)
    assert top == "https://harborline.slack.com/archives/C1/p1700000000000100"
    assert permalink("harborline", "C1", "1700000000.000100", "1700000000.000100") == top
    assert permalink("harborline", "C1", "1700000009.000100", "1700000000.000100") == (
        "https://harborline.slack.com/archives/C1/p1700000009000100"
        "?thread_ts=1700000000.000100&cid=C1"
    )
