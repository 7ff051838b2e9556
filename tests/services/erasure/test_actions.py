"""Forgetting a person: nothing of them is left in any table, and every number stays."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, inspect, text, update
from sqlmodel import SQLModel, col, select

from domain.core.errors import InvalidInput, NotAllowed
from domain.core.outbox import Kind, Task
from domain.core.people import Person
from domain.decisions import DecisionQuote, TypedDecision
from domain.erasure import Forgotten, Subject, neutral_id, read_name
from domain.feedback.attachments import Line
from domain.feedback.model import Details, Draft, Gone, Source
from services.decisions import actions as decisions
from services.erasure import actions as forgetting
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from services.idea_page import page as idea_pages
from services.ideas.actions import NewIdea
from services.objectives import actions as objectives
from services.objectives import progress
from services.outbox.messages import say
from services.similarity import index as embedding_index
from services.votes import actions as votes
from services.votes import filing
from services.votes.actions import Reaction
from services.workspace import people
from storage.database.engine import Database
from storage.erasure import outbox_texts as retelling
from storage.feedback import notes as attached_notes
from storage.outbox import queue as outbox
from storage.schema import FeedbackRow, ForgettingRow, OutboxRow
from storage.workspace import people as people_storage
from tests.storage.test_workspaces_apart import fill
from tests.support import ideas as cards
from tests.support.ideas import filed, posted, react, take
from tests.support.make import NOON, request, workspace
from tests.support.samples import USER

SAM = "USAM"
NAME = "Sam Rivers"
WORDS = "walnut exports time out whenever our night shift starts"
TS = "1795348800.000100"


@pytest.fixture
def place(database: Database) -> int:
    one = workspace(database)
    with database.transaction() as session:
        people_storage.save(session, one.id, [Person(SAM, NAME)], NOON)
    return one.id


def rows_naming(database: Database, workspace_id: int, words: str) -> dict[str, list[Any]]:
    """Every row of every table that holds some words anywhere, by table."""
    found: dict[str, list[Any]] = {}
    with database.reading() as session:
        for name, table in SQLModel.metadata.tables.items():
            if "workspace_id" not in table.columns:
                continue
            rows = session.connection().execute(
                select(table).where(table.c.workspace_id == workspace_id)
            )
            naming = [tuple(row) for row in rows if words.lower() in repr(tuple(row)).lower()]
            if naming:
                found[name] = naming
    return found


def every_text(database: Database) -> str:
    """Every row of every table that the database itself knows of, those for searching included."""
    with database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [repr(connection.execute(text(f'SELECT * FROM "{one}"')).all()) for one in tables]
    assert {table.name for table in SQLModel.metadata.tables.values()} <= set(tables)
    return "\n".join(rows).lower()


def forget(database: Database, place: int, subject: Subject, names: tuple[str, ...] = ()) -> Task:
    asked = request(place, "UADMIN", key=f"view:{subject.customer}")
    forgetting.ask(database, asked, subject, " Forget ")
    task = take(database, Kind.FORGET)
    assert forgetting.forget(database, task, NOON, names) is not None
    return task


def told(database: Database, place: int) -> dict[str, int]:
    with database.reading() as session:
        row = session.exec(select(ForgettingRow)).one()
        assert (row.asked_by, row.asked_at, row.done_at) == ("UADMIN", NOON, NOON)
        return row.counts


def sams_story(database: Database, place: int) -> None:
    """Sam says, types, notes, votes, files, decides and reports; others speak of Sam."""
    said = Draft(WORDS, said_by=SAM, customer="Acme", source=Source("C1", TS))
    feedback.capture(database, request(place, "UADMIN", "one", door="reaction"), said)
    feedback.capture(database, request(place, SAM, "two"), Draft(f"typed: {WORDS}"))
    details = Details(f"{WORDS}, says {NAME}", said_by=SAM, customer="Acme")
    feedback.add_details(database, request(place, "UADMIN", door="modal"), 1, details)
    feedback.capture(database, request(place, SAM, "three"), Draft("x", said_by="UMEMBER"))
    idea = filing.file(database, request(place, SAM, "i"), NewIdea(f"What {NAME} wants"), "C1")
    posted(database, idea, "1795348802.000100")
    react(database, place, SAM, "1795348802.000100", at="1795348803.0")
    typed = TypedDecision(
        "Drop it",
        context=f"@{NAME} and samuel r. rivers asked",
        quote=WORDS,
        decided_by=(SAM,),
        owner_id=SAM,
    )
    record = request(place, SAM, "d")
    decisions.record(database, record, typed, DecisionQuote(Source("C1", TS), SAM, None))
    with database.transaction() as session:
        line = Line("1795348801.000100", f"reply: {WORDS}", SAM, NAME)
        attached_notes.add_note(session, place, ("C1", TS), line, NOON, 1)
        data = {"quotes": [{"number": 1, "text": WORDS}], "owner": SAM, "who": f"by {NAME}"}
        outbox.enqueue(session, place, say("C9", "digest", data, key="waiting", at=NOON), NOON)
    embedding_index.catch_up(database, place)


def test_nothing_of_a_person_is_left_in_any_table_and_what_went_is_told(
    database: Database, place: int
) -> None:
    sams_story(database, place)
    shown = forgetting.preview(database, request(place, "UADMIN"), Subject(SAM)).counts
    assert (shown["feedback"], shown["replies"], shown["quotes"], shown["votes"]) == (2, 1, 1, 1)
    forget(database, place, Subject(SAM), names=("Samuel R. Rivers",))
    for words in (SAM, NAME, "walnut", "Samuel"):
        assert rows_naming(database, place, words) == {}
    left = every_text(database)
    assert [one for one in (SAM, NAME, WORDS, "samuel") if one.lower() in left] == []
    assert told(database, place)["feedback"] == 2
    assert told(database, place)["mentions"] > 5


def test_the_numbers_of_the_product_stay_as_they_were(database: Database, place: int) -> None:
    sams_story(database, place)
    told = Draft(f"as {NAME} told us: faster exports", said_by="UMEMBER")
    feedback.capture(database, request(place, "UMEMBER", "four"), told)
    embedding_index.catch_up(database, place)
    forget(database, place, Subject(SAM))
    assert feedback_pages.get(database, place, 4).text == "as Somebody told us: faster exports"
    embedding_index.catch_up(database, place)
    assert rows_naming(database, place, "sam rivers") == {}
    page = idea_pages.get(database, request(place), 1)
    assert (page.idea.votes, page.idea.title) == (1, "What Somebody wants")
    one = feedback_pages.get(database, place, 1)
    assert (one.gone, one.said_by, one.customer) == (Gone.FORGOTTEN, None, "Acme")
    assert feedback_pages.get(database, place, 3).saved_by == neutral_id(1)
    assert [found.number for found in idea_pages.suggest(database, place, "wants")] == [1]
    assert idea_pages.suggest(database, place, "rivers") == []


def test_no_table_keeps_the_id_of_somebody_who_did_everything(database: Database) -> None:
    found = fill(database)
    with database.transaction() as session:
        people_storage.save(session, found, [Person(USER, "Una Rivers", is_admin=True)], NOON)
    idea = filed(database, found, "Una Rivers asked for it")
    cards.posted(database, idea, "1795348999.000100", "C1")
    forget(database, found, Subject(USER))
    assert rows_naming(database, found, USER) == {}
    assert rows_naming(database, found, "Una Rivers") == {}
    assert rows_naming(database, found, neutral_id(1))


def test_a_vote_that_stands_at_slack_stays_one_vote_and_can_be_taken_back(
    database: Database, place: int
) -> None:
    sams_story(database, place)
    forget(database, place, Subject(SAM))
    ts = "1795348802.000100"
    react(database, place, SAM, ts, at="1795348803.0")
    votes.request_reconciliation(database, place, NOON)
    task = take(database, Kind.READ_REACTIONS)
    votes.healed(database, task, [(SAM, "+1")], NOON, NOON)
    assert idea_pages.get(database, request(place), 1).idea.votes == 1
    asked = request(place, SAM, key="away")
    votes.reacted(database, asked, Reaction("C1", ts, "+1", "1795348999.0", is_added=False))
    assert idea_pages.get(database, request(place), 1).idea.votes == 0
    assert set(rows_naming(database, place, SAM)) <= {"outbox"}


def test_what_waits_to_be_sent_goes_out_without_the_words_and_the_name(
    database: Database, place: int
) -> None:
    sams_story(database, place)
    forget(database, place, Subject(SAM))
    with database.reading() as session:
        row = session.exec(select(OutboxRow).where(OutboxRow.key == "waiting")).one()
    assert row.payload["data"] == {
        "quotes": [{"number": 1, "text": Gone.FORGOTTEN.sentence}],
        "owner": neutral_id(1),
        "who": "by Somebody",
    }


@pytest.mark.both_databases
def test_a_crash_in_the_middle_leaves_all_and_the_next_attempt_takes_all(
    database: Database, place: int
) -> None:
    sams_story(database, place)
    before = {name: len(rows) for name, rows in rows_naming(database, place, "walnut").items()}
    forgetting.ask(database, request(place, "UADMIN", key="k"), Subject(SAM), "forget")
    task = take(database, Kind.FORGET)
    with pytest.raises(KeyError):
        lost = Task(**{**{name: getattr(task, name) for name in Task.__slots__}, "payload": {}})
        forgetting.forget(database, lost, NOON)
    after = {name: len(rows) for name, rows in rows_naming(database, place, "walnut").items()}
    assert after == before
    assert forgetting.forget(database, task, NOON) is not None
    assert rows_naming(database, place, "walnut") == {}


class _CutOff(Exception):
    """The process ends here."""


def told_of(database: Database, place: int, key: str, data: dict[str, Any], at: datetime) -> None:
    """A message that was posted some time ago."""
    with database.transaction() as session:
        outbox.enqueue(session, place, say("C8", "digest", data, key=key, at=at), at)
        done = update(OutboxRow).where(col(OutboxRow.key) == key)
        session.connection().execute(done.values(state="done", finished_at=at, slack_ts="1.2"))


def test_wherever_it_is_cut_off_the_next_attempt_takes_the_rest(
    database: Database, place: int
) -> None:
    sams_story(database, place)
    found = forgetting.preview(database, request(place, "UADMIN"), Subject(SAM)).counts
    forgetting.ask(database, request(place, "UADMIN", key="k"), Subject(SAM), "forget")
    task = take(database, Kind.FORGET)
    quoting = {"quotes": [{"number": 1, "text": WORDS}]}
    told_of(database, place, "quoting", quoting, NOON - timedelta(days=1))
    left, cuts = [0], 0

    def cut_off(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        left[0] -= statement.startswith(("UPDATE", "INSERT", "DELETE"))
        if left[0] == 0:
            raise _CutOff

    for writes in range(1, 200, 4):  # each attempt comes a little further
        left[0] = writes
        event.listen(database.engine, "before_cursor_execute", cut_off)
        try:
            forgetting.forget(database, task, NOON, ("Samuel R. Rivers",))
            break
        except _CutOff:
            cuts += 1
        finally:
            event.remove(database.engine, "before_cursor_execute", cut_off)
    assert cuts > 5
    kept = every_text(database)
    assert [one for one in (SAM, NAME, WORDS, "samuel") if one.lower() in kept] == []
    counts = told(database, place)
    assert {kind: counts[kind] for kind in found} == found


def test_what_is_said_to_others_while_words_are_removed_is_looked_at_again(
    database: Database, place: int
) -> None:
    told_of(database, place, "over", {}, NOON - timedelta(days=1))
    with database.transaction() as session:
        outbox.enqueue(session, place, say("C1", "digest", {}, key="waits", at=NOON), NOON)
    told_of(database, place, "over just now", {}, NOON)
    with database.reading() as session:
        held, last_id = retelling.holding(session, place, lambda value: value)
    told_of(database, place, "new", {}, NOON - timedelta(days=1))
    with database.reading() as session:
        ids = retelling.newer(session, place, last_id, NOON)
        found = session.exec(select(OutboxRow.key).where(col(OutboxRow.id).in_(ids))).all()
    assert (held, sorted(found)) == ([], ["new", "over just now", "waits"])


def test_much_is_removed_some_rows_at_a_time_so_that_nobody_waits(
    database: Database, place: int
) -> None:
    with database.transaction() as session:
        rows = [
            {
                "workspace_id": place,
                "number": number,
                "text": f"{WORDS} {number}",
                "said_by": SAM,
                "saved_by": "UADMIN",
                "state": "new",
                "door": "reaction",
                "created_at": NOON,
            }
            for number in range(1, 251)
        ]
        session.connection().execute(insert(FeedbackRow), rows)
    written = [0]

    def note(_c: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("UPDATE", "INSERT", "DELETE")):
            written[-1] += max(cursor.rowcount, 0)

    event.listen(database.engine, "after_cursor_execute", note)
    event.listen(database.engine, "commit", lambda _connection: written.append(0))
    forget(database, place, Subject(SAM))
    event.remove(database.engine, "after_cursor_execute", note)
    assert 100 <= max(written) <= 150  # rows of one transaction
    assert told(database, place)["feedback"] == 250
    assert rows_naming(database, place, "walnut") == {}


def test_somebody_outside_slack_is_forgotten_by_name_and_namesakes_are_not(
    database: Database, place: int
) -> None:
    for number, customer in enumerate(("Acme", "Birch"), start=1):
        draft = Draft(f"{customer} walnut", said_by_name="Jane Doe", customer=customer)
        feedback.capture(database, request(place, key=f"jane{number}"), draft)
    forget(database, place, read_name("name jane  doe of ACME"))
    acme, birch = feedback_pages.get(database, place, 1), feedback_pages.get(database, place, 2)
    assert (acme.gone, acme.said_by_name, acme.customer) == (Gone.FORGOTTEN, None, "Acme")
    assert (birch.text, birch.said_by_name) == ("Birch walnut", "Jane Doe")
    forget(database, place, read_name("Jane Doe"))
    assert set(rows_naming(database, place, "Jane Doe")) == set()


def test_a_name_with_other_letters_is_found_in_small_and_in_capitals(
    database: Database, place: int
) -> None:
    for number, name in enumerate(("Jörg Ödön", "JÖRG ÖDÖN", "jörg ödön"), start=1):
        draft = Draft(f"As {name} says: walnut {number}", said_by="UMEMBER")
        feedback.capture(database, request(place, "UMEMBER", key=f"{number}"), draft)
    forget(database, place, read_name("Jörg Ödön"))
    for number in (1, 2, 3):
        one = feedback_pages.get(database, place, number)
        assert one.text == f"As Somebody says: walnut {number}"
    assert "jörg" not in every_text(database)


def test_who_may_ask_and_what_has_to_be_typed(database: Database, place: int) -> None:
    for subject in (Subject("UADMIN"), Subject(name="Jane Doe")):
        with pytest.raises(NotAllowed, match="Only managers can have somebody else forgotten"):
            forgetting.preview(database, request(place, "UMEMBER"), subject)
    assert forgetting.preview(database, request(place, SAM), Subject(SAM)).is_empty
    with pytest.raises(InvalidInput, match="Type forget"):
        forgetting.ask(database, request(place, SAM, key="k"), Subject(SAM), "yes")
    asked = request(place, SAM, key="k")
    first = forgetting.ask(database, asked, Subject(SAM), "forget")
    assert forgetting.ask(database, asked, Subject(SAM), "forget") == first


def test_others_cannot_save_what_they_say_any_more_and_they_themselves_can(
    database: Database, place: int
) -> None:
    forget(database, place, Subject(SAM))
    draft = Draft("new", said_by=SAM, source=Source("C1", TS))
    for door, user in (("reaction", "UADMIN"), ("intake", SAM)):
        with pytest.raises(Forgotten, match="asked to be forgotten"):
            feedback.capture(database, request(place, user, key=door, door=door), draft)
    assert feedback.capture(database, request(place, SAM, "own", door="command"), draft).is_new
    thread = Draft(
        "Sam: a\nEmil: b",
        said_by=SAM,
        source=Source("C1", "1795348801.000100"),
        parts=(Line("1", "a", SAM, "Sam"), Line("2", "b", "UMEMBER", "Emil")),
    )
    kept = feedback.capture(database, request(place, "UADMIN", "t", door="mention"), thread)
    assert (kept.feedback.text, kept.feedback.said_by) == ("Emil: b", None)


def test_the_member_list_does_not_bring_the_name_back(database: Database, place: int) -> None:
    forget(database, place, Subject(SAM))
    people.learn(database, place, [Person(SAM, NAME, "Europe/London")], NOON)
    known = people.get(database, place, SAM)
    assert known is not None
    assert (known.name, known.zone) == ("", "Europe/London")


def test_sentences_beside_numbers_go_from_the_log_too(database: Database, place: int) -> None:
    from domain.objectives.model import Confidence
    from tests.support.samples import OBJECTIVE

    made = objectives.create(
        database, request(place, "UADMIN", "o"), replace(OBJECTIVE, owner_id=SAM)
    )
    report = progress.Typed("8", Confidence.AT_RISK, "walnut is behind")
    progress.report(database, request(place, SAM, "r"), made.number, report)
    forget(database, place, Subject(SAM))
    assert rows_naming(database, place, "walnut") == {}
