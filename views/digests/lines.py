"""The lines of a digest: one idea, one voice, one thing that waits, each on one line."""

from typing import TypeGuard

from domain.digests.audience import Section
from domain.digests.model import Attention, Digest, Heard, Line, Number, Quote, Tally, Tie
from views.blockkit.text import counted, link, mrkdwn
from views.objectives.coverage import digest_lines as coverage_lines
from views.objectives.digest import goal_line

_TITLE_CHARS = 60
_NAME_CHARS = 25
_QUOTE_CHARS = 140
_REASON_CHARS = 80
_URL_CHARS = 150


def lines_of(digest: Digest, section: Section) -> list[str]:
    """All lines of a section as mrkdwn, without its heading."""
    if section is Section.NUMBERS:
        return ["   ".join(_number(one) for one in digest.numbers)]
    if section is Section.HEARD:
        return [_quote(one) for one in digest.heard.quotes] if digest.heard else []
    if section is Section.OBJECTIVES:
        return [goal_line(one) for one in digest.goals]
    if section is Section.COVERAGE:
        return coverage_lines(digest.coverage) if digest.coverage else []
    if section is Section.ATTENTION:
        return _attention(digest.attention) if digest.attention else []
    listing = digest.listing(section)
    return [idea_line(section, line) for line in listing.lines] if listing else []


def idea_line(section: Section, line: Line) -> str:
    """One idea: its number, its title, and what its section says of it.

    Of the reader's own feedback: its words, and the idea that they became part of.
    """
    if section is Section.ANSWERED:
        return _answer(line)
    facts = _FACTS.get(section, _votes)(line)
    return " · ".join((_name(line), *facts))


def _answer(line: Line) -> str:
    words = mrkdwn(" ".join(line.title.split()), _TITLE_CHARS)
    if line.place is None:
        return f"*F-{line.number}* “{words}” → read, and not taken further"
    idea = " ".join(line.place.split())
    shown = link(line.url or "", idea, _TITLE_CHARS) if _is_short(line.url) else None
    return f"*F-{line.number}* “{words}” → part of {shown or mrkdwn(idea, _TITLE_CHARS)}"


def _is_short(url: str | None) -> TypeGuard[str]:
    """Whether there is an address that leaves room for the other lines of a message."""
    return bool(url) and len(url or "") <= _URL_CHARS


def _name(line: Line) -> str:
    reference = f"I-{line.number}"
    shown = link(line.url, reference) if _is_short(line.url) else reference
    return f"*{shown}* {mrkdwn(' '.join(line.title.split()), _TITLE_CHARS)}"


def _votes(line: Line) -> list[str]:
    return [counted(line.votes, "vote")] if line.votes else []


def _shipped(line: Line) -> list[str]:
    note = [link(line.note_url, "release note")] if _is_short(line.note_url) else []
    return [*_tie(line), *_votes(line), *note, *_whom(line)]


def _declined(line: Line) -> list[str]:
    return [*_reason(line), *_tie(line), *_whom(line)]


def _moved(line: Line) -> list[str]:
    return [f"{line.was} → *{line.place}*", *_dates(line), *_reason(line), *_tie(line)]


def _coming(line: Line) -> list[str]:
    return [*_dates(line), *_votes(line)]


def _dates(line: Line) -> list[str]:
    return [line.dates] if line.dates else []


def _tie(line: Line) -> list[str]:
    """What it has to do with the one reader of a personal digest."""
    if line.tie is Tie.SAID:
        said = ", ".join(f"F-{number}" for number in line.said)
        return [f"*you asked for it* ({said})"]
    return [_TIES[line.tie]] if line.tie else []


def _reason(line: Line) -> list[str]:
    return [mrkdwn(" ".join(line.reason.split()), _REASON_CHARS)] if line.reason else []


def _rising(line: Line) -> list[str]:
    votes = [f"+{line.gained:,} → {counted(line.votes, 'vote')}"] if line.gained > 0 else []
    heard = [f"{counted(line.heard, 'new piece')} of feedback"] if line.heard > 0 else []
    return [*votes, *heard]


def _whom(line: Line) -> list[str]:
    """Whom to tell: a few names, and how many more."""
    if not line.askers or line.tie:
        return []
    more = line.customers - len(line.askers)
    names = ", ".join(mrkdwn(name, _NAME_CHARS) for name in line.askers)
    return [f"tell {names}" + (f" and {more:,} more" if more > 0 else "")]


_FACTS = {
    Section.SHIPPED: _shipped,
    Section.DECLINED: _declined,
    Section.MOVED: _moved,
    Section.COMING: _coming,
    Section.RISING: _rising,
    Section.RANKED: _moved,
}


_TIES = {Tie.VOTED: "you voted for it", Tie.OWNS: "you own it"}


def heard_words(heard: Heard) -> str:
    """How much was said, and by whom and about what most of all."""
    tallies = [_tally(one) for one in (*heard.areas, *heard.customers)]
    return " · ".join((f"{counted(heard.count, 'piece')} of feedback", *tallies))


def _tally(tally: Tally) -> str:
    return f"{mrkdwn(' '.join(tally.name.split()), _NAME_CHARS)} {tally.count:,}"


def _quote(quote: Quote) -> str:
    customer = f" · {mrkdwn(quote.customer, _NAME_CHARS)}" if quote.customer else ""
    if quote.text is None:
        return f"*F-{quote.number}* _said in a private conversation_{customer}"
    words = mrkdwn(" ".join(quote.text.split()), _QUOTE_CHARS)
    return f"*F-{quote.number}* “{words}”{customer}"


def _attention(attention: Attention) -> list[str]:
    lines = [f"{_name(one)} · {counted(one.votes, 'vote')}, no owner" for one in attention.unowned]
    if attention.waiting:
        lines.append(_waiting(attention))
    if attention.late:
        lines.append(_late(attention))
    lines += [
        f"{_name(one)} · planned, not moved for {counted(one.days or 0, 'day')}"
        for one in attention.resting
    ]
    return lines


def _waiting(attention: Attention) -> str:
    more = "+" if attention.waiting_is_bound else ""
    days = counted(attention.waiting_days, "day")
    oldest = f" for {days}" if attention.waiting == 1 and not more else f", the oldest for {days}"
    verb = "waits" if attention.waiting == 1 and not more else "wait"
    pieces = "piece" if attention.waiting == 1 and not more else "pieces"
    return f"{attention.waiting:,}{more} {pieces} of feedback {verb} to become part of an idea" + (
        oldest if attention.waiting_days else ""
    )


def _late(attention: Attention) -> str:
    verb = "waits" if attention.late == 1 else "wait"
    oldest = f", first *F-{attention.oldest_number}*" if attention.oldest_number else ""
    return f"{attention.late:,} of it {verb} for longer than {attention.limit}{oldest}"


def _number(number: Number) -> str:
    arrow = "↑" if number.now > number.before else "↓" if number.now < number.before else "→"
    return f"*{number.now:,}* {number.label} {arrow} from {number.before:,}"
