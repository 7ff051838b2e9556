"""The words in which methods refuse blocks."""

from sandbox import Sandbox
from tests.sandbox.app import SocketApp
from tests.sandbox.slack import Slack, actions, modal, section


def test_messages_are_refused_with_errors_and_pointers(slack: Slack) -> None:
    answer = slack.post("chat.postMessage", channel="C0SUPPORT", text="x", blocks=[actions()])
    line = "no less than 1 items allowed [json-pointer:/blocks/0/elements]"
    assert answer == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [line],
        "response_metadata": {"messages": [f"[ERROR] {line}"]},
    }


def test_views_are_refused_as_arguments(box: Sandbox, slack: Slack) -> None:
    app = SocketApp(box)
    box.person("sam").global_shortcut("new")
    trigger = app.envelopes[-1]["payload"]["trigger_id"]
    broken = modal(section("x" * 3001))
    answer = slack.post("views.open", trigger_id=trigger, view=broken)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]",
        "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
    ]
    assert slack.post("views.open", trigger_id=trigger, view=modal())["ok"]
    app.close()


def test_too_long_markdown_is_an_internal_error(slack: Slack) -> None:
    block = {"type": "markdown", "text": "x" * 12_001}
    answer = slack.post("chat.postMessage", channel="C0SUPPORT", text="x", blocks=[block])
    assert answer["error"] == "internal_error"


def test_too_much_text_in_all_blocks(slack: Slack) -> None:
    blocks = [section("x" * 3000)] * 5
    answer = slack.post("chat.postMessage", channel="C0SUPPORT", text="x", blocks=blocks)
    assert answer["error"] == "msg_blocks_too_long"


def test_a_workspace_without_a_new_block_says_so(box: Sandbox, slack: Slack) -> None:
    box.workspace.unsupported_blocks.add("card")
    card = {"type": "card", "title": {"type": "plain_text", "text": "x"}}
    answer = slack.post("chat.postMessage", channel="C0SUPPORT", text="x", blocks=[card])
    assert answer["errors"] == ["unsupported type: card [json-pointer:/blocks/0/type]"]


def test_blocks_can_be_validated_without_a_token(box: Sandbox) -> None:
    with Slack(box.api_url, "") as stranger:
        assert stranger.post("blocks.validate", blocks=[section()])["ok"]
        refused = stranger.post("blocks.validate", blocks=[actions()])
        assert refused["error"] == "invalid_blocks"
        assert refused["errors"][0]["pointer"] == "/0/elements"
