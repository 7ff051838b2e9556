"""Announcements as people see them, within Slack's limits whatever was typed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.announcements import MAX_CHANNELS, Announcement, Note, Posted, Release
from tests.domain.test_announcements import IDEA
from tests.support.make import NOON
from views.announcements import (
    announced_modal,
    announcement_message,
    announcement_modal,
    asker_message,
    choices_message,
)
from views.blockkit.limits import check_message, check_view

HOSTILE = ("<!channel> <@U0PRIYA> *b* & " * 200)[:3000]
WAITING = Announcement(1, 1, 1, Note("Out now", "Words"), "U1", NOON, NOON, None, None)


@pytest.mark.parametrize("text", ["x", HOSTILE, "שלום " * 600, "🎉" * 3000])
def test_no_announcement_breaks_a_limit_or_pings_anybody(text: str) -> None:
    note = Note(text[:140], text)
    release = Release(note, replace(IDEA, title=text[:300], votes=7), text[:80])
    for message in (announcement_message(release), asker_message(release)):
        check_message(message)
        formatted = [message.text, *(str(one) for one in message.blocks if one["type"] != "header")]
        assert "<!" not in "".join(formatted) and "<@" not in "".join(formatted)
    before = [replace(WAITING, note=note)] * 5
    check_view(announcement_modal(release.idea, note, before, "Europe/Berlin", "C1"), "modal")
    check_message(choices_message([release.idea] * 10))


def test_each_channel_says_what_became_of_it() -> None:
    posts = tuple(
        Posted(f"C{index}", result, "I am not in that channel." if result == "failed" else None)
        for index, result in enumerate(("posted", "waiting", "failed", "unknown"))
    )
    view = announced_modal(replace(WAITING, posts=posts, queued_at=NOON), "UTC")
    shown = str(view)
    assert "<#C0>: posted" in shown and "<#C1>: on its way" in shown
    assert "<#C2>: not posted. I am not in that channel." in shown
    assert "announce it again and choose only that channel" in shown
    assert "<#C3>: perhaps posted" in shown and "Call it off" not in shown
    check_view(view, "modal")


def test_what_waits_can_be_called_off() -> None:
    posts = tuple(Posted(f"C{index}", "planned") for index in range(MAX_CHANNELS))
    link = "https://harborline.slack.example/archives/C0123456789/p1700000000000100?x=" + "y" * 200
    posted = tuple(replace(one, result="posted", permalink=link) for one in posts)
    check_view(announced_modal(replace(WAITING, posts=posted, queued_at=NOON), "UTC"), "modal")
    waiting = replace(WAITING, post_at=NOON + timedelta(days=1), posts=posts)
    assert "Call it off" in str(announced_modal(waiting, "Europe/Berlin"))
    assert "It goes out Tue 24 Nov 2026, 13:00" in str(announced_modal(waiting, "Europe/Berlin"))
    off = replace(waiting, cancelled_at=NOON)
    assert "Call it off" not in str(announced_modal(off, "UTC"))
