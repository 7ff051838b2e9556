"""Merging ideas: who may, what is refused, and what happens when two do it at once."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.core.errors import InvalidInput, NotAllowed, UserError
from domain.ideas.model import Status
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.merging import merge as merging
from services.rounds import actions as rounds
from storage.database.engine import Database
from tests.support.ideas import tally
from tests.support.make import NOON, request
from tests.support.merging import CSV_CARD, EXCEL_CARD, pair, vote


def test_two_who_merge_both_ways_at_once_get_one_merge_and_one_sentence(
    database: Database,
) -> None:
    two = pair(database)
    vote(database, two, EXCEL_CARD, "ab")
    vote(database, two, CSV_CARD, "bc")
    start, answers = threading.Barrier(2, timeout=10), []

    def merge(number: int, into: int) -> None:
        start.wait()
        try:
            answers.append(merging.merge(database, two.asked, number, into).into.votes)
        except UserError as refused:
            answers.append(refused.message)

    threads = [threading.Thread(target=merge, args=pair_) for pair_ in ((1, 2), (2, 1))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=20)
    won, lost = sorted(answers, key=lambda one: isinstance(one, str))
    assert won == 3
    assert "already: somebody merged it" in str(lost)


def test_no_vote_is_lost_that_comes_while_ideas_are_merged(database: Database) -> None:
    two = pair(database)
    start = threading.Barrier(4, timeout=10)

    def storm(users: range) -> None:
        start.wait()
        for number in users:
            vote(database, two, EXCEL_CARD, chr(ord("a") + number))

    def merge() -> None:
        start.wait()
        for _turn in range(2):
            merging.merge(database, two.asked, 2, 1)
            merging.undo(database, two.asked, 2)
        merging.merge(database, two.asked, 2, 1)

    wanted = [threading.Thread(target=storm, args=(range(part, 12, 3),)) for part in range(3)]
    threads = [*wanted, threading.Thread(target=merge)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert tally(database, two.csv) == 12
    merging.undo(database, two.asked, 2)
    assert (tally(database, two.csv), tally(database, two.excel)) == (0, 12)


def test_what_cannot_be_merged_is_refused_in_a_sentence(database: Database) -> None:
    two = pair(database)
    with pytest.raises(NotAllowed, match="Only managers can merge ideas"):
        merging.merge(database, request(two.workspace_id), 2, 1)
    with pytest.raises(InvalidInput, match="into itself"):
        merging.merge(database, two.asked, 2, 2)
    wish = rounds.RoundRequest((2,), ("UADMIN", "UMEMBER"), None, NOON + timedelta(days=2))
    rounds.start(database, replace(two.asked, key="r"), wish)
    with pytest.raises(InvalidInput, match="I-2 is part of R-1"):
        merging.merge(database, two.asked, 2, 1)
    ideas.move(database, two.asked, 1, Status.SHIPPED)
    with pytest.raises(InvalidInput, match="I-1 is shipped and I-2 is not"):
        merging.merge(database, two.asked, 1, 2)
    with pytest.raises(InvalidInput, match="not part of another idea"):
        merging.undo(database, two.asked, 2)


def test_the_same_request_merges_once_and_undoing_ends_after_30_days(database: Database) -> None:
    two = pair(database)
    asked = replace(two.asked, key="once")
    first = merging.merge(database, asked, 2, 1)
    assert merging.merge(database, asked, 2, 1).into == first.into
    late = replace(two.asked, at=NOON + timedelta(days=30, seconds=1))
    with pytest.raises(NotAllowed, match="can be undone for 30 days"):
        merging.undo(database, late, 2)
    merging.undo(database, two.asked, 2)
    merging.undo(database, two.asked, 2)  # the button was pressed twice
    assert idea_pages.get(database, two.asked, 2).idea.status is Status.OPEN
