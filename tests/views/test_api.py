"""Tokens of the API as people read them: within Slack's limits, and nobody's text can format."""

from dataclasses import replace
from datetime import timedelta

from domain.api import MOST_OPEN, Right, Token
from domain.feedback.model import Feedback, FeedbackState, Origin
from tests.support.make import NOON
from views.api import (
    attention_lines,
    attention_sentence,
    made_message,
    made_modal,
    revoked_sentence,
    token_form,
    tokens_modal,
)
from views.blockkit.limits import check_message, check_view
from views.blockkit.text import mention
from views.feedback.messages import captured_message

NASTY = "*bold* <!channel> `x` & " + "w" * 36
TOKEN = Token(1, 1, 3, NASTY, tuple(Right), "UADMIN", NOON, expires_at=NOON + timedelta(days=9))
SECRET = "linchpin_" + "x_y-" * 10


def test_a_full_list_fits_and_shows_typed_names_literally() -> None:
    working = tuple(replace(TOKEN, number=n, last_used_at=NOON) for n in range(1, MOST_OPEN + 1))
    ended = (replace(TOKEN, revoked_at=NOON), replace(TOKEN, expires_at=NOON))
    view = tokens_modal(working, ended, {"UADMIN": NASTY}, NOON, note=NASTY)
    check_view(view, "modal")
    told = str(view)
    assert "<!channel>" not in told and "*bold*" not in told
    assert told.count("Revoke Token 7?") == 1 and ":warning:" in told


def test_without_tokens_the_list_says_what_they_are_for() -> None:
    view = tokens_modal((), (), {}, NOON)
    check_view(view, "modal")
    assert "help desk" in str(view) and "New token" in str(view)


def test_the_secret_is_shown_with_something_to_try() -> None:
    for right in Right:
        made = (replace(TOKEN, rights=(right,)), SECRET, "https://bot.example")
        message = made_message(*made)
        check_message(message)
        check_view(made_modal(*made), "modal")
        told = str(message.blocks)
        assert SECRET in told and "curl https://bot.example/api/" in told
        assert told.count(SECRET) == 1
    check_view(token_form(), "modal")


def test_what_needs_attention_is_said_in_a_line_each() -> None:
    idle = replace(TOKEN, expires_at=None, name="Form")
    ending, unused = attention_lines((TOKEN, idle), NOON)
    assert "works through 2 Dec 2026 and" in ending and "never used" in unused
    assert "2026-12-02" in attention_sentence(TOKEN, NOON)
    assert "never used" in attention_sentence(idle, NOON)
    assert "end already" in revoked_sentence(replace(TOKEN, expires_at=NOON), NOON)


def test_feedback_that_a_token_sent_says_so_wherever_its_saver_is_named() -> None:
    origin = Origin(NASTY, "ana@acme.example", "https://help.example/4711", "desk-4711")
    one = Feedback(
        **{
            **dict.fromkeys(("said_by", "customer", "area", "importance", "source")),
            "id": 1,
            "workspace_id": 1,
            "number": 12,
            "text": "It hangs",
            "said_by_name": "Ana",
            "saved_by": TOKEN.saver,
            "state": FeedbackState.NEW,
            "door": "api",
            "created_at": NOON,
            "origin": origin,
        }
    )
    for is_new in (True, False):
        message = captured_message(one, is_new=is_new, viewer="UADMIN")
        check_message(message)
        told = str(message.blocks)
        assert "Ana (ana@acme.example)" in told and "<!channel>" not in told
        assert "<https://help.example/4711|Open the source> · sent by" in told
    assert "(API token 3)" in told
    assert mention("token-3") == "API token 3"
