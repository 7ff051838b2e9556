"""The plainer forms of a message keep its words, and stay within every limit."""

from views.blockkit.fallback import in_plain_form, without
from views.blockkit.limits import check_message
from views.blockkit.message import Message


def section(words: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words}}


NEWS = Message(
    "News",
    (
        {"type": "header", "text": {"type": "plain_text", "text": "News"}},
        section("*Shipped* CSV"),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": f"part {n}"} for n in (1, 2)]},
        {"type": "divider"},
        {"type": "actions", "elements": [{"type": "button", "action_id": "x", "text": {}}]},
    ),
)


def told(message: Message) -> list[str]:
    return [block["text"]["text"] for block in message.blocks if block["type"] == "section"]


def test_only_the_refused_kinds_of_blocks_are_told_in_words() -> None:
    plainer = without(NEWS, {"header"})
    assert [one["type"] for one in plainer.blocks] == [
        *("section", "section", "context", "divider", "actions"),
    ]
    assert told(plainer) == ["News", "*Shipped* CSV"]
    assert without(NEWS, {"table"}) is NEWS


def test_the_plain_form_is_sections_alone_and_says_why() -> None:
    plain = in_plain_form(NEWS)
    assert told(plain)[:-1] == ["News", "*Shipped* CSV", "part 1 part 2"]
    assert "plainer form" in told(plain)[-1]
    assert {one["type"] for one in plain.blocks} == {"section"}


def test_a_message_without_blocks_keeps_its_text_in_the_plain_form() -> None:
    assert told(in_plain_form(Message("Only text")))[0] == "Only text"


def test_the_plain_form_of_the_longest_message_is_within_all_limits() -> None:
    longest = Message("t" * 4000, tuple(section("x" * 2900) for _ in range(50)))
    plain = check_message(in_plain_form(longest))
    assert told(plain)[-2] == "…"
    assert len(check_message(in_plain_form(Message("t", (section("a"),) * 50))).blocks) <= 50


def test_what_a_header_shows_literally_stays_literal_in_sections() -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "<!channel> *now* & more"}}
    message = Message("text", (header,))
    for plain in (in_plain_form(message), without(message, {"header"})):
        told = plain.blocks[0]["text"]["text"]
        assert "<!" not in told and "*now*" not in told
        assert told.startswith("&lt;!channel&gt;") and told.endswith("&amp; more")
