"""chat.*: posting, editing, deleting, and everything Slack refuses."""

import pytest

from sandbox import Sandbox
from tests.sandbox.slack import Slack, section


def test_a_post_is_stored_and_answered_like_slack_does(box: Sandbox, slack: Slack) -> None:
    answer = slack.post(
        "chat.postMessage", channel="C0SUPPORT", text="hi", blocks=[section("*hi*")]
    )
    assert answer["ok"] and answer["channel"] == "C0SUPPORT"
    message = answer["message"]
    assert message["bot_id"] == "B0LINCHPIN" or message["bot_id"].startswith("B0")
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["text"]["verbatim"] is False
    assert box.messages("#support")[-1]["ts"] == answer["ts"]
    assert slack.last is not None
    assert "chat:write" in slack.last.headers["x-oauth-scopes"]


def test_timestamps_rise_while_the_clock_stands_still(box: Sandbox, slack: Slack) -> None:
    stamps = [slack.say("C0SUPPORT", str(n)) for n in range(3)]
    assert stamps == sorted(set(stamps))
    assert stamps[0].partition(".")[0] == str(int(box.clock.now().timestamp()))


def test_text_is_rewritten_as_slack_stores_it(box: Sandbox, slack: Slack) -> None:
    slack.say("C0SUPPORT", "🎉 see https://a.example/x?y=1&z=2. R&D <@U0SAM> &lt;b&gt;")
    stored = ":tada: see <https://a.example/x?y=1&amp;z=2>. R&amp;D <@U0SAM> &lt;b&gt;"
    assert box.messages("#support")[-1]["text"] == stored


def test_very_long_text_is_cut_at_forty_thousand(box: Sandbox, slack: Slack) -> None:
    slack.say("C0SUPPORT", "x" * 40_001)
    assert len(box.messages("#support")[-1]["text"]) == 40_000


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0LEADERSHIP", "text": "x"}, "channel_not_found"),
        ({"channel": "C0SUPPORT"}, "no_text"),
        ({"channel": "C0SUPPORT", "text": "  "}, "no_text"),
        ({"channel": "C0SUPPORT", "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": "C0SUPPORT", "text": "x", "blocks": {"a": 1}}, "invalid_blocks_format"),
        ({"channel": "C0SUPPORT", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": "C0SUPPORT", "text": "x", "metadata": "{"}, "invalid_metadata_format"),
        ({"channel": "C0SUPPORT", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_schema"),
        ({"channel": "C0SUPPORT", "text": "x", "thread_ts": "1.0"}, "thread_not_found"),
        ({"channel": "C0SUPPORT", "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x"}, "invalid_arguments"),
        ({"channel": "C0SUPPORT", "text": "x", "icon_emoji": ":x:"}, "invalid_arguments"),
        ({"channel": "C0SUPPORT", "text": "x", "link_names": True}, "invalid_arguments"),
    ],
)
def test_a_post_that_slack_would_refuse(slack: Slack, args: dict[str, object], error: str) -> None:
    assert slack.post("chat.postMessage", **args)["error"] == error


def test_an_argument_that_is_not_modelled_is_named(slack: Slack) -> None:
    answer = slack.post("chat.postMessage", channel="C0SUPPORT", text="x", username="me")
    assert "username" in answer["response_metadata"]["messages"][0]


def test_without_public_posting_a_channel_must_be_joined(box: Sandbox, slack: Slack) -> None:
    assert slack.post("chat.postMessage", channel="C0ENGINEERING", text="x")["ok"]
    box.workspace.scopes.remove("chat:write.public")
    refused = slack.post("chat.postMessage", channel="C0ENGINEERING", text="x")
    assert refused["error"] == "not_in_channel"


def test_an_archived_channel_takes_no_posts(box: Sandbox, slack: Slack) -> None:
    box.archive("#support")
    assert slack.post("chat.postMessage", channel="C0SUPPORT", text="x")["error"] == "is_archived"


def test_a_post_to_a_person_lands_in_their_dm(box: Sandbox, slack: Slack) -> None:
    slack.say("U0SAM", "just you")
    assert [m["text"] for m in box.dm_messages("sam")] == ["just you"]


def test_an_update_keeps_what_it_does_not_name(box: Sandbox, slack: Slack) -> None:
    mark = {"event_type": "mark", "event_payload": {"key": "7"}}
    ts = slack.say("C0SUPPORT", "old", metadata=mark, blocks=[section("old")])
    assert slack.post("chat.update", channel="C0SUPPORT", ts=ts, text="new")["ok"]
    message = box.messages("#support")[-1]
    assert (message["text"], message["metadata"]) == ("new", mark)
    assert message["blocks"][0]["text"]["text"] == "old"
    assert message["edited"]["user"] == box.bot_user_id


def test_an_update_removes_what_it_names_empty(box: Sandbox, slack: Slack) -> None:
    mark = {"event_type": "mark", "event_payload": {"key": "7"}}
    ts = slack.say("C0SUPPORT", "old", metadata=mark, blocks=[section("old")])
    bare = {"text": "new", "blocks": [], "metadata": {}}
    assert slack.post("chat.update", channel="C0SUPPORT", ts=ts, **bare)["ok"]
    message = box.messages("#support")[-1]
    assert "blocks" not in message and "metadata" not in message


def test_updates_have_their_own_limits(box: Sandbox, slack: Slack) -> None:
    ts = slack.say("C0SUPPORT")
    long = slack.post("chat.update", channel="C0SUPPORT", ts=ts, text="x" * 4001)
    assert long["error"] == "msg_too_long"
    theirs = box.person("sam").say("#support", "mine")
    refused = slack.post("chat.update", channel="C0SUPPORT", ts=theirs, text="x")
    assert refused["error"] == "cant_update_message"
    gone = slack.post("chat.update", channel="C0SUPPORT", ts="1.2", text="x")
    assert gone["error"] == "message_not_found"
    nothing = slack.post("chat.update", channel="C0SUPPORT", ts=ts)
    assert nothing["error"] == "no_text"
    box.archive("#support")
    closed = slack.post("chat.update", channel="C0SUPPORT", ts=ts, text="x")
    assert closed["error"] == "is_inactive"


def test_markdown_text_becomes_a_markdown_block(box: Sandbox, slack: Slack) -> None:
    assert slack.post("chat.postMessage", channel="C0SUPPORT", markdown_text="**hi**")["ok"]
    assert box.messages("#support")[-1]["blocks"][0]["type"] == "markdown"
    long = slack.post("chat.postMessage", channel="C0SUPPORT", markdown_text="x" * 12_001)
    assert long["error"] == "msg_too_long"


def test_only_own_messages_can_be_deleted(box: Sandbox, slack: Slack) -> None:
    ts = slack.say("C0SUPPORT")
    assert slack.post("chat.delete", channel="C0SUPPORT", ts=ts)["ok"]
    assert box.messages("#support") == []
    theirs = box.person("sam").say("#support", "mine")
    refused = slack.post("chat.delete", channel="C0SUPPORT", ts=theirs)
    assert refused["error"] == "cant_delete_message"


def test_a_deleted_parent_leaves_a_tombstone_over_its_replies(box: Sandbox, slack: Slack) -> None:
    ts = slack.say("C0SUPPORT", "parent")
    slack.say("C0SUPPORT", "reply", thread_ts=ts)
    slack.post("chat.delete", channel="C0SUPPORT", ts=ts)
    parent, reply = box.thread("#support", ts)
    assert parent["subtype"] == "tombstone" and parent["user"] == "USLACKBOT"
    assert reply["text"] == "reply"


def test_an_ephemeral_message_reaches_one_member_only(box: Sandbox, slack: Slack) -> None:
    args = {"channel": "C0SUPPORT", "text": "psst"}
    assert slack.post("chat.postEphemeral", user="U0SAM", **args)["ok"]
    assert [m["text"] for m in box.person("sam").ephemerals("#support")] == ["psst"]
    assert box.person("priya").ephemerals("#support") == []
    assert box.messages("#support") == []
    assert slack.post("chat.postEphemeral", user="U0ADA", **args)["error"] == "user_not_in_channel"
    elsewhere = args | {"channel": "C0ENGINEERING"}
    assert slack.post("chat.postEphemeral", user="U0EMIL", **elsewhere)["error"] == "not_in_channel"


def test_a_permalink_names_the_thread(slack: Slack) -> None:
    ts = slack.say("C0SUPPORT")
    reply = slack.say("C0SUPPORT", thread_ts=ts)
    link = slack.form("chat.getPermalink", channel="C0SUPPORT", message_ts=reply)["permalink"]
    assert f"/archives/C0SUPPORT/p{reply.replace('.', '')}?thread_ts={ts}" in link


def test_a_form_only_method_does_not_read_json(slack: Slack) -> None:
    ts = slack.say("C0SUPPORT")
    answer = slack.post("chat.getPermalink", channel="C0SUPPORT", message_ts=ts)
    assert answer["error"] == "invalid_arguments"


def test_a_broadcast_reply_stands_in_the_channel_too(box: Sandbox, slack: Slack) -> None:
    ts = slack.say("C0SUPPORT", "parent")
    slack.say("C0SUPPORT", "loud", thread_ts=ts, reply_broadcast=True)
    slack.say("C0SUPPORT", "quiet", thread_ts=ts)
    assert [m["text"] for m in box.messages("#support")] == ["parent", "loud"]
    assert box.messages("#support")[0]["reply_count"] == 2
