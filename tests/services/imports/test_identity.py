"""Which rows are one: by their id within a source; and what becomes of those that changed."""

import io

import pytest

from domain.core.changes import IMPORTING
from domain.core.errors import InvalidInput, NotAllowed
from domain.core.outbox import Kind
from domain.core.people import Request
from domain.ideas.model import Status
from domain.imports.runs import Import, State
from domain.imports.sources import clean_source, source_named
from services.feedback import pages
from services.idea_page import page as idea_pages
from services.imports import (
    runs as imports,
)
from services.imports import (
    undo as import_undo,
)
from services.imports import (
    updates as import_updates,
)
from services.imports import (
    updating as import_updating,
)
from services.imports.files import guessed, rows_of
from services.imports.rows import Result
from services.outbox import delivery
from storage.database.engine import Database
from storage.ideas import queries as idea_storage
from storage.imports import traces as import_traces
from tests.services.imports.test_undo import everything
from tests.support.make import NOON, request, workspace


def bring(
    database: Database, found: int, table: str, name: str = "a.csv", *, is_update: bool = False
) -> tuple[Import, Result]:
    file, source = io.BytesIO(table.encode()), source_named(name)
    plan, asked = guessed(file), Request(found, "UADMIN", IMPORTING, NOON)
    run = imports.begin(database, asked, name, plan, source=source, is_update=is_update)
    rows = list(rows_of(file, plan, NOON, source=source))
    run, done = imports.store(database, asked, run, plan, rows)
    with database.transaction() as session:
        changed = [(one.line, one.cells) for one in done.changed]
        import_traces.keep_changed(session, found, run.id, changed)
    return imports.end(database, asked, run, plan), done


ONE = "Id,Feedback\n1,Slow export\n2,Dark mode\n"
URLS = "Url,Feedback\nhttps://a.example/1,Slow export\n"


@pytest.mark.parametrize(
    ("table", "name", "again"),
    [
        (ONE, "other.csv", 2),
        (ONE, "a (1).csv", 0),
        (ONE, "a-2025-11-17.csv", 0),
        (ONE, "a-problems.csv", 0),
        (URLS.replace("Url", "Id"), "other.csv", 0),
        ("Feedback\nSlow export\n", "other.csv", 0),
    ],
)
def test_the_same_id_is_the_same_row_within_its_source_alone(
    database: Database, table: str, name: str, again: int
) -> None:
    found = workspace(database).id
    bring(database, found, table)
    _run, done = bring(database, found, table, name)
    assert (done.added, done.problems) == (again, ())


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("feedback.csv", "feedback"),
        ("feedback-2026-03.csv", "feedback"),
        ("feedback (1).csv", "feedback"),
        ("Feedback copy 2.csv", "Feedback"),
        ("feedback-problems-3.csv", "feedback"),
        ("export 2026-03-31 at 10.15.22.xlsx", "export"),
        ("linear-export-2026-03-31-101522.csv", "linear-export"),
        ("2026-03-31.csv", "2026-03-31"),
        ("(1).csv", "(1)"),
        (".csv", ".csv"),
    ],
)
def test_a_source_is_called_like_its_file(name: str, source: str) -> None:
    assert source_named(name) == source


def test_a_source_can_be_named_but_not_with_anything() -> None:
    assert clean_source("  Zendesk  EU ") == "Zendesk EU"
    for typed in ("", " ", "x" * 81, "a\0b"):
        with pytest.raises(InvalidInput):
            clean_source(typed)


COMMENTS = (
    "Id,Feedback,Customer\n7,First comment,Acme\n7,Second comment,Acme\n8,Alone,Beta\n"
    "7,Third comment,Beta\n"
)


@pytest.mark.both_databases
def test_comments_of_one_ticket_are_pieces_of_their_own_and_stay_known(database: Database) -> None:
    found = workspace(database).id
    _run, done = bring(database, found, COMMENTS)
    assert (done.added, done.problems) == (4, ())
    newest_first = "Id,Feedback,Customer\n" + "".join(
        f"{line}\n" for line in ["7,Fourth comment,Acme", *COMMENTS.splitlines()[:0:-1]]
    )
    _run, again = bring(database, found, newest_first)
    assert (again.added, again.known, again.problems) == (1, 4, ())
    assert pages.get(database, found, 5).text == "Fourth comment"


def test_a_second_comment_that_comes_later_is_no_change_of_the_first(database: Database) -> None:
    found = workspace(database).id
    bring(database, found, "Id,Feedback\n7,First\n")
    _run, done = bring(database, found, "Id,Feedback\n7,Second\n7,First\n")
    assert (done.added, done.known, done.problems) == (1, 1, ())


@pytest.mark.both_databases
def test_a_row_that_changed_says_what_it_was_and_where_it_came_from(database: Database) -> None:
    found = workspace(database).id
    bring(database, found, ONE, "a-2025-10.csv")
    _run, done = bring(database, found, "Id,Feedback\n1,Very slow export\n2,Dark mode\n")
    (problem,) = done.changed
    assert problem.line == 2 and done.problems == done.changed and done.known == 1
    assert "imported before from a-2025-10.csv on 23 Nov 2026, as F-1" in problem.reason
    assert "Here it says “Slow export”, and now the file says “Very slow export”" in problem.reason
    assert pages.get(database, found, 1).text == "Slow export"


def test_what_people_changed_here_is_no_change_of_the_file(database: Database) -> None:
    found = workspace(database).id
    ideas = "Id,Idea,Status,Votes\n1,Dark mode,open,3\n"
    bring(database, found, ideas)
    with database.transaction() as session:
        row = idea_storage.by_number(session, found, 1)
        assert row is not None
        import_updates.restore(session, request(found), "idea", row.id, {"title": "Night"})
    _run, done = bring(database, found, ideas)
    assert (done.known, done.problems) == (1, ())
    assert idea_pages.get(database, request(found), 1).idea.title == "Night"


@pytest.mark.both_databases
def test_an_update_takes_over_what_the_file_says_and_can_be_undone(database: Database) -> None:
    found = workspace(database).id
    bring(database, found, "Id,Idea,Status,Description\n1,Dark mode,open,For the night\n2,API,,\n")
    bring(database, found, ONE.replace("Feedback", "Feedback,Customer").replace("export", "e,Acme"))
    before = everything(database)
    ideas = "Id,Idea,Status,Description\n1,Darker mode,shipped,For the night\n2,API,,\n"
    run, done = bring(database, found, ideas, is_update=True)
    assert (done.added, done.known, done.problems) == (1, 1, ())
    idea = idea_pages.get(database, request(found), 1).idea
    assert (idea.title, idea.status) == ("Darker mode", Status.SHIPPED)
    said = "Id,Feedback,Customer\n1,Slower,Beta\n2,Dark mode,\n"
    second, done = bring(database, found, said, is_update=True)
    assert (done.added, done.problems) == (1, ())
    changed = pages.get(database, found, 1)
    assert (changed.text, changed.customer) == ("Slower", "Beta")
    assert bring(database, found, said)[1].problems == ()

    admin = Request(found, "UADMIN", IMPORTING, NOON)
    for one in (second, run):
        after = import_undo.undo(database, admin, one.id)
        while after.state is State.UNDOING:
            after = import_undo.take_back(database, admin, after)
    assert everything(database) == before


def test_the_rows_that_changed_are_updated_by_an_import_of_their_own(database: Database) -> None:
    found = workspace(database).id
    bring(database, found, ONE)
    run, _done = bring(database, found, 'Id,Feedback\n1,"Very slow,\nsince May"\n2,Darker\n')
    admin = request(found, "UADMIN", key="press")
    update = import_updating.begin(database, admin, run.id)
    with pytest.raises(NotAllowed, match="nothing left to update"):
        import_updating.begin(database, admin, run.id)
    while tasks := delivery.take(database, "test", NOON, lease_s=20, limit=50):
        for task in tasks:
            if task.kind is Kind.IMPORT:
                imports.run_slice(database, task, NOON)
            else:
                delivery.done(database, task, NOON)
    ended = imports.get(database, found, update.id)
    assert ended is not None and ended[0].state is State.DONE
    assert (ended[0].counts.added, ended[0].counts.problems) == (2, 0)
    assert pages.get(database, found, 1).text == "Very slow,\nsince May"
    assert pages.get(database, found, 2).text == "Darker"
