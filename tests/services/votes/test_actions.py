"""Votes: one person is one vote, in whatever order and however often the news arrives."""

import itertools
from dataclasses import replace
from datetime import timedelta

from sqlmodel import select

from domain.core.outbox import Kind
from domain.core.people import Person
from services.votes import actions as votes
from services.votes import cards
from services.workspace import people, settings
from services.workspace.settings import SettingsForm
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.schema import OutboxRow, ReactionRow
from tests.support.ideas import card_of, filed, posted, react, take, tally
from tests.support.make import NOON, request, workspace

TS = "1763899200.000100"


def test_a_reaction_is_a_vote_and_taking_it_back_subtracts_it(database: Database) -> None:
    idea = filed(database, workspace(database).id)
    posted(database, idea, TS)
    react(database, idea.workspace_id, "U1", TS, at="10.1")
    assert tally(database, idea) == 1
    react(database, idea.workspace_id, "U1", TS, at="10.2", is_added=False)
    assert tally(database, idea) == 0


def test_skin_tones_aliases_and_other_cards_are_one_vote(database: Database) -> None:
    idea = filed(database, workspace(database).id)
    posted(database, idea, TS)
    posted(database, idea, "1763899200.000200", "C2")
    for number, emoji in enumerate(("+1", "+1::skin-tone-4", "thumbsup", "thumbsup::skin-tone-2")):
        react(database, idea.workspace_id, "U1", TS, at=f"10.{number + 1}", emoji=emoji)
    react(database, idea.workspace_id, "U1", "1763899200.000200", at="11.1", channel="C2")
    assert tally(database, idea) == 1
    for number, emoji in enumerate(("+1", "+1::skin-tone-4", "thumbsup", "thumbsup::skin-tone-2")):
        react(
            database,
            idea.workspace_id,
            "U1",
            TS,
            at=f"12.{number + 1}",
            emoji=emoji,
            is_added=False,
        )
    assert tally(database, idea) == 1
    react(
        database,
        idea.workspace_id,
        "U1",
        "1763899200.000200",
        at="13.1",
        channel="C2",
        is_added=False,
    )
    assert tally(database, idea) == 0


def test_the_order_of_arrival_does_not_matter(database: Database) -> None:
    idea = filed(database, workspace(database).id)
    posted(database, idea, TS)
    news = [("10.1", True), ("10.2", False), ("10.3", True)]
    orders = list(itertools.permutations(news))
    for number, order in enumerate(orders):
        for at, is_added in (*order, *order):
            react(database, idea.workspace_id, f"U{number}", TS, at=at, is_added=is_added)
    assert tally(database, idea) == len(orders)


def test_a_removal_that_arrives_first_wins_over_the_older_addition(database: Database) -> None:
    idea = filed(database, workspace(database).id)
    posted(database, idea, TS)
    react(database, idea.workspace_id, "U1", TS, at="10.2", is_added=False)
    react(database, idea.workspace_id, "U1", TS, at="10.1")
    assert tally(database, idea) == 0


def test_the_seed_of_the_bot_and_other_bots_do_not_count(database: Database) -> None:
    one = workspace(database)
    people.learn(database, one.id, [Person("UOTHERBOT", "Poll", is_bot=True)], NOON)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    react(database, one.id, "UBOT", TS, at="10.1")
    react(database, one.id, "UOTHERBOT", TS, at="10.2")
    assert tally(database, idea) == 0


def test_somebody_unknown_counts_until_slack_says_it_is_a_bot(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    react(database, one.id, "UNEW", TS, at="10.1")
    assert tally(database, idea) == 1
    task = take(database, Kind.READ_PERSON)
    assert task.payload == {"user": "UNEW"}
    people.learned(database, task, [Person("UNEW", "Poll", is_bot=True)], NOON)
    assert tally(database, idea) == 0
    people.learn(database, one.id, [Person("UNEW", "Nora")], NOON)
    assert tally(database, idea) == 1


def test_a_reaction_that_arrives_before_the_card_is_recorded_counts(database: Database) -> None:
    idea = filed(database, workspace(database).id)
    react(database, idea.workspace_id, "U1", TS, at="10.1")
    assert tally(database, idea) == 0
    posted(database, idea, TS)
    assert tally(database, idea) == 1


def test_reactions_elsewhere_leave_no_trace(database: Database) -> None:
    idea = filed(database, workspace(database).id)
    posted(database, idea, TS)
    react(database, idea.workspace_id, "U1", "1763899200.999999", at="10.1")
    react(database, idea.workspace_id, "U1", TS, at="10.1", channel="C9")
    with database.reading() as session:
        assert session.exec(select(ReactionRow)).all() == []


def test_reactions_on_a_deleted_card_do_not_count(database: Database) -> None:
    idea = filed(database, workspace(database).id)
    posted(database, idea, TS)
    react(database, idea.workspace_id, "U1", TS, at="10.1")
    cards.message_deleted(database, idea.workspace_id, "C1", TS, NOON)
    assert tally(database, idea) == 0
    react(database, idea.workspace_id, "U2", TS, at="10.2")
    assert tally(database, idea) == 0


def test_every_vote_is_in_the_change_log_once(database: Database) -> None:
    idea = filed(database, workspace(database).id)
    posted(database, idea, TS)
    for _ in range(2):
        react(database, idea.workspace_id, "U1", TS, at="10.1")
        react(database, idea.workspace_id, "U1", TS, at="10.2", is_added=False)
    with database.reading() as session:
        log = changes.of_subject(session, idea.workspace_id, "idea", idea.id)
    told = [(one.before, one.after) for one in log if one.field == "vote"]
    assert told == [(None, {"user": "U1"}), ({"user": "U1"}, None)]


def test_another_vote_emoji_counts_all_ideas_anew_and_is_seeded(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    react(database, one.id, "U1", TS, at="10.1")
    react(database, one.id, "U2", TS, at="10.1", emoji="tada")
    react(database, one.id, "U3", TS, at="10.2", emoji="tada")
    wish = SettingsForm(None, "inbox_tray", ":tada:", None, ())
    settings.change(database, request(one.id, "UADMIN"), wish)
    assert tally(database, idea) == 2
    with database.reading() as session:
        marks = session.exec(select(OutboxRow).where(OutboxRow.kind == Kind.MARK.value)).all()
    assert {row.payload["emoji"] for row in marks} == {"+1", "tada"}


def test_healing_makes_the_votes_what_slack_shows(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    react(database, one.id, "U1", TS, at="10.1")
    votes.heal_votes(database, NOON)
    task = take(database, Kind.READ_REACTIONS)
    shown = [("U2", "+1"), ("U3", "+1::skin-tone-2"), ("UBOT", "+1"), ("U4", "tada")]
    votes.healed(database, task, shown, NOON, NOON)
    assert tally(database, idea) == 2
    react(database, one.id, "U1", TS, at="10.2")
    assert tally(database, idea) == 2, "older than the reading, which showed that it is gone"


def test_healing_leaves_alone_what_changed_since_the_reading_began(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    votes.request_reconciliation(database, one.id, NOON)
    task = take(database, Kind.READ_REACTIONS)
    late = (NOON - timedelta(seconds=2)).timestamp()
    react(database, one.id, "U1", TS, at=f"{late:.6f}")
    votes.healed(database, task, [], NOON, NOON)
    assert tally(database, idea) == 1


def test_two_healings_in_a_row_read_each_card_once(database: Database) -> None:
    one = workspace(database)
    posted(database, filed(database, one.id), TS)
    votes.heal_votes(database, NOON)
    votes.heal_votes(database, NOON)
    with database.reading() as session:
        kind = Kind.READ_REACTIONS.value
        assert len(session.exec(select(OutboxRow).where(OutboxRow.kind == kind)).all()) == 1


def test_a_healing_errand_whose_lease_was_lost_changes_nothing(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    votes.heal_votes(database, NOON)
    task = take(database, Kind.READ_REACTIONS)
    votes.healed(database, replace(task, lease_owner="another"), [("U2", "+1")], NOON, NOON)
    assert tally(database, idea) == 0


def test_a_card_is_renewed_once_for_many_votes(database: Database) -> None:
    one = workspace(database)
    idea = filed(database, one.id)
    posted(database, idea, TS)
    for number in range(5):
        react(database, one.id, f"U{number}", TS, at="10.1")
    with database.reading() as session:
        found = session.exec(select(OutboxRow).where(OutboxRow.kind == Kind.UPDATE_CARD.value))
        (row,) = found.all()
    assert row.payload == {"card": card_of(database, idea, TS)}
    assert row.not_before == NOON + timedelta(seconds=5)


def test_votes_of_one_workspace_do_not_reach_another(database: Database) -> None:
    first, second = workspace(database, "T1"), workspace(database, "T2")
    idea = filed(database, first.id)
    posted(database, idea, TS)
    react(database, second.id, "U1", TS, at="10.1")
    assert tally(database, idea) == 0
