"""An import is taken back exactly, until somebody has built on it."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from domain.core.changes import IMPORTING
from domain.core.errors import NotAllowed
from domain.core.people import Request
from domain.customers.model import Facts
from domain.feedback.model import Details
from domain.imports.runs import Import, State
from domain.imports.sources import source_named
from services.feedback import capture as feedback
from services.feedback import pages
from services.ideas import evidence
from services.imports import runs as imports
from services.imports import undo as import_undo
from services.imports.files import guessed, rows_of
from storage.customers import queries as customers
from storage.database.engine import Database
from storage.ideas import queries as idea_storage
from storage.imports import undo as storage
from tests.support.ideas import filed, posted, react
from tests.support.make import NOON, request, workspace

FEEDBACK = (
    "Id,Feedback,Customer,Area,Idea,Date\n"
    "1,Slow export,Acme,Reports,I-1,2026-03-31\n"
    "2,Dark mode,Beta,Design,,2025-03-31\n"
    "3,Faster,Acme,Reports,I-1,2025-03-31\n"
).replace("2026", "2025")
IDEAS = "Id,Idea,Votes,Voters,Status,Area\n1,Night,5,Sam; Anna,planned,Design\n2,API,2,,open,\n"
CUSTOMERS = "Company,Plan,ARR\nAcme,Gold,1200 EUR\nGamma,Silver,5 EUR\n"

LASTING = {"change", "counter", "import_run", "outbox"}
"""Tables that remember what happened, or what numbers were used."""


def brought(database: Database, workspace_id: int, table: str, name: str = "a.csv") -> Import:
    file = io.BytesIO(table.encode())
    plan, asked = guessed(file), Request(workspace_id, "UADMIN", IMPORTING, NOON)
    source = source_named(name)
    run = imports.begin(database, asked, name, plan, source=source)
    rows = list(rows_of(file, plan, NOON, source=source))
    run, _done = imports.store(database, asked, run, plan, rows)
    return imports.end(database, asked, run, plan)


def everything(database: Database) -> dict[str, list[Any]]:
    with database.reading() as session:
        return {
            table.name: sorted(map(repr, session.connection().execute(select(table)).all()))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in LASTING
        }


def undone(database: Database, workspace_id: int, run: Import) -> Import:
    admin = Request(workspace_id, "UADMIN", IMPORTING, NOON)
    run = import_undo.undo(database, admin, run.id)
    while run.state is State.UNDOING:
        run = import_undo.take_back(database, admin, run)
    return run


@pytest.mark.both_databases
@pytest.mark.parametrize("table", [FEEDBACK, IDEAS, CUSTOMERS])
def test_an_undone_import_leaves_nothing_and_takes_nothing_else(
    database: Database, table: str
) -> None:
    found = workspace(database).id
    filed(database, found, "Export to CSV")
    with database.transaction() as session:
        customers.put(session, request(found, "UADMIN"), Facts("Acme", "Bronze"))
    before = everything(database)
    run = brought(database, found, table)
    assert everything(database) != before
    done = undone(database, found, run)
    assert done.state is State.UNDONE and done.undone is not None
    assert done.undone.removed > 0 and done.undone.kept == 0
    assert everything(database) == before
    again = brought(database, found, table)
    assert again.counts.added == run.counts.added
    undone(database, found, again)
    assert everything(database) == before


def test_votes_for_an_idea_that_was_there_are_taken_back_alone(database: Database) -> None:
    found = workspace(database).id
    brought(database, found, "Idea,Voter\nDark mode,Anna\nDark mode,Ben\n", "a.csv")
    before = everything(database)
    run = brought(database, found, "Idea,Voter\nDark mode,Ben\nDark mode,Cy\n", "b.csv")
    assert run.counts.votes == 1
    undone(database, found, run)
    assert everything(database) == before


def link(database: Database, found: int) -> None:
    evidence.link(database, request(found, "UADMIN"), 1, 2)


def edit(database: Database, found: int) -> None:
    feedback.add_details(database, request(found, "UADMIN"), 2, Details(text="Night mode"))


def more_rows(database: Database, found: int) -> None:
    brought(database, found, "Feedback,Customer\nMore,Beta\n", "other.csv")


def vote(database: Database, found: int) -> None:
    with database.reading() as session:
        night = idea_storage.by_number(session, found, 2)
    assert night is not None
    posted(database, night, "1.0")
    react(database, found, "U1", "1.0", at="2.0")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("table", "build", "told"),
    [
        (FEEDBACK, link, "F-2 was"),
        (FEEDBACK, edit, "F-2 was changed since"),
        (FEEDBACK, more_rows, "Beta is named by other feedback"),
        (IDEAS, vote, "I-2 has a card"),
    ],
)
def test_what_was_built_on_an_import_is_listed_and_nothing_is_undone(
    database: Database, table: str, build: Callable[[Database, int], None], told: str
) -> None:
    found = workspace(database).id
    filed(database, found, "Export to CSV")
    run = brought(database, found, table)
    build(database, found)
    before = everything(database)
    with pytest.raises(NotAllowed) as refused:
        undone(database, found, run)
    assert told in refused.value.message and "can't be undone" in refused.value.message
    assert everything(database) == before


@pytest.mark.both_databases
def test_what_is_built_while_an_undo_runs_stays_and_is_told(database: Database) -> None:
    found = workspace(database).id
    filed(database, found, "Export to CSV")
    run = brought(database, found, FEEDBACK)
    admin = Request(found, "UADMIN", IMPORTING, NOON)
    run = import_undo.undo(database, admin, run.id)
    edit(database, found)
    while run.state is State.UNDOING:
        run = import_undo.take_back(database, admin, run)
    assert run.undone is not None and run.undone.kept == 1
    assert run.undone.built[0] == "F-2 was changed since"
    assert pages.get(database, found, 2).text == "Night mode"


def test_an_import_without_notes_of_what_it_made_says_so(database: Database) -> None:
    found = workspace(database).id
    run = brought(database, found, CUSTOMERS)
    with database.transaction() as session:
        for kind in storage.KINDS:
            notes = storage.made(session, found, run.id, kind, 10)
            storage.settle(session, found, [one.id for one in notes])
    with pytest.raises(NotAllowed, match="by an earlier version"):
        undone(database, found, run)


def test_only_managers_undo_and_once_is_enough(database: Database) -> None:
    found = workspace(database).id
    run = brought(database, found, CUSTOMERS)
    member = request(found, "UMEMBER")
    with pytest.raises(NotAllowed, match="Only managers can undo imports"):
        import_undo.undo(database, member, run.id)
    undone(database, found, run)
    again = import_undo.undo(database, replace(member, user_id="UADMIN"), run.id)
    assert again.state is State.UNDONE
