"""SIGKILL at each step of a delivery and of a capture: said once, stored once, in order."""

from pathlib import Path

import pytest

from tests.support.nursery import comes_true
from tests.support.stage import NOTE_OF_UNKNOWN_OUTCOME, Stage, unacknowledged

HANGS_S = 60.0
"""Longer than any test waits: what hangs this long is answered to nobody."""

DIGEST_CRASHES = {
    "before it is claimed": None,
    "when it is claimed and its picture is announced": ("slow", "files.getUploadURLExternal"),
    "while its picture is uploaded": ("slow", "files.completeUploadExternal"),
    "during the call, before Slack took it": ("drop_before", "chat.postMessage"),
    "when Slack took it and has not answered": ("slow", "chat.postMessage"),
    "when Slack took it and the answer was lost": ("drop_after", "chat.postMessage"),
}


@pytest.mark.parametrize("crash", DIGEST_CRASHES)
def test_a_digest_is_said_once_after_a_crash(on_socket: Stage, crash: str) -> None:
    on_socket.install()
    channel = on_socket.box.create_channel("team", members=["priya", "bot"])
    key = on_socket.digest_due(channel, has_picture=True)
    on_socket.run_clock()
    after = on_socket.queue_after(channel)
    fault = DIGEST_CRASHES[crash]
    if fault is not None:
        kind, method = fault
        where = channel if method == "chat.postMessage" else None
        hit = on_socket.box.faults.add(kind, method=method, channel=where, seconds=HANGS_S)
        on_socket.start()
        on_socket.kill_when(lambda: hit.hits > 0)
    on_socket.recover()
    assert list(on_socket.said(channel).items()) == [(key, 1), (after, 1)]
    post, _ = on_socket.box.messages(channel)
    assert "image" in [block["type"] for block in post["blocks"]]
    assert on_socket.left() == ({}, [])


CAPTURE_CRASHES = (
    "conversations.history",
    "chat.getPermalink",
    "reactions.add",
    "chat.postEphemeral",
)


@pytest.mark.parametrize("method", CAPTURE_CRASHES)
def test_a_message_saved_by_reaction_is_saved_and_confirmed_once_after_a_crash(
    on_socket: Stage, tmp_path: Path, method: str
) -> None:
    hit = on_socket.box.faults.add("slow", method=method, seconds=HANGS_S)
    on_socket.start()
    sam = on_socket.box.person("sam")
    ts = sam.say("#support", "it hangs")
    sam.react("#support", ts, "inbox_tray")
    on_socket.kill_when(lambda: hit.hits > 0)
    on_socket.recover()
    assert on_socket.feedback(tmp_path) == {"it hangs": 1}
    assert on_socket.box.reactions("#support", ts)["white_check_mark"] == [
        on_socket.box.bot_user_id
    ]
    notes = len(sam.ephemerals("#support"))
    assert notes == 1 or (notes == 0 and on_socket.left() == ({}, [NOTE_OF_UNKNOWN_OUTCOME]))


def test_an_event_that_was_stored_but_not_acknowledged_is_stored_once(
    on_socket: Stage, tmp_path: Path
) -> None:
    on_socket.start()
    on_socket.box.faults.add("ack_lost", event="reaction_added")
    sam = on_socket.box.person("sam")
    sam.react("#support", sam.say("#support", "it hangs"), "inbox_tray")
    # A kill while Slack shows the note would leave it unknown whether it was shown.
    on_socket.kill_when(lambda: bool(sam.ephemerals("#support")))
    on_socket.start()
    assert comes_true(lambda: len(on_socket.box.deliveries("reaction_added")) > 1)
    assert comes_true(lambda: not unacknowledged(on_socket))
    on_socket.bot.kill()
    on_socket.recover()
    assert on_socket.feedback(tmp_path) == {"it hangs": 1}
    assert len(sam.ephemerals("#support")) == 1
