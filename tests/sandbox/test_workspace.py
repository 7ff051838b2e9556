"""What happens to channels and people beside messages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from sandbox import ActionError, Sandbox, SandboxClock
from sandbox.world.model import SlackError
from tests.sandbox.app import SocketApp
from tests.sandbox.slack import Slack


@pytest.fixture
def app(box: Sandbox) -> Iterator[SocketApp]:
    """A connected app that acknowledges everything."""
    connected = SocketApp(box)
    yield connected
    connected.close()


def test_an_archived_channel_opens_again(box: Sandbox, slack: Slack) -> None:
    box.archive("#support")
    with pytest.raises(SlackError, match="already_archived"):
        box.archive("#support")
    with pytest.raises(ActionError, match="is_archived"):
        box.person("sofia").leave("#support") or box.person("sofia").join("#support")
    box.unarchive("#support")
    with pytest.raises(SlackError, match="not_archived"):
        box.unarchive("#support")
    assert slack.post("chat.postMessage", channel="C0SUPPORT", text="x")["ok"]


def test_a_deleted_channel_is_not_found(box: Sandbox, app: SocketApp, slack: Slack) -> None:
    box.delete_channel("#support")
    gone = slack.post("chat.postMessage", channel="C0SUPPORT", text="x")
    assert gone["error"] == "channel_not_found"
    assert box.calls("chat.postMessage")[0]["answer"]["error"] == "channel_not_found"


def test_a_public_channel_may_become_private(box: Sandbox, slack: Slack) -> None:
    box.make_private("#engineering")
    hidden = slack.form("conversations.info", channel="C0ENGINEERING")
    assert hidden["error"] == "channel_not_found"
    box.invite("#engineering", "bot")
    assert slack.form("conversations.info", channel="C0ENGINEERING")["channel"]["is_private"]


def test_a_new_id_leads_to_the_same_channel_and_its_files(box: Sandbox, slack: Slack) -> None:
    box.person("sam").say("#support", "look", files=[("a.png", b"1")])
    new_id = box.change_channel_id("#support")
    old = slack.post("chat.postMessage", channel="C0SUPPORT", text="x")
    assert old["error"] == "channel_not_found"
    history = slack.post("conversations.history", channel=new_id)["messages"]
    assert list(history[0]["files"][0]["shares"]["public"]) == [new_id]


def test_a_name_is_taken_once(box: Sandbox) -> None:
    with pytest.raises(SlackError, match="name_taken"):
        box.create_channel("#support")
    with pytest.raises(SlackError, match="invalid_name"):
        box.create_channel("")


def test_a_private_channel_is_heard_only_from_inside(box: Sandbox, app: SocketApp) -> None:
    box.person("erin").say("#leadership", "before")
    box.invite("#leadership", "bot")
    box.person("erin").say("#leadership", "after")
    box.archive("#leadership")
    box.settle()
    events = [e["payload"]["event"] for e in app.envelopes]
    assert [e.get("text") for e in events if e["type"] == "message"][1:] == ["after"]
    assert events[-1]["channel_type"] == "group"


def test_people_leave_and_come_back(box: Sandbox, app: SocketApp) -> None:
    box.kick("#support", "sofia")
    with pytest.raises(ActionError, match="is not in"):
        box.person("sofia").say("#support", "x")
    box.person("sofia").join("#support")
    box.settle()
    assert app.events("member_joined_channel")[0]["event"]["user"] == "U0SOFIA"
    with pytest.raises(SlackError, match="not_in_channel"):
        box.kick("#support", "ada")


def test_a_deactivated_person_keeps_their_words_but_says_no_more(
    box: Sandbox, app: SocketApp
) -> None:
    sam = box.person("sam")
    ts = sam.say("#support", "vote")
    sam.react("#support", ts, "+1")
    box.deactivate("sam")
    assert box.reactions("#support", ts) == {"+1": [sam.id]}
    with pytest.raises(ActionError):
        sam.say("#support", "more")
    box.reactivate("sam")
    box.settle()
    changes = app.events("user_change")
    assert [c["event"]["user"]["deleted"] for c in changes] == [True, False]


def test_guests_and_outsiders_see_only_where_they_are(box: Sandbox) -> None:
    assert box.person("guest").say("#support", "hello")
    for who, where in (("guest", "#sales"), ("ada", "#support"), ("sofia", "#leadership")):
        with pytest.raises(ActionError, match="cannot see"):
            box.person(who).messages(where)
    assert box.person("ada").say("#cust-acme", "hello from Acme")
    assert box.messages("#cust-acme")[0]["team"] != box.team_id


def test_an_admin_deletes_anybodys_message(box: Sandbox) -> None:
    ts = box.person("sam").say("#support", "oops")
    with pytest.raises(ActionError, match="own messages"):
        box.person("emil").delete("#support", ts)
    box.person("priya").delete("#support", ts)
    assert box.messages("#support") == []


def test_messages_of_a_clock_turned_back_stand_before(box: Sandbox, clock: SandboxClock) -> None:
    sam = box.person("sam")
    sam.say("#support", "later")
    clock.advance(timedelta(days=-1))
    sam.say("#support", "earlier")
    sam.say("#support", "a bit later")
    assert [m["text"] for m in box.messages("#support")] == ["earlier", "a bit later", "later"]


def test_a_person_is_found_by_handle_first_name_or_id(box: Sandbox) -> None:
    assert {box.person(w).id for w in ("guest", "gil", "@guest", "U0GUEST")} == {"U0GUEST"}
    with pytest.raises(SlackError, match="user_not_found"):
        box.person("nobody")


def test_a_broadcast_reply_of_a_person_stands_in_the_channel(box: Sandbox) -> None:
    sam = box.person("sam")
    ts = sam.say("#support", "parent")
    sam.say("#support", "loud", thread_ts=ts, broadcast=True)
    assert [m["text"] for m in box.messages("#support")] == ["parent", "loud"]
    assert box.messages("#support")[1]["subtype"] == "thread_broadcast"
    sam.delete("#support", box.messages("#support")[1]["ts"])
    assert "reply_count" not in box.messages("#support")[0]
