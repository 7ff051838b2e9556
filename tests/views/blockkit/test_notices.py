"""Small messages that only say one thing."""

from views.blockkit.blocks import notice_message, notice_modal
from views.blockkit.limits import check_message, check_view

NASTY = "<!channel> *bold* `code` & <@U1>"


def test_what_a_sentence_repeats_is_literal_and_of_any_length() -> None:
    assert "<!channel>" not in str(check_message(notice_message(NASTY * 100)))
    modal = check_view(notice_modal(NASTY * 100), "modal")
    assert {block["text"]["type"] for block in modal["blocks"]} == {"plain_text"}
