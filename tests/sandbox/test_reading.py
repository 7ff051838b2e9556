"""conversations.*, users.* and the rest of what an app reads."""

import pytest

from sandbox import ActionError, Sandbox
from tests.sandbox.slack import Slack


def test_an_app_sees_public_channels_and_those_it_is_in(box: Sandbox, slack: Slack) -> None:
    kinds = "public_channel,private_channel"
    names = {c["name"] for c in slack.form("conversations.list", types=kinds)["channels"]}
    assert "engineering" in names and "leadership" not in names
    box.invite("#leadership", "bot")
    rows = slack.form("conversations.list", types=kinds)["channels"]
    assert next(c for c in rows if c["name"] == "leadership")["is_private"]
    mine = {c["name"] for c in slack.form("users.conversations", types=kinds)["channels"]}
    assert "leadership" in mine and "engineering" not in mine


def test_lists_come_in_pages(slack: Slack) -> None:
    seen, cursor = [], ""
    while True:
        page = slack.form("conversations.list", limit=3, cursor=cursor)
        seen += [c["id"] for c in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
        assert len(page["channels"]) == 3
    assert len(seen) == len(set(seen)) == 7
    assert slack.form("conversations.list", cursor="?")["error"] == "invalid_cursor"
    assert slack.form("conversations.list", limit=1001)["error"] == "invalid_limit"
    assert slack.form("conversations.list", types="huddle")["error"] == "invalid_types"
    assert slack.form("conversations.list", types="im")["needed"] == "im:read"


def test_a_channel_says_what_it_is(box: Sandbox, slack: Slack) -> None:
    channel = slack.form("conversations.info", channel="C0CUSTACME")["channel"]
    assert channel["is_ext_shared"] and not channel["is_member"]
    general = slack.form("conversations.info", channel="C0GENERAL", include_num_members="true")
    assert general["channel"]["num_members"] == len(box.channel("#general").members)
    hidden = slack.form("conversations.info", channel="C0LEADERSHIP")
    assert hidden["error"] == "channel_not_found"


def test_members_are_listed(box: Sandbox, slack: Slack) -> None:
    members = slack.form("conversations.members", channel="C0SUPPORT")["members"]
    assert members == list(box.channel("#support").members)


def test_joining_needs_its_scope(box: Sandbox, slack: Slack) -> None:
    assert slack.post("conversations.join", channel="C0ENGINEERING")["needed"] == "channels:join"
    box.workspace.scopes.append("channels:join")
    assert slack.post("conversations.join", channel="C0ENGINEERING")["channel"]["is_member"]


def test_history_is_newest_first_without_replies_and_hides_metadata(
    box: Sandbox, slack: Slack
) -> None:
    mark = {"event_type": "m", "event_payload": {"key": "k"}}
    first = slack.say("C0SUPPORT", "first", metadata=mark)
    slack.say("C0SUPPORT", "reply", thread_ts=first)
    last = slack.say("C0SUPPORT", "last")
    page = slack.post("conversations.history", channel="C0SUPPORT")
    assert [m["text"] for m in page["messages"]] == ["last", "first"]
    assert "metadata" not in page["messages"][1]
    whole = slack.post("conversations.history", channel="C0SUPPORT", include_all_metadata=True)
    assert whole["messages"][1]["metadata"] == mark
    since = slack.post("conversations.history", channel="C0SUPPORT", oldest=first)
    assert [m["ts"] for m in since["messages"]] == [last]
    both = slack.post("conversations.history", channel="C0SUPPORT", oldest=first, inclusive=True)
    assert len(both["messages"]) == 2
    bad = slack.post("conversations.history", channel="C0SUPPORT", latest="now")
    assert bad["error"] == "invalid_ts_latest"
    away = slack.post("conversations.history", channel="C0ENGINEERING")
    assert away["error"] == "not_in_channel"


def test_replies_begin_with_the_parent(slack: Slack) -> None:
    ts = slack.say("C0SUPPORT", "parent")
    reply = slack.say("C0SUPPORT", "reply", thread_ts=ts)
    for wanted in (ts, reply):
        rows = slack.form("conversations.replies", channel="C0SUPPORT", ts=wanted)["messages"]
        assert [m["text"] for m in rows] == ["parent", "reply"]
    none = slack.form("conversations.replies", channel="C0SUPPORT", ts="1.5")
    assert none["error"] == "thread_not_found"


def test_a_dm_is_opened_once(box: Sandbox, slack: Slack) -> None:
    first = slack.post("conversations.open", users="U0SAM")
    again = slack.post("conversations.open", users="U0SAM")
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"] and "already_open" not in first
    box.deactivate("sam")
    assert slack.post("conversations.open", users="U0SAM")["error"] == "user_disabled"
    assert slack.post("conversations.open", users="U0NOBODY")["error"] == "user_not_found"
    assert slack.post("conversations.open", users="U0ADA")["error"] == "user_not_visible"
    assert slack.post("conversations.open")["error"] == "users_list_not_supplied"


def test_people_have_time_zones_and_flags(box: Sandbox, slack: Slack) -> None:
    priya = slack.form("users.info", user="U0PRIYA")["user"]
    assert (priya["tz"], priya["tz_offset"], priya["is_admin"]) == ("Europe/Berlin", 3600, True)
    assert "email" not in priya["profile"]
    assert slack.form("users.info", user="U0GUEST")["user"]["is_restricted"]
    ada = slack.form("users.info", user="U0ADA")["user"]
    assert ada["team_id"] != box.team_id and ada["is_admin"] and not ada["is_stranger"]
    box.kick("#cust-acme", "ada")
    assert slack.form("users.info", user="U0ADA")["user"]["is_stranger"]
    assert slack.form("users.info", user="U0OTHERBOT")["user"]["is_bot"]
    box.deactivate("sam")
    assert slack.form("users.info", user="U0SAM")["user"]["deleted"]
    assert slack.form("users.info", user="U0X")["error"] == "user_not_found"
    ids = {m["id"] for m in slack.form("users.list")["members"]}
    assert "U0SAM" in ids and "U0ADA" not in ids


def test_an_email_needs_its_scope(box: Sandbox, slack: Slack) -> None:
    email = "sam@harborline.example"
    assert slack.form("users.lookupByEmail", email=email)["needed"] == "users:read.email"
    box.workspace.scopes.append("users:read.email")
    assert slack.form("users.lookupByEmail", email=email)["user"]["profile"]["email"] == email
    assert slack.form("users.lookupByEmail", email="x@y.z")["error"] == "users_not_found"


def test_small_facts(box: Sandbox, slack: Slack) -> None:
    box.workspace.scopes += ["team:read", "emoji:read", "pins:write", "bookmarks:write"]
    box.workspace.custom_emoji["shipit"] = "alias:rocket"
    assert slack.post("team.info")["team"]["name"] == "Harborline"
    assert slack.form("emoji.list")["emoji"] == {"shipit": "alias:rocket"}
    assert slack.form("bots.info", bot="B0OTHER")["bot"]["name"] == "Standup Bot"
    assert slack.form("bots.info", bot="B0")["error"] == "bot_not_found"
    ts = slack.say("C0SUPPORT")
    assert slack.post("pins.add", channel="C0SUPPORT", timestamp=ts)["ok"]
    again = slack.post("pins.add", channel="C0SUPPORT", timestamp=ts)
    assert again["error"] == "already_pinned"
    link = {"channel_id": "C0SUPPORT", "title": "Roadmap", "type": "link"}
    assert slack.post("bookmarks.add", link="https://a.example", **link)["ok"]
    assert slack.post("bookmarks.add", link="x", **link)["error"] == "invalid_link"
    assert slack.post("api.test", foo="bar")["args"] == {"foo": "bar"}


def test_people_may_only_do_what_slack_lets_them(box: Sandbox) -> None:
    sam = box.person("sam")
    with pytest.raises(ActionError, match="cannot see"):
        sam.say("#leadership", "hello")
    with pytest.raises(ActionError, match="is not in"):
        sam.say("#engineering", "hello")
    with pytest.raises(ActionError, match="no channel"):
        sam.say("#nowhere", "hello")
    with pytest.raises(ActionError, match="not a command"):
        sam.command("#support", "/nope")
    with pytest.raises(ActionError, match="no message shortcut"):
        sam.message_shortcut("new", "#support", sam.say("#support", "x"))
    with pytest.raises(ActionError, match="own messages"):
        sam.edit("#support", box.person("priya").say("#support", "hers"), "mine")
    with pytest.raises(ActionError, match="no modal"):
        sam.submit()
    box.archive("#support")
    with pytest.raises(ActionError, match="is_archived"):
        sam.say("#support", "late")


def test_what_people_type_is_taken_literally_but_for_names(box: Sandbox) -> None:
    sam = box.person("sam")
    sam.say("#support", "<!channel> @priya in #sales & @here <@U0EMIL> https://a.example.")
    assert box.messages("#support")[-1]["text"] == (
        "&lt;!channel&gt; <@U0PRIYA> in <#C0SALES|sales> &amp; <!here> <@U0EMIL> "
        "<https://a.example>."
    )
