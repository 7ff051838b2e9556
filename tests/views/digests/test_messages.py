"""A digest as a message: its shape, its words, and Slack's limits at the extremes."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.digests.audience import Audience, Section
from domain.digests.model import Attention, Digest, Heard, Line, Listing, Number, Quote, Tally
from tests.support.digests import brief
from views.blockkit import ids
from views.blockkit.limits import check_message, check_view
from views.blockkit.message import Message
from views.blockkit.text import period
from views.digests.answers import preview_message, whole_list_modal
from views.digests.messages import (
    digest_message,
    more_value,
    picture_at,
    summary,
    thread_message,
    title,
)

PINGS = ("<!channel>", "<!here>", "<@U123ABC>", "<!subteam^S1>")
hostile = st.one_of(
    st.sampled_from(
        [
            *PINGS,
            "&" * 300,
            "x" * 300,
            "*bold* _it_ ~no~ `code`\n> quote",
            "שלום עולם " * 20,
            "👩‍👩‍👧‍👦" * 40,
            "<https://evil.example|click>",
        ]
    ),
    st.text(min_size=1, max_size=300),
)
lines = st.builds(
    Line,
    number=st.integers(1, 10**6),
    title=hostile,
    votes=st.integers(0, 10**6),
    gained=st.integers(0, 10**6),
    was=st.just("In progress"),
    place=st.just("In progress"),
    customers=st.integers(0, 10**5),
    askers=st.lists(hostile, max_size=3).map(tuple),
    reason=st.none() | hostile,
    days=st.integers(0, 5000),
    url=st.none() | st.just("https://harborline.slack.com/archives/C0123456789/p" + "1" * 80),
)
counts = st.sampled_from([0, 1, 2, 9, 30, 200])


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    """Digests of any size with anybody's text in every place."""
    found = []
    for section in (*list(Section)[1:7],):
        count = draw(counts)
        some = tuple(draw(st.lists(lines, min_size=min(count, 3), max_size=3)))
        many = (some * (count // 3 + 1))[:count] if some else ()
        if many:
            found.append(Listing(section, many, len(many) + draw(st.integers(0, 5000))))
    tallies = st.lists(st.builds(Tally, hostile, st.integers(1, 10**6)), max_size=3).map(tuple)
    quotes = st.builds(Quote, st.integers(1, 10**6), st.none() | hostile, st.none() | hostile)
    heard = st.builds(
        Heard, st.integers(1, 10**6), tallies, tallies, st.lists(quotes, max_size=3).map(tuple)
    )
    points = st.lists(lines, max_size=3).map(tuple)
    attention = st.builds(
        Attention, points, st.integers(0, 1000), st.booleans(), st.integers(0, 5000), points
    )
    number = st.builds(Number, st.just("votes"), st.integers(0, 10**6), st.integers(0, 10**6))
    return Digest(
        brief(is_catch_up=draw(st.booleans())),
        tuple(found),
        draw(st.none() | heard),
        draw(st.none() | attention),
        draw(st.lists(number, max_size=3).map(tuple)),
    )


def shown(message: Message) -> str:
    return json.dumps(message.blocks, ensure_ascii=False) + message.text


@settings(max_examples=15, deadline=None)
@given(digests())
def test_no_digest_breaks_a_limit_or_pings_anybody(digest: Digest) -> None:
    message = check_message(digest_message(digest))
    assert not any(ping in shown(message) for ping in PINGS)
    rest = thread_message(digest)
    if rest.blocks:
        check_message(rest)
        assert not any(ping in shown(rest) for ping in PINGS)
    check_message(preview_message(digest, None))
    for listing in digest.listings:
        check_view(whole_list_modal("Moved", listing), "modal")


def one_of_each() -> Digest:
    return Digest(
        brief(),
        (
            Listing(Section.SHIPPED, (Line(4, "CSV export", 23),), 1),
            Listing(
                Section.MOVED,
                (Line(7, "Single sign-on", 12, was="Later", place="Now"),),
                1,
            ),
            Listing(Section.NEW, (Line(31, "Dark mode", 1),), 1),
            Listing(Section.RISING, (Line(9, "Webhooks", 23, gained=5),), 1),
        ),
        Heard(2, (Tally("Reports", 2),), (), (Quote(1, "It times out", "Acme"),)),
        Attention(waiting=8, waiting_days=12),
    )


def texts(message: Message) -> list[str]:
    found = []
    for block in message.blocks:
        found += [block["text"]["text"]] if "text" in block else []
        found += [one["text"] for one in block.get("elements", []) if isinstance(one["text"], str)]
    return found


def test_a_digest_is_one_screen_of_plain_lines() -> None:
    message = digest_message(one_of_each())
    assert texts(message) == [
        "Product digest · 16–23 Nov",
        ":rocket: *Shipped*\n*I-4* CSV export · 23 votes",
        ":twisted_rightwards_arrows: *Moved*\n*I-7* Single sign-on · Later → *Now*",
        ":bulb: *New ideas*\n*I-31* Dark mode · 1 vote",
        ":chart_with_upwards_trend: *Rising*\n*I-9* Webhooks · +5 → 23 votes",
        ":speech_balloon: *Heard*  2 pieces of feedback · Reports 2\n*F-1* “It times out” · Acme",
        ":eyes: *Needs attention*\n"
        "8 pieces of feedback wait to become part of an idea, the oldest for 12 days",
        "Since <!date^1794816000^{date_short_pretty} {time}|2026-11-16 08:00 UTC>  ·  "
        "Next <!date^1796025600^{date_short_pretty} {time}|2026-11-30 08:00 UTC>",
    ]
    assert thread_message(one_of_each()).blocks == ()
    assert summary(one_of_each()) == (
        "Product digest · 16–23 Nov: 1 shipped, 1 moved, 1 new idea, 1 rising, 2 voices heard"
    )


def test_words_from_a_private_place_are_not_shown() -> None:
    digest = Digest(brief(), heard=Heard(1, (), (), (Quote(3, None, "Acme"),)))
    assert "*F-3* _said in a private conversation_ · Acme" in shown(digest_message(digest))


def test_what_does_not_fit_continues_in_the_thread_and_ends_with_a_button() -> None:
    many = tuple(Line(n, f"Idea {n}", n) for n in range(1, 101))
    digest = Digest(brief(), (Listing(Section.NEW, many, 140),))
    first, rest = digest_message(digest), thread_message(digest)
    assert "*New ideas*  140" in shown(first) and "More in the thread" in shown(first)
    assert "*I-11* Idea 11" in shown(first) and "*I-12* Idea 12" not in shown(first)
    [block] = rest.blocks
    assert "*I-12* Idea 12" in block["text"]["text"]
    assert block["accessory"]["text"]["text"] == "and 121 more"
    value: dict[str, Any] = json.loads(block["accessory"]["value"])
    assert value == {"v": 1, "section": "new", "key": digest.key}
    view = check_view(whole_list_modal("New ideas", digest.listings[0]), "modal")
    assert "*I-100* Idea 100" in json.dumps(view, ensure_ascii=False)
    assert "and 40 more" in json.dumps(view, ensure_ascii=False)


def test_a_button_of_a_preview_names_the_channel_because_nothing_is_kept_yet() -> None:
    assert json.loads(more_value(one_of_each(), Section.NEW, is_said=False)) == {
        "v": 1,
        "section": "new",
        "channel": "C1",
    }


def test_a_late_digest_says_so() -> None:
    digest = Digest(brief(is_catch_up=True), one_of_each().listings)
    assert "This one is late" in shown(digest_message(digest))


def test_the_picture_stands_before_the_small_print() -> None:
    message = digest_message(one_of_each())
    assert [block["type"] for block in message.blocks[picture_at(message) :]] == [
        "context",
        "actions",
    ]
    assert message.blocks[-1]["elements"][0]["action_id"] == ids.DIGEST_OPEN


def test_a_preview_shows_the_same_content_and_no_settings() -> None:
    message = preview_message(one_of_each(), None)
    assert message.blocks[1:] == digest_message(one_of_each()).blocks[:-1]


def test_a_preview_of_nothing_says_that_nothing_would_be_posted() -> None:
    assert "nothing would be posted" in preview_message(Digest(brief()), None).text


def test_executives_read_numbers_with_their_trend() -> None:
    numbers = (Number("shipped", 3, 1), Number("voices heard", 5, 9), Number("votes", 4, 4))
    digest = Digest(brief(Audience.EXECUTIVES), numbers=numbers)
    assert title(digest) == "Product at a glance · 16–23 Nov"
    told = shown(check_message(digest_message(digest)))
    assert "*3* shipped ↑ from 1   *5* voices heard ↓ from 9   *4* votes → from 4" in told


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ((2026, 11, 16), (2026, 11, 23), "16–23 Nov"),
        ((2026, 11, 30), (2026, 12, 7), "30 Nov – 7 Dec"),
        ((2026, 12, 28), (2027, 1, 4), "28 Dec 2026 – 4 Jan 2027"),
        ((2026, 11, 23), (2026, 11, 23), "23 Nov"),
    ],
)
def test_a_period_is_written_as_people_write_it(
    start: tuple[int, int, int], end: tuple[int, int, int], words: str
) -> None:
    moments = [datetime(*day, 12, tzinfo=UTC) for day in (start, end)]
    assert period(moments[0], moments[1], "Europe/Berlin") == words


def test_a_period_ends_on_the_readers_own_day() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert period(late, late, "Europe/Berlin") == "24 Nov"
