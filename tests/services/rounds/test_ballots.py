"""Ballots on both databases: hidden until the count, everybody within their budget."""

from datetime import timedelta
from typing import Any

import pytest

from domain.core.errors import InvalidInput, NotAllowed
from domain.core.outbox import Kind
from domain.core.people import Channel, Person
from domain.feedback.model import Draft
from domain.objectives.forms import TypedObjective
from domain.rounds.ballots import Count
from domain.rounds.commands import RoundInput
from domain.rounds.model import RoundPage
from domain.workspace import UserGroup
from services.feedback import capture as feedback
from services.ideas import evidence as ideas_evidence
from services.objectives import actions as objectives
from services.rounds import ballot_count, ballots
from services.rounds import lifecycle as round_life
from services.rounds import pages as round_pages
from storage.channels import queries as channels
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.workspace import people, user_groups
from tests.support.ideas import take
from tests.support.make import NOON, request, workspace
from tests.support.rounds import ENDS, ballot, on_home, said
from tests.support.rounds import ideas as some_ideas


@pytest.fixture
def place(database: Database) -> int:
    found = workspace(database).id
    with database.transaction() as session:
        people.save(session, found, [Person("UERIN", "Erin"), Person("UEMIL", "Emil")], NOON)
        at = [Channel("C1", "product", is_member=True), Channel("C2", "far", is_member=False)]
        channels.save(session, found, at, NOON)
    some_ideas(database, found, 3)
    said(database)
    return found


def vote(database: Database, place: int, user: str, at: str | None = "C1", **points: str) -> Any:
    typed = {int(key[1:]): text for key, text in points.items()}
    return ballots.cast(database, request(place, user), 1, typed, at)


def counted(database: Database, place: int, user: str = "UMEMBER") -> Count:
    found = round_pages.open_page(database, request(place, user), 1)
    assert isinstance(found, Count)
    return found


def test_a_ballot_is_posted_once_and_counts_stay_hidden_until_it_closes(
    database: Database, place: int
) -> None:
    ballot(database, place)
    ballot(database, place)
    assert [one[:2] for one in said(database)] == [("round_asked", "C1")]
    vote(database, place, "UERIN", i1="7", i2="3")
    page = round_pages.open_page(database, request(place, "UADMIN"), 1)
    assert isinstance(page, RoundPage) and page.answered == 1
    with database.reading() as session:
        log = changes.between(session, place, 0, 10_000)
    hidden = [page, on_home(database, request(place, "UADMIN")), log]
    assert "points" not in str([one.after for one in log]) and "7" not in str(log[-1].after)
    assert "loudest" not in str(hidden)
    round_life.run(database, (place, 1), ENDS)
    places = counted(database, place).places
    assert [(one.number, one.points) for one in places] == [(1, 7), (2, 3), (3, 0)]
    assert [one[:2] for one in said(database, ENDS)] == [("ballot_result", "C1")]


def test_a_ballot_may_change_and_be_taken_back_until_it_closes(
    database: Database, place: int
) -> None:
    ballot(database, place)
    vote(database, place, "UERIN", i1="10")
    assert dict(vote(database, place, "UERIN", i2="4", i3="6").mine) == {2: 4, 3: 6}
    vote(database, place, "UEMIL", i2="1")
    vote(database, place, "UEMIL", i2="")
    round_life.reveal(database, request(place, "UADMIN"), 1)
    found = counted(database, place)
    assert (found.voters, found.points, found.invited) == (1, 10, None)
    with pytest.raises(InvalidInput, match="has been revealed"):
        vote(database, place, "UERIN", i1="1")


def test_too_many_points_are_refused_and_nothing_changes(database: Database, place: int) -> None:
    ballot(database, place)
    vote(database, place, "UERIN", i1="2")
    with pytest.raises(InvalidInput, match="Take 3 points back") as refused:
        vote(database, place, "UERIN", i1="5", i2="8")
    assert refused.value.field == "2"
    form = ballots.form(database, request(place, "UERIN"), 1, "C1")
    assert dict(form.mine) == {1: 2}


def test_named_people_alone_vote_and_the_turn_out_is_told(database: Database, place: int) -> None:
    ballot(database, place, people=("UERIN", "UEMIL", "UMEMBER"))
    assert [one[:2] for one in said(database)] == [
        ("round_asked", user) for user in ("UERIN", "UEMIL", "UMEMBER")
    ]
    vote(database, place, "UERIN", None, i1="1")
    with pytest.raises(NotAllowed, match="is for others"):
        vote(database, place, "UADMIN", i1="1")
    round_life.run(database, (place, 1), ENDS)
    found = counted(database, place)
    assert (found.voters, found.invited) == (1, 3)
    note = [data for template, _to, data in said(database, ENDS) if template == "round_note"]
    assert note[0]["missing"] == ["UEMIL", "UMEMBER"]


def test_who_is_not_in_the_channel_does_not_vote_from_elsewhere(
    database: Database, place: int
) -> None:
    ballot(database, place)
    with pytest.raises(NotAllowed, match="Press its button there"):
        vote(database, place, "UERIN", "C7", i1="1")
    vote(database, place, "UERIN", "C1", i1="1")
    assert dict(vote(database, place, "UERIN", None, i1="2").mine) == {1: 2}


def test_the_result_says_what_customers_stand_behind_it(database: Database, place: int) -> None:
    draft = Draft("They ask every week", customer="Acme")
    asked = request(place, key="feedback:1")
    number = feedback.capture(database, asked, draft).feedback.number
    ideas_evidence.link(database, asked, 1, number)
    ballot(database, place)
    vote(database, place, "UERIN", i1="6", i2="4")
    round_life.reveal(database, request(place, "UADMIN"), 1)
    concentration = counted(database, place).concentration
    assert concentration is not None
    [weight] = concentration.customers
    assert (weight.customer, weight.share, weight.alone) == ("Acme", 0.6, 0.6)


def test_the_result_says_how_much_each_team_gave(database: Database, place: int) -> None:
    support = UserGroup("S1", "support", "Support", ("UEMIL", "UERIN"))
    with database.transaction() as session:
        user_groups.replace_all(session, place, [support, UserGroup("S2", "pm", "Product")])
    ballot(database, place)
    vote(database, place, "UERIN", i1="6")
    vote(database, place, "UMEMBER", i2="2")
    round_life.reveal(database, request(place, "UADMIN"), 1)
    concentration = counted(database, place).concentration
    assert concentration is not None
    found = [(one.team, one.share, one.voters) for one in concentration.teams]
    assert found == [("Support", 0.75, 1), ("", 0.25, 1)]


def test_a_ballot_may_be_tied_to_an_objective(database: Database, place: int) -> None:
    typed = TypedObjective(
        title="Fewer tickets",
        owner_id="UADMIN",
        period="2026-10-01",
        measure="Tickets a week",
        start="25",
        target="10",
    )
    made = objectives.create(database, request(place, "UADMIN"), typed)
    offered = round_pages.draft(database, request(place, "UADMIN"), RoundInput(), "C1").objectives
    assert offered == ((made.number, "Fewer tickets"),)
    assert ballot(database, place, objective=made.number).objective == "O-1 Fewer tickets"
    vote(database, place, "UERIN", i1="6")
    round_life.reveal(database, request(place, "UADMIN"), 1)
    assert counted(database, place).objective == "O-1 Fewer tickets"
    with pytest.raises(InvalidInput, match="objective is not there any more"):
        ballot(database, place, key="view:2", objective=7)


def test_the_turn_out_of_a_channel_is_of_those_who_are_there(
    database: Database, place: int
) -> None:
    ballot(database, place)
    ballot_count.learned_members(database, take(database, Kind.COUNT_MEMBERS), 8, NOON)
    vote(database, place, "UERIN", i1="6")
    round_life.reveal(database, request(place, "UADMIN"), 1)
    assert (counted(database, place).voters, counted(database, place).invited) == (1, 8)


def test_everybody_in_the_channel_is_reminded_once_there(database: Database, place: int) -> None:
    ballot(database, place)
    said(database)
    eve = ENDS - timedelta(days=1)
    for which in round_life.due(database, eve):
        round_life.run(database, which, eve)
    assert round_life.due(database, eve) == []
    assert [one[:2] for one in said(database, ENDS)] == [("round_reminder", "C1")]


def test_bad_ballots_get_a_sentence_at_their_field(database: Database, place: int) -> None:
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"title": " "}, "title", "question is empty"),
        ({"numbers": range(1, 201)}, "ideas", "these are 200"),
        ({"budget": "0"}, "budget", "from 1 to 100"),
        ({"channel": None}, "channel", "whose members vote"),
        ({"channel": "C2"}, "channel", "I am not in that channel"),
        ({"deadline": NOON}, "deadline", "is past"),
    ]
    for facts, field, sentence in cases:
        with pytest.raises(InvalidInput, match=sentence) as refused:
            ballot(database, place, **facts)
        assert refused.value.field == field
