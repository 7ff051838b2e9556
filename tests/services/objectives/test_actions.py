"""Objectives: set by managers, reported by their owners, joined with ideas, edited by two."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.people import Person
from domain.objectives.forms import TypedObjective, typed_of
from domain.objectives.model import Confidence, Objective, ObjectiveState
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.objectives import actions as objectives
from services.objectives import links as objectives_links
from services.objectives import pages as objective_pages
from services.objectives import progress
from services.objectives.progress import Typed
from services.votes import filing
from storage.database.engine import Database
from storage.objectives import queries as storage
from storage.outbox import change_log as changes
from storage.schema import OutboxRow
from storage.workspace import people
from tests.support.make import NOON, request, workspace

ACTIVATION = TypedObjective(
    title="New teams get going in a day",
    owner_id="UMEMBER",
    period="2026-10-01",
    measure="Teams that invite a colleague",
    unit="%",
    start="25",
    target="40 %",
    rhythm="weekly",
)


def set_one(database: Database, workspace_id: int, typed: TypedObjective = ACTIVATION) -> Objective:
    return objectives.create(database, request(workspace_id, "UADMIN"), typed)


def idea(database: Database, workspace_id: int, title: str = "Export", by: str = "UADMIN") -> int:
    return filing.file(database, request(workspace_id, by), NewIdea(title), None).number


def told(database: Database, user_id: str) -> list[dict[str, Any]]:
    with database.reading() as session:
        rows = session.exec(select(OutboxRow).order_by("id")).all()  # type: ignore[arg-type]
        return [row.payload for row in rows if row.payload.get("user") == user_id]


def test_a_manager_sets_an_objective_and_the_same_request_sets_one(database: Database) -> None:
    one = workspace(database).id
    asked = request(one, "UADMIN", "view:1")
    first = objectives.create(database, asked, ACTIVATION)
    again = objectives.create(database, asked, replace(ACTIVATION, title="Other"))
    assert (first.reference, again) == ("O-1", first)
    assert (first.starts_on, first.ends_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (first.measure.current, first.progress) == (25, 0)
    assert set_one(database, one).number == 2
    with pytest.raises(NotAllowed, match=r"Only managers can set objectives\. Please ask Priya"):
        objectives.create(database, request(one), ACTIVATION)


def test_the_owner_is_asked_once_each_monday_and_once_after_the_period(database: Database) -> None:
    one = workspace(database).id
    made = set_one(database, one)
    assert made.next_ask_at == datetime(2026, 11, 30, 9, tzinfo=UTC)  # London, Sam's own zone
    assert progress.due(database, NOON) == []
    monday = datetime(2026, 11, 30, 9, tzinfo=UTC)
    ((workspace_id, row_id),) = progress.due(database, monday)
    assert progress.ask(database, (workspace_id, row_id), monday)
    assert not progress.ask(database, (workspace_id, row_id), monday)
    late = datetime(2027, 1, 20, tzinfo=UTC)
    assert progress.ask(database, progress.due(database, late)[0], late)
    assert progress.due(database, late + timedelta(days=60)) == []
    asks = [one for one in told(database, "UMEMBER") if one["template"] == "objective_ask"]
    assert [one["data"]["is_over"] for one in asks] == [False, True]


def test_who_has_left_is_not_asked_but_who_set_the_objective(database: Database) -> None:
    one = workspace(database).id
    set_one(database, one)
    with database.transaction() as session:
        people.save(session, one, [Person("UMEMBER", "Sam", is_deleted=True)], NOON)
    monday = datetime(2026, 11, 30, 9, tzinfo=UTC)
    progress.ask(database, progress.due(database, monday)[0], monday)
    assert not told(database, "UMEMBER")
    assert [one["template"] for one in told(database, "UADMIN")] == ["objective_ask"]


def test_a_report_is_kept_once_and_moves_the_objective(database: Database) -> None:
    one = workspace(database).id
    number = set_one(database, one).number
    report = Typed("31 %", Confidence.AT_RISK, "The invite mail lands in spam")
    asked = request(one, "UMEMBER", "view:2")
    after = progress.report(database, asked, number, report)
    assert progress.report(database, asked, number, report) == after
    assert (after.measure.current, after.confidence) == (31, Confidence.AT_RISK)
    assert after.progress == pytest.approx(0.4)
    page = objective_pages.page(database, request(one), number)
    assert [(report.value, report.given_by) for report in page.reports] == [(31, "UMEMBER")]
    with database.reading() as session:
        log = changes.of_subject(session, one, "objective", after.id)
    assert [(one.field, one.after) for one in log[:1]] == [("created", ACTIVATION.title)]
    assert (log[1].field, log[1].before["value"], log[1].after["value"]) == ("progress", 25, 31)
    assert len(log) == 2


@pytest.mark.parametrize("value", ["much", "1e308", "nan", "", "-"])
def test_a_report_that_is_no_number_is_refused_beside_its_field(
    database: Database, value: str
) -> None:
    one = workspace(database).id
    number = set_one(database, one).number
    with pytest.raises(InvalidInput) as refused:
        progress.report(database, request(one), number, Typed(value, Confidence.ON_TRACK))
    assert refused.value.field == "value"
    assert objective_pages.page(database, request(one), number).objective.measure.current == 25


def test_only_the_owner_and_managers_report_and_only_while_it_is_open(database: Database) -> None:
    one = workspace(database).id
    number = set_one(database, one, replace(ACTIVATION, owner_id="UADMIN")).number
    report = Typed("30", Confidence.ON_TRACK)
    with pytest.raises(NotAllowed, match="O-1 belongs to Priya"):
        progress.report(database, request(one), number, report)
    objectives.close(database, request(one, "UADMIN"), number, ObjectiveState.MISSED, "No time")
    with pytest.raises(NotAllowed, match="O-1 is closed"):
        progress.report(database, request(one, "UADMIN"), number, report)


def test_closing_stops_the_questions_and_opening_again_resumes_them(database: Database) -> None:
    one = workspace(database).id
    number = set_one(database, one).number
    closed = objectives.close(database, request(one), number, ObjectiveState.PARTLY, "Halfway")
    assert (closed.state, closed.outcome, closed.closed_at) == (
        ObjectiveState.PARTLY,
        "Halfway",
        NOON,
    )
    assert progress.due(database, NOON + timedelta(days=100)) == []
    again = objectives.close(database, request(one), number, ObjectiveState.OPEN, "")
    assert (again.outcome, again.next_ask_at) == ("", datetime(2026, 11, 30, 9, tzinfo=UTC))


def test_two_people_editing_different_fields_both_keep_their_edit(database: Database) -> None:
    one = workspace(database).id
    made = set_one(database, one)
    seen = objective_pages.page(database, request(one), made.number).seen
    form = typed_of(made)
    priya, sam = request(one, "UADMIN"), request(one, "UMEMBER")
    objectives.edit(database, priya, made.number, replace(form, target="45"), seen)
    edited = objectives.edit(database, sam, made.number, replace(form, title="Teams go fast"), seen)
    assert edited.clashes == ()
    assert (edited.objective.title, edited.objective.measure.target) == ("Teams go fast", 45)


def test_two_people_editing_one_field_see_each_other_and_nobody_is_overwritten(
    database: Database,
) -> None:
    one = workspace(database).id
    made = set_one(database, one)
    seen = objective_pages.page(database, request(one), made.number).seen
    form = typed_of(made)
    priya, sam = request(one, "UADMIN"), request(one, "UMEMBER")
    objectives.edit(database, priya, made.number, replace(form, title="Priya's words"), seen)
    mine = replace(form, title="Sam's words", rhythm="monthly")
    edited = objectives.edit(database, sam, made.number, mine, seen)
    assert [(one.field, one.theirs, one.by) for one in edited.clashes] == [
        ("title", "Priya's words", "UADMIN")
    ]
    assert edited.objective.title == "Priya's words"
    assert edited.objective.rhythm == made.rhythm
    after = objectives.edit(database, sam, made.number, mine, edited.seen)
    assert (after.objective.title, after.clashes) == ("Sam's words", ())
    with database.reading() as session:
        log = changes.of_subject(session, one, "objective", made.id)
    titles = [(one.before, one.after) for one in log if one.field == "title"]
    assert titles == [(made.title, "Priya's words"), ("Priya's words", "Sam's words")]


def test_ideas_serve_objectives_from_either_side_once(database: Database) -> None:
    one = workspace(database).id
    first, second = set_one(database, one), set_one(database, one)
    number = idea(database, one)
    asked = request(one, "UADMIN")
    objectives_links.serve(database, asked, number, [1, 2])
    objectives_links.serve(database, asked, number, [2])
    objectives_links.add_ideas(database, asked, 1, [number])
    with database.reading() as session:
        found = ideas.ideas.by_number(session, one, number)
        assert found is not None
        served = storage.serving(session, one, [found.id])[found.id]
        log = changes.of_subject(session, one, "idea", found.id)
    assert [one.number for one in served] == [first.number, second.number]
    assert [one.after for one in log if one.field == "objective"] == [1, 2]
    objectives_links.set_serving(database, asked, number, [2])
    assert objective_pages.page(database, asked, 1).ideas == ()
    assert [one.number for one in objective_pages.page(database, asked, 2).ideas] == [number]
    objectives_links.stop_serving(database, asked, number, [2])
    assert objective_pages.page(database, asked, 2).ideas == ()


def test_a_stranger_to_both_cannot_tie_them_and_nothing_serves_a_closed_one(
    database: Database,
) -> None:
    one = workspace(database).id
    set_one(database, one, replace(ACTIVATION, owner_id="UADMIN"))
    number = idea(database, one)
    with pytest.raises(NotAllowed, match="What I-1 serves is said by"):
        objectives_links.serve(database, request(one), number, [1])
    with pytest.raises(NotFound, match="There is no O-9"):
        objectives_links.serve(database, request(one, "UADMIN"), number, [9])
    objectives.close(database, request(one, "UADMIN"), 1, ObjectiveState.DROPPED, "")
    with pytest.raises(NotAllowed, match=r"O-1 is closed \(dropped\)"):
        objectives_links.serve(database, request(one, "UADMIN"), number, [1])


@pytest.mark.both_databases
def test_the_list_finds_words_and_puts_open_ones_first(database: Database) -> None:
    one = workspace(database).id
    for title in ("Faster exports", "Happy teams", "Exports nobody waits for"):
        set_one(database, one, replace(ACTIVATION, title=title))
    objectives.close(database, request(one, "UADMIN"), 1, ObjectiveState.REACHED, "")
    shown = objective_pages.listing(database, request(one), "export")
    assert [row.objective.number for row in shown.rows] == [3, 1]
    assert not shown.may_create
    everything = objective_pages.listing(database, request(one, "UADMIN"), "")
    assert ([row.objective.number for row in everything.rows], everything.may_create) == (
        [2, 3, 1],
        True,
    )
