"""A person's own digest as they see it, within Slack's limits."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience, Section
from domain.digests.model import Digest, Line, Listing, Tie
from domain.digests.subscriptions import Subscription, SubscriptionForm
from tests.support.digests import brief
from tests.support.make import NOON
from views.blockkit.limits import check_message
from views.digests.messages import MINE, digest_message, summary, thread_message
from views.digests.personal import my_digest_line, my_digest_off, my_digest_saved

FRIDAY = Schedule((4,), time(15), "Europe/London", Cadence.WEEKLY, NOON.date())
WISH = SubscriptionForm(FRIDAY, Audience.ME, has_picture=False)
MINE_ON = Subscription(
    id=1,
    workspace_id=1,
    channel_id="U1",
    owner_id="U1",
    schedule=FRIDAY,
    audience=WISH.audience,
    filters=WISH.filters,
    has_picture=False,
    is_paused=False,
    paused_until=None,
    paused_reason=None,
    watermark=0,
    covered_until=NOON,
    next_due_at=datetime(2026, 11, 27, 15, tzinfo=UTC),
    created_at=NOON,
)
LINE = Line(7, "Export", 3, tie=Tie.SAID, said=(1, 2))


def own(*listings: Listing) -> Digest:
    return Digest(replace(brief(Audience.ME), channel_id="U1"), listings)


def told(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    ("section", "line", "words"),
    [
        (Section.SHIPPED, LINE, "*you asked for it* (F-1, F-2) · 3 votes"),
        (Section.SHIPPED, replace(LINE, tie=Tie.VOTED), "you voted for it · 3 votes"),
        (Section.MOVED, replace(LINE, was="Later", place="Now"), "Later → *Now* · *you asked"),
        (Section.RISING, replace(LINE, tie=Tie.OWNS, heard=2), "2 new pieces of feedback"),
        (Section.RISING, replace(LINE, gained=1, heard=1), "+1 → 3 votes · 1 new piece of"),
        (Section.ANSWERED, replace(LINE, place="I-3 CSV"), "*F-7* “Export” → part of I-3 CSV"),
        (Section.ANSWERED, LINE, "*F-7* “Export” → read, and not taken further"),
    ],
)
def test_each_line_says_what_it_has_to_do_with_its_reader(
    section: Section, line: Line, words: str
) -> None:
    assert words in told(check_message(digest_message(own(Listing(section, (line,), 1)))).blocks)


def test_its_buttons_name_no_person_and_its_summary_counts() -> None:
    digest = own(Listing(Section.SHIPPED, (LINE,), 1), Listing(Section.ANSWERED, (LINE,), 1))
    message = digest_message(digest)
    assert message.blocks[-1]["elements"][0]["value"] == MINE
    assert summary(digest).endswith("1 shipped, 1 answer to your feedback")


def test_the_pauses_of_the_period_are_said() -> None:
    digest = own(Listing(Section.SHIPPED, (LINE,), 1))
    paused = replace(digest, brief=replace(digest.brief, left_out=((NOON, NOON),) * 5))
    assert told(check_message(digest_message(paused)).blocks).count("without the pause") == 3


@pytest.mark.parametrize("title", ["<!channel> " * 30, "x" * 300, "שלום " * 60, "🎉" * 300])
def test_nothing_that_was_typed_breaks_it(title: str) -> None:
    worst = replace(LINE, title=title, place=f"I-3 {title}", note_url="https://a.example/" + title)
    moved = replace(worst, was="Later", place="Now")
    many = [
        Listing(Section.SHIPPED, (worst,) * 200, 900),
        Listing(Section.MOVED, (moved,) * 200, 900),
        Listing(Section.RISING, (worst,) * 200, 900),
        Listing(Section.ANSWERED, (worst,) * 200, 900),
    ]
    for message in (digest_message(own(*many)), thread_message(own(*many))):
        assert "<!channel>" not in told(check_message(message).blocks)


def test_home_says_when_it_comes_or_how_to_begin() -> None:
    assert "Next Fri 27 Nov 2026, 15:00" in told(my_digest_line(MINE_ON))
    assert "Set up" in told(my_digest_line(None))
    saved = check_message(my_digest_saved(MINE_ON, NOON))
    assert "every Friday at 15:00 (Europe/London)" in told(saved.blocks)
    assert "Switched off" in check_message(my_digest_off(MINE_ON)).text
