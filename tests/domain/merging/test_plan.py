"""Merging as rules: what is typed, which needs go over, and how a digest tells it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.changes import MERGING, Change
from domain.core.errors import InvalidInput
from domain.digests.audience import Filters, Section
from domain.digests.model import Facts, Mine
from domain.digests.selection import select
from domain.idea_page.commands import FileIdea, IdeaCommand, parse_idea_command
from domain.ideas.model import Horizon, Status
from domain.merging.commands import MergeIdea, UnmergeIdea
from domain.merging.plan import carried_needs, duplicate_of
from domain.similarity.matrix import packed, unpacked
from domain.similarity.pairs import nearest_pairs
from tests.support.digests import brief, change, idea


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("I-12 merge I-7", MergeIdea(12, 7)),
        ("i12 merged into i–7", MergeIdea(12, 7)),
        ("I-12 merge with I-7", MergeIdea(12, 7)),
        ("I-12 is a duplicate of I-7", MergeIdea(12, 7)),
        ("12 merge I-7", MergeIdea(12, 7)),
        ("I-12 merge", MergeIdea(12)),
        ("I-12 unmerge", UnmergeIdea(12)),
        ("I-12 Undo merge", UnmergeIdea(12)),
        ("Merge duplicate customers", FileIdea("Merge duplicate customers")),
        ("3 merged cells in exports", FileIdea("3 merged cells in exports")),
    ],
)
def test_merging_is_understood_and_titles_stay_titles(text: str, command: IdeaCommand) -> None:
    assert parse_idea_command(text) == command


def test_no_place_to_move_to_is_called_merged() -> None:
    with pytest.raises(InvalidInput):
        parse_idea_command("I-12 merged")


NODES = st.integers(1, 6)


@given(st.sets(st.tuples(NODES, NODES).filter(lambda pair: pair[0] < pair[1]), max_size=12))
def test_needs_that_go_over_never_make_a_circle(pairs: set[tuple[int, int]]) -> None:
    gone, stays = 3, 5  # the numbers grow along every need, so there is no circle before

    def needs_of(ids: object) -> list[tuple[int, int]]:
        return [pair for pair in sorted(pairs) if pair[0] in list(ids)]  # type: ignore[call-overload]

    around = [pair for pair in sorted(pairs) if gone in pair]
    found = carried_needs(gone, stays, around, needs_of)
    after = {pair for pair in pairs if gone not in pair}
    after |= {(stays, one) for one in found.needs} | {(one, stays) for one in found.needed_by}
    assert not any(one == other for one, other in after)
    while leaves := {one for pair in after for one in pair} - {pair[0] for pair in after}:
        after = {pair for pair in after if pair[1] not in leaves}
    assert after == set()
    kept = {*found.needs, *found.needed_by, *(one for one, _needed in found.left_out)}
    assert kept == {one for pair in around for one in pair} - {gone, stays}


@given(st.integers(0, 5), st.integers(0, 2**32), st.booleans())
def test_the_nearest_pairs_are_those_of_comparing_each_with_each(
    count: int, seed: int, are_sparse: bool
) -> None:
    chance = np.random.default_rng(seed)
    rows = chance.integers(-9, 9, (count, 384)).astype(np.float32)
    if are_sparse:  # some alike, some without any direction
        rows[:, 3:] = 0
        rows[chance.random(count) < 0.2] = 0
    vectors = packed(rows)
    found = nearest_pairs(vectors, 0.05, 100)
    unit = unpacked(vectors) if vectors else np.empty((0, 384))
    every = [
        (one, other)
        for one in range(len(rows))
        for other in range(one + 1, len(rows))
        if unit[one] @ unit[other] > 0.0501
    ]
    assert set(every) <= {(one, other) for one, other, _cosine in found}
    assert [pair[2] for pair in found] == sorted((pair[2] for pair in found), reverse=True)


def test_the_idea_that_is_further_survives_then_the_one_with_more_votes() -> None:
    planned = idea(9, Status.PLANNED, horizon=Horizon.NOW)
    assert duplicate_of(idea(1, votes=50), planned).into == planned
    assert duplicate_of(idea(1), idea(2, votes=3)).into.number == 2
    assert duplicate_of(idea(2), idea(1)).into.number == 1


def merged(subject_id: int, field: str, before: object = None, after: object = None) -> Change:
    return replace(change(subject_id, field, before, after), door=MERGING)


GONE = idea(2, Status.MERGED, merged_into_id=1)
STORY = (
    *(merged(2, "vote", before={"user": user}) for user in "abc"),
    *(merged(1, "vote", after={"user": user}) for user in "ab"),
    merged(2, "evidence", before=5),
    merged(1, "evidence", after=5),
    merged(2, "status", "open", "merged"),
    merged(2, "merged", after=1),
    merged(1, "absorbed", after=2),
)


def test_a_digest_tells_a_merge_in_one_line_and_nothing_that_went_over() -> None:
    facts = Facts(changes=STORY, ideas={1: idea(1, votes=4), 2: GONE}, links={1: "https://x"})
    digest = select(brief(), facts)
    [listing] = digest.listings
    [line] = listing.lines
    assert (listing.section, line.number, line.was) == (Section.MOVED, 2, "Open")
    assert (line.place, line.url) == ("merged into I-1", "https://x")
    assert digest.items == 1


def test_a_merge_that_was_undone_since_is_not_told() -> None:
    back = (
        *(merged(2, "vote", after={"user": user}) for user in "abc"),
        *(merged(1, "vote", before={"user": user}) for user in "ab"),
        merged(2, "status", "merged", "open"),
        merged(2, "merged", before=1),
    )
    facts = Facts(changes=(*STORY, *back), ideas={1: idea(1), 2: idea(2)})
    assert select(brief(), facts).items == 0


def test_what_was_shipped_before_its_merge_is_not_told_as_shipped_again() -> None:
    shipped = idea(2, Status.SHIPPED)
    facts = Facts(changes=(merged(2, "status", "merged", "shipped"),), ideas={2: shipped})
    [listing] = select(brief(), facts).listings
    assert (listing.section, listing.lines[0].was) == (Section.MOVED, "Merged")


def test_one_reader_hears_of_the_merge_of_what_they_voted_for() -> None:
    mine = Mine(voted=frozenset({1}))  # their vote went over
    facts = Facts(changes=STORY, ideas={1: idea(1), 2: GONE}, mine=mine)
    chosen = brief(filters=Filters())
    assert [one.lines[0].number for one in select(chosen, facts).listings if one.lines] == [2]
