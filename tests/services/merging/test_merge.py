"""Merging ideas: everything goes over once, and comes back as it was."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.core.errors import InvalidInput
from domain.core.outbox import Kind
from domain.core.people import Request
from domain.feedback.model import Draft, FeedbackState
from domain.idea_page.page import Evidence
from domain.ideas.model import Horizon
from domain.roadmap.board import Board
from domain.roadmap.commands import RoadmapView
from domain.roadmap.promises import NewPromise
from services.decisions import actions as decisions
from services.feedback import capture as feedback
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas import evidence as ideas_evidence
from services.ideas.actions import NewIdea
from services.merging import merge as merging
from services.objectives import actions as objectives
from services.objectives import links as objectives_links
from services.roadmap import (
    as_of as past_roadmap,
)
from services.roadmap import (
    dependencies,
    promises,
    time_travel,
)
from services.roadmap import (
    plans as idea_plans,
)
from services.similarity import suggestions as likeness
from services.votes import actions as votes
from services.votes import cards, filing
from services.votes import tally as counting
from storage.database.engine import Database
from storage.ideas import queries as idea_storage
from storage.votes import imported as imported_votes
from tests.support.databases import Reused
from tests.support.ideas import filed, react, take, tally
from tests.support.make import NOON, request
from tests.support.merging import CSV_CARD, EXCEL_CARD, Pair, due, held, pair, vote
from tests.support.samples import DECISION, OBJECTIVE


def test_who_votes_for_both_is_one_vote(database: Database) -> None:
    two = pair(database)
    vote(database, two, EXCEL_CARD, "abcde")
    vote(database, two, CSV_CARD, "defg")
    plan = merging.preview(database, two.asked, 2, 1)
    assert (plan.votes, plan.common_votes) == (7, 2)
    done = merging.merge(database, two.asked, 2, 1)
    assert done.into.votes == tally(database, two.csv) == 7


def test_a_vote_taken_back_on_either_card_counts_until_it_was_the_last(database: Database) -> None:
    two = pair(database)
    vote(database, two, EXCEL_CARD, "ab")
    vote(database, two, CSV_CARD, "b")
    merging.merge(database, two.asked, 2, 1)
    vote(database, two, EXCEL_CARD, "c")
    assert tally(database, two.csv) == 3
    vote(database, two, EXCEL_CARD, "bc", is_added=False)
    assert tally(database, two.csv) == 2
    vote(database, two, CSV_CARD, "b", is_added=False)
    assert tally(database, two.csv) == 1


def test_votes_that_an_import_brought_go_over_and_come_back(database: Database) -> None:
    two = pair(database)
    vote(database, two, CSV_CARD, "a")
    with database.transaction() as session:
        given_for = {two.excel.id: ("Ua", "outside:1"), two.csv.id: ("outside:2",)}
        imported_votes.keep(session, two.workspace_id, given_for, NOON, into={})
        for one in (two.csv, two.excel):
            counting.recount(session, two.asked, one.id)
    assert (tally(database, two.csv), tally(database, two.excel)) == (2, 2)
    assert merging.merge(database, two.asked, 2, 1).into.votes == 3
    merging.undo(database, two.asked, 2)
    assert (tally(database, two.csv), tally(database, two.excel)) == (2, 2)


def test_healing_reads_the_old_card_for_the_survivor(database: Database) -> None:
    two = pair(database)
    vote(database, two, EXCEL_CARD, "a")
    vote(database, two, CSV_CARD, "b")
    merging.merge(database, two.asked, 2, 1)
    votes.request_reconciliation(database, two.workspace_id, NOON)
    for task in due(database, Kind.READ_REACTIONS):
        card = votes.to_read(database, task)
        assert card is not None
        shown = [("Ux", "+1"), ("Ub", "+1")] if card.message_ts == EXCEL_CARD else [("Ux", "+1")]
        later = NOON + timedelta(minutes=1)
        votes.healed(database, task, shown, later, later)
    assert tally(database, two.csv) == 2  # Ux on both cards, Ub on the old one alone


REACTION = st.tuples(st.sampled_from((CSV_CARD, EXCEL_CARD)), st.sampled_from("abc"), st.booleans())


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(REACTION, max_size=5), st.lists(REACTION, max_size=5), st.lists(REACTION))
def test_merging_and_undoing_among_reactions_equals_the_plain_model(
    sqlite_database: Reused,
    before: list[tuple[str, str, bool]],
    meanwhile: list[tuple[str, str, bool]],
    after: list[tuple[str, str, bool]],
) -> None:
    on: dict[str, set[str]] = {CSV_CARD: set(), EXCEL_CARD: set()}
    with sqlite_database.emptied() as database:
        two, clock = pair(database), itertools.count(100)
        for step, reactions in enumerate((before, meanwhile, after[:4])):
            for card, user, is_added in reactions:
                (on[card].add if is_added else on[card].discard)(user)
                at = f"{next(clock)}.1"
                react(database, two.workspace_id, user, card, at=at, is_added=is_added)
                whole = on[CSV_CARD] | on[EXCEL_CARD] if step == 1 else on[CSV_CARD]
                assert tally(database, two.csv) == len(whole)
            if step == 0:
                merging.merge(database, two.asked, 2, 1)
            if step == 1:
                merging.undo(database, two.asked, 2)
            if step != 0:
                assert tally(database, two.excel) == len(on[EXCEL_CARD])
                assert tally(database, two.csv) == len(on[CSV_CARD])


def full(database: Database, two: Pair) -> None:
    """Give I-2 something of everything, and I-1 some of the same."""
    asked, key = two.asked, "full"
    for text in ("Excel please", "Excel again", "Both of them"):
        feedback.capture(database, request(two.workspace_id, key=text), Draft(text))
    for idea_number, number in ((2, 1), (2, 2), (2, 3), (1, 3)):
        ideas_evidence.link(database, asked, idea_number, number)
    for number in (1, 2):
        typed = replace(OBJECTIVE, title=f"Objective {number}", owner_id="UADMIN")
        objectives.create(database, replace(asked, key=f"{key}{number}"), typed)
    objectives_links.serve(database, asked, 2, [1, 2])
    objectives_links.serve(database, asked, 1, [1])
    about = replace(DECISION, decided_by=("UADMIN",), idea_numbers=(2,))
    decisions.record(database, replace(asked, key=key), about)
    filed(database, two.workspace_id, "Column types")  # I-3
    filed(database, two.workspace_id, "A report")  # I-4
    dependencies.need(database, asked, 2, [3])
    dependencies.need(database, asked, 4, [2])
    ideas.move(database, asked, 2, Horizon.NEXT)
    idea_plans.set_dates(database, asked, 2, "by 2026-12-15 firm")
    told = NewPromise("Acme", NOON.date() + timedelta(days=30), "UMEMBER")
    promises.promise(database, replace(asked, key=key), 2, told)
    vote(database, two, EXCEL_CARD, "ab")
    vote(database, two, CSV_CARD, "b")


def test_everything_goes_over_once_and_comes_back_as_it_was(database: Database) -> None:
    two = pair(database)
    full(database, two)
    pages = [idea_pages.get(database, two.asked, number) for number in (1, 2)]
    stood = [held(database, two.workspace_id, one.id) for one in (two.csv, two.excel)]
    done = merging.merge(database, two.asked, 2, 1)
    page = idea_pages.get(database, two.asked, 1)
    assert (page.idea.evidence, page.idea.votes) == (3, 2)
    assert [one.number for one in page.ties.objectives] == [1, 2]
    assert [one.number for one in page.ties.decisions] == [1]
    assert [one.number for one in page.plan.needs] == [3]
    assert [one.number for one in page.plan.needed_by] == [4]
    assert [one.commitment.promise.number for one in page.plan.promised] == [1]
    assert done.into.dates == pages[1].idea.dates  # it had none
    assert [one.number for one in page.merged] == [2]
    merging.undo(database, two.asked, 2)
    again = [idea_pages.get(database, two.asked, number) for number in (1, 2)]
    assert [one.idea for one in again] == [one.idea for one in pages]
    assert [one.plan.needs for one in again] == [one.plan.needs for one in pages]
    assert [one.plan.promised for one in again] == [one.plan.promised for one in pages]
    assert [one.ties for one in again] == [one.ties for one in pages]
    now = [held(database, two.workspace_id, one.id) for one in (two.csv, two.excel)]
    assert now == stood


def test_what_came_to_the_survivor_meanwhile_stays_with_it(database: Database) -> None:
    two = pair(database)
    full(database, two)
    merging.merge(database, two.asked, 2, 1)
    feedback.capture(database, request(two.workspace_id, key="new"), Draft("Later"))
    ideas_evidence.link(database, two.asked, 2, 4)  # by its old number
    ideas_evidence.unlink(database, two.asked, 1, 1)
    idea_plans.set_dates(database, two.asked, 1, "by 2027-03-31")
    merging.undo(database, two.asked, 2)
    csv, excel = (idea_pages.get(database, two.asked, number) for number in (1, 2))
    assert {one.feedback.number for one in csv.evidence} == {3, 4}
    assert {one.feedback.number for one in excel.evidence} == {1, 2, 3}
    assert all(one.feedback.state is FeedbackState.LINKED for one in excel.evidence)
    assert str(csv.idea.ends_on) == "2027-03-31"


@pytest.mark.both_databases
def test_what_two_merges_brought_leaves_with_the_last_of_them(database: Database) -> None:
    two = pair(database)
    full(database, two)
    filed(database, two.workspace_id, "Spreadsheets")  # I-5
    ideas_evidence.link(database, two.asked, 5, 1)
    for number in (2, 5):
        merging.merge(database, two.asked, number, 1)
    merging.undo(database, two.asked, 2)
    assert {one.feedback.number for one in evidence_of(database, two, 1)} == {1, 3}
    merging.undo(database, two.asked, 5)
    assert {one.feedback.number for one in evidence_of(database, two, 1)} == {3}
    assert {one.feedback.number for one in evidence_of(database, two, 5)} == {1}


def evidence_of(database: Database, two: Pair, number: int) -> tuple[Evidence, ...]:
    return idea_pages.get(database, two.asked, number).evidence


def test_a_chain_of_merges_leads_to_the_last_and_is_undone_from_there(database: Database) -> None:
    two = pair(database)
    filed(database, two.workspace_id, "Data export")  # I-3
    vote(database, two, EXCEL_CARD, "ab")
    merging.merge(database, two.asked, 2, 1)
    assert merging.preview(database, two.asked, 1, 3).earlier == (2,)
    merging.merge(database, two.asked, 1, 3)
    page = idea_pages.get(database, two.asked, 2)
    assert (page.idea.number, page.asked, page.idea.votes) == (3, 2, 2)
    with pytest.raises(InvalidInput, match="Undo that one first: /idea I-1 unmerge"):
        merging.undo(database, two.asked, 2)
    merging.undo(database, two.asked, 1)
    assert idea_pages.get(database, two.asked, 2).idea.number == 1
    merging.undo(database, two.asked, 2)
    assert tally(database, two.excel) == 2


@pytest.mark.both_databases
def test_a_circle_of_needs_is_left_out_and_said_before(database: Database) -> None:
    two = pair(database)
    filed(database, two.workspace_id, "Column types")  # I-3
    dependencies.need(database, two.asked, 2, [3])
    dependencies.need(database, two.asked, 3, [1])
    dependencies.need(database, two.asked, 2, [1])
    plan = merging.preview(database, two.asked, 2, 1)
    assert [one.other.number for one in plan.left_out] == [3]
    merging.merge(database, two.asked, 2, 1)
    assert idea_pages.get(database, two.asked, 1).plan.needs == ()
    merging.undo(database, two.asked, 2)
    needs = idea_pages.get(database, two.asked, 2).plan.needs
    assert sorted(one.number for one in needs) == [1, 3]


def test_a_merged_idea_is_found_under_its_number_and_words_as_the_other(database: Database) -> None:
    two = pair(database)
    filed(database, two.workspace_id, "Night mode")
    merging.merge(database, two.asked, 2, 1)
    for words in ("I-2", "excel", "2"):
        found = idea_pages.suggest(database, two.workspace_id, words)
        assert 2 not in [one.number for one in found]
        assert found[0].number == 1
    listed = idea_pages.shortlist(database, two.asked, "")
    assert [one.number for one in listed.ideas] == [1, 3]
    alike = likeness.alike(database, two.asked, "Export to Excel", kinds=("idea",))
    assert [one.reference for one in alike] == ["I-1"]
    assert (
        idea_pages.filed(
            database,
            two.asked,
            filing.file(database, two.asked, NewIdea("Export to Excel"), None),
            None,
        ).twin
        == idea_pages.get(database, two.asked, 1).idea
    )


def test_deeds_by_the_old_number_are_done_to_the_survivor(database: Database) -> None:
    two = pair(database)
    merging.merge(database, two.asked, 2, 1)
    assert ideas.move(database, two.asked, 2, Horizon.NOW).number == 1
    assert idea_plans.set_dates(database, two.asked, 2, "Q1 2027")[0].number == 1
    told = NewPromise("Acme", NOON.date() + timedelta(days=200), "UADMIN")
    made = promises.promise(database, replace(two.asked, key="p"), 2, told)
    assert made.idea_id == two.csv.id
    with pytest.raises(InvalidInput, match="cannot need itself"):
        dependencies.need(database, two.asked, 1, [2])
    about = replace(DECISION, decided_by=("UADMIN",), idea_numbers=(1, 2))
    assert decisions.record(database, replace(two.asked, key="d"), about).idea_numbers == (1,)


def board_at(database: Database, request: Request, at: datetime) -> Board:
    return past_roadmap.at_instant(database, request, at, RoadmapView()).board


@pytest.mark.both_databases
def test_the_board_before_the_merge_is_shown_as_it_was(database: Database) -> None:
    two = pair(database)
    full(database, two)
    later = replace(two.asked, at=NOON + timedelta(days=1))
    before = board_at(database, later, NOON)
    merging.merge(database, later, 2, 1)
    merged = replace(two.asked, at=NOON + timedelta(days=2))
    assert board_at(database, merged, NOON) == before
    with database.reading() as session:
        ids, at = [two.csv.id, two.excel.id], merged.at
        then = time_travel.ideas_at(session, two.workspace_id, ids, at)
        now = idea_storage.in_order(session, two.workspace_id, ids)
    assert [then[one.id] for one in now] == now
    since = time_travel.changes_since(database, merged, "1 day ago")
    assert ("merged", 2) in [(one.kind.value, one.idea.number) for one in since.changes]
    merging.undo(database, merged, 2)
    assert board_at(database, merged, merged.at).columns == before.columns


def test_who_filed_the_idea_is_told_where_it_went(database: Database) -> None:
    two = pair(database)
    merging.merge(database, two.asked, 2, 1)
    task = take(database, Kind.TELL)
    assert (task.payload["user"], task.payload["template"]) == ("UMEMBER", "idea_merged")


def test_a_card_that_is_being_posted_during_the_merge_counts_for_the_survivor(
    database: Database,
) -> None:
    two = pair(database)
    filed(database, two.workspace_id, "Spreadsheets")
    task = take(database, Kind.POST_CARD)
    showing = cards.to_show(database, task)
    assert showing is not None
    merging.merge(database, two.asked, 3, 1)
    cards.posted(database, task, showing, "1763899200.000300", "shown", NOON)
    vote(database, two, "1763899200.000300", "a")
    assert tally(database, two.csv) == 1
    assert len(due(database, Kind.UPDATE_CARD)) == 2  # it shows what it is part of now


def test_the_old_card_points_to_the_survivor(database: Database) -> None:
    two = pair(database)
    merging.merge(database, two.asked, 2, 1)
    faces = {}
    for task in due(database, Kind.UPDATE_CARD):
        showing = cards.to_show(database, task)
        assert showing is not None
        faces[showing.card.message_ts] = showing.face
    assert faces[EXCEL_CARD].idea.number == 1
    assert faces[EXCEL_CARD].merged is not None
    assert faces[EXCEL_CARD].merged.number == 2
    assert faces[CSV_CARD].merged is None
