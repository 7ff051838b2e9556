"""How much of a digest stands in its message and how much in its thread."""

from domain.digests.audience import Section
from domain.digests.model import Attention, Digest
from domain.objectives.coverage import digest_line_count

FIRST_LINES = 12
"""Lines of the message, headings included: about one phone screen."""

TOLERANCE = 3
"""So many lines more are better than a thread for them."""

_LISTS = (
    Section.SHIPPED,
    Section.ANNOUNCED,
    Section.DECLINED,
    Section.MOVED,
    Section.NEW,
    Section.RISING,
    Section.RANKED,
    Section.COMING,
    Section.ANSWERED,
)


def line_counts(digest: Digest) -> dict[Section, int]:
    """How many lines each section has, headings not counted, in the order they are read."""
    counts: dict[Section, int] = {}
    if digest.numbers:
        counts[Section.NUMBERS] = 1
    if digest.goals:
        counts[Section.OBJECTIVES] = len(digest.goals)
    for section in _LISTS:
        listing = digest.listing(section)
        if listing is not None:
            counts[section] = len(listing.lines)
    if digest.heard is not None:
        counts[Section.HEARD] = len(digest.heard.quotes)
    if digest.coverage is not None:
        counts[Section.COVERAGE] = digest_line_count(digest.coverage)
    if digest.attention is not None and (points := _points(digest.attention)):
        counts[Section.ATTENTION] = points
    return counts


def first_lines(digest: Digest) -> dict[Section, int]:
    """How many lines of each section stand in the message itself.

    Each section gets one line, then each in turn one more while a phone screen has room.
    """
    counts = line_counts(digest)
    if len(counts) + sum(counts.values()) <= FIRST_LINES + TOLERANCE:
        return counts
    given = {section: min(count, 1) for section, count in counts.items()}
    room = FIRST_LINES - len(given) - sum(given.values())
    while room > 0 and given != counts:
        for section, count in counts.items():
            if given[section] < count and room > 0:
                given[section] += 1
                room -= 1
    return given


def continues(digest: Digest) -> bool:
    """True when something is left for the thread."""
    return first_lines(digest) != line_counts(digest)


def _points(attention: Attention) -> int:
    sentences = int(attention.waiting > 0) + int(attention.late > 0)
    return len(attention.unowned) + sentences + len(attention.resting)
