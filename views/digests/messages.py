"""A digest as a message: one phone screen, and the rest in its thread."""

import json
from datetime import datetime
from itertools import accumulate

from domain.digests.audience import Audience, Section
from domain.digests.layout import first_lines, line_counts
from domain.digests.model import Brief, Digest
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, section
from views.blockkit.message import Block, Message
from views.blockkit.text import counted, period, slack_date
from views.digests.lines import heard_words, lines_of

MINE = "me"
"""In place of a channel's id in buttons and forms: the digest of whoever uses them."""

THREAD_LINES = 8
"""Lines of one section in the thread; a longer list ends with a button to all of it."""

_SECTION_CHARS = 1_200
"""Characters of one section in the thread: eight of them stay below a message's 10,000."""

_PAUSES = 3
_TITLES = {
    Audience.CUSTOMERS: "For our customers",
    Audience.EXECUTIVES: "Product at a glance",
    Audience.ME: "What moved for you",
}
_HEADINGS = {
    Section.NUMBERS: ":bar_chart: *In numbers*",
    Section.OBJECTIVES: ":dart: *Objectives*",
    Section.COVERAGE: ":compass: *Work and objectives*",
    Section.SHIPPED: ":rocket: *Shipped*",
    Section.ANNOUNCED: ":mega: *Announced*",
    Section.DECLINED: ":no_entry_sign: *Declined*",
    Section.MOVED: ":twisted_rightwards_arrows: *Moved*",
    Section.NEW: ":bulb: *New ideas*",
    Section.RISING: ":chart_with_upwards_trend: *Rising*",
    Section.RANKED: ":first_place_medal: *Ranked anew*",
    Section.COMING: ":soon: *Coming next*",
    Section.HEARD: ":speech_balloon: *Heard*",
    Section.ATTENTION: ":eyes: *Needs attention*",
    Section.ANSWERED: ":incoming_envelope: *Your feedback*",
}
_COUNTED = {
    Section.SHIPPED: ("shipped", "shipped"),
    Section.ANNOUNCED: ("announced", "announced"),
    Section.DECLINED: ("declined", "declined"),
    Section.MOVED: ("moved", "moved"),
    Section.NEW: ("new idea", "new ideas"),
    Section.RISING: ("rising", "rising"),
    Section.RANKED: ("ranked anew", "ranked anew"),
    Section.ANSWERED: ("answer to your feedback", "answers to your feedback"),
}


def digest_message(digest: Digest) -> Message:
    """The message in the channel: a period, some lines of each section, when the next one comes.

    A picture of the roadmap, when there is one, stands before the last two blocks.
    """
    shown = first_lines(digest)
    continued = shown != line_counts(digest)
    blocks: list[Block] = [
        {"type": "header", "text": {"type": "plain_text", "text": title(digest)}}
    ]
    if digest.brief.is_catch_up:
        blocks.append(context(_catch_up(digest)))
    blocks += [_part(digest, one, shown[one]) for one in shown]
    blocks.append(context(_footer(digest, continued=continued)))
    blocks.append(actions([button("Digest settings", ids.DIGEST_OPEN, target(digest.brief))]))
    return Message(text=summary(digest), blocks=tuple(blocks))


def thread_message(digest: Digest) -> Message:
    """What did not fit on the first screen; a very long list ends with a button to all of it."""
    return Message(text=f"{title(digest)}, continued", blocks=tuple(thread_blocks(digest)))


def thread_blocks(digest: Digest, *, is_said: bool = True) -> list[Block]:
    """The same as blocks; before a digest is said its buttons make their list anew."""
    shown, counts = first_lines(digest), line_counts(digest)
    return [
        _rest(digest, one, shown[one], is_said=is_said)
        for one, count in counts.items()
        if count > shown[one]
    ]


def picture_at(message: Message) -> int:
    """Where the picture of the roadmap stands among a digest's blocks."""
    return len(message.blocks) - 2


def title(digest: Digest) -> str:
    """The heading, such as ``Product digest · 16–23 Nov``; plain text."""
    brief = digest.brief
    name = _TITLES.get(brief.audience, "Product digest")
    return f"{name} · {period(brief.period_from, brief.period_to, brief.zone)}"


def summary(digest: Digest) -> str:
    """The digest in one line, for notifications: ``…: 2 shipped, 3 moved, 12 voices heard``."""
    parts = [
        counted(one.total, *_COUNTED[one.section])
        for one in digest.listings
        if one.section in _COUNTED
    ]
    if digest.heard:
        parts.append(f"{counted(digest.heard.count, 'voice')} heard")
    parts = parts or [f"{one.now:,} {one.label}" for one in digest.numbers]
    return f"{title(digest)}: {', '.join(parts) or 'nothing moved'}"


def target(brief: Brief) -> str:
    """What a button about a digest carries: its channel, or that it is the reader's own."""
    return MINE if brief.audience is Audience.ME else brief.channel_id


def more_value(digest: Digest, one: Section, *, is_said: bool) -> str:
    """What a button to a whole list carries: of which digest, or of which channel's next one."""
    place = {"key": digest.key} if is_said else {"channel": target(digest.brief)}
    return json.dumps({"v": 1, "section": one.value, **place})


def heading_text(one: Section) -> str:
    """A section's heading as plain text, such as ``Shipped``."""
    return _HEADINGS[one].split("*")[1]


def heading(digest: Digest, one: Section) -> str:
    """A section's heading with its count."""
    if one is Section.HEARD and digest.heard:
        return f"{_HEADINGS[one]}  {heard_words(digest.heard)}"
    listing = digest.listing(one)
    if listing is not None and listing.total > 1:
        return f"{_HEADINGS[one]}  {listing.total:,}"
    return _HEADINGS[one]


def _part(digest: Digest, one: Section, lines: int) -> Block:
    return section("\n".join((heading(digest, one), *lines_of(digest, one)[:lines])))


def _rest(digest: Digest, one: Section, shown: int, *, is_said: bool) -> Block:
    lines = _fitting(lines_of(digest, one)[shown : shown + THREAD_LINES])
    text = "\n".join((f"{_HEADINGS[one]}  continued", *lines))
    listing = digest.listing(one)
    left = listing.total - shown - len(lines) if listing else 0
    if left <= 0:
        return section(text)
    label = f"and {left:,} more"
    return section(text, button(label, ids.DIGEST_MORE, more_value(digest, one, is_said=is_said)))


def _fitting(lines: list[str]) -> list[str]:
    """The first lines that fit into a section; one always does."""
    ends = accumulate(len(line) + 1 for line in lines)
    return [line for line, end in zip(lines, ends, strict=True) if end <= _SECTION_CHARS]


def _catch_up(digest: Digest) -> str:
    brief = digest.brief
    due = slack_date(brief.due_at, "{date_short_pretty} {time}")
    return f"This one is late: it was due {due}, and tells everything since the one before."


def _pause(start: datetime, end: datetime) -> str:
    first, last = (slack_date(one, "{date_short}") for one in (start, end))
    return f"{first} – {last}"


def _footer(digest: Digest, *, continued: bool) -> str:
    brief = digest.brief
    parts = ["More in the thread" if continued else ""]
    since = slack_date(brief.period_from, "{date_short_pretty} {time}")
    parts.append(f"Since {since}")
    parts += [f"without the pause {_pause(*one)}" for one in brief.left_out[:_PAUSES]]
    if brief.next_at is not None:
        parts.append(f"Next {slack_date(brief.next_at, '{date_short_pretty} {time}')}")
    return "  ·  ".join(part for part in parts if part)
