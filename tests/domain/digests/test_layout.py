"""How a digest is shared between its message and its thread."""

from hypothesis import given
from hypothesis import strategies as st

from domain.digests.audience import Section
from domain.digests.layout import FIRST_LINES, TOLERANCE, continues, first_lines, line_counts
from domain.digests.model import Attention, Digest, Heard, Line, Listing, Quote, Tally
from tests.support.digests import brief

LISTS = (Section.SHIPPED, Section.MOVED, Section.NEW, Section.RISING)


def digest_with(counts: list[int], quotes: int = 0, waiting: int = 0) -> Digest:
    lines = [tuple(Line(n, "Idea", 1) for n in range(1, count + 1)) for count in counts]
    return Digest(
        brief(),
        listings=tuple(
            Listing(section, some, len(some))
            for section, some in zip(LISTS, lines, strict=False)
            if some
        ),
        heard=Heard(
            quotes, (Tally("Reports", 1),), (), tuple(Quote(n, "x", None) for n in range(quotes))
        )
        if quotes
        else None,
        attention=Attention(waiting=waiting),
    )


def test_a_short_digest_stands_in_its_message_whole() -> None:
    digest = digest_with([1, 2], quotes=1, waiting=3)
    assert first_lines(digest) == line_counts(digest)
    assert not continues(digest)


def test_a_long_list_leaves_room_for_the_others() -> None:
    shown = first_lines(digest_with([40, 1, 30]))
    assert shown[Section.MOVED] == 1
    assert shown[Section.SHIPPED] == shown[Section.NEW] == 4


@given(
    st.lists(st.integers(0, 30), max_size=4),
    st.integers(0, 3),
    st.integers(0, 5),
)
def test_a_message_is_one_screen_and_each_section_is_seen(
    counts: list[int], quotes: int, waiting: int
) -> None:
    digest = digest_with(counts, quotes, waiting)
    shown, whole = first_lines(digest), line_counts(digest)
    assert len(shown) + sum(shown.values()) <= FIRST_LINES + TOLERANCE
    assert all(1 <= shown[section] <= whole[section] for section in whole)
    is_full = len(shown) + sum(shown.values()) >= FIRST_LINES
    assert is_full or shown == whole
