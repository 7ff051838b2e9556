"""What a message mentions is kept by its name, also when the name is learnt later."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from domain.core.changes import SYSTEM
from domain.core.outbox import Kind
from domain.core.people import Channel, Person
from domain.decisions import TypedDecision
from domain.feedback.attachments import Line
from domain.feedback.model import Draft, Source
from domain.text.slack_message import readable_text
from domain.workspace import UserGroup
from services.decisions import actions as decisions
from services.feedback import capture as feedback
from services.feedback import mentions
from storage.channels import queries as channels
from storage.database.engine import Database
from storage.feedback import notes as attached_notes
from storage.feedback import queries as storage
from storage.feedback import unknown_names
from storage.outbox import change_log as changes
from storage.schema import DecisionRow, OutboxRow
from storage.workspace import people, user_groups
from tests.support.make import NOON, request, workspace

MESSAGE = {"text": "<@U77NEW> of <!subteam^S77NEW> wants it in <#C77NEW|>, says <@UADMIN>"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def place(database: Database) -> int:
    return workspace(database).id


def names(database: Database, place: int) -> dict[str, str]:
    return mentions.names_of(database, place, [MESSAGE], NOON)


def learn(database: Database, place: int, *, is_private: bool = False) -> None:
    with database.transaction() as session:
        people.save(session, place, [Person("U77NEW", "Nadia")], NOON)
        channel = Channel("C77NEW", "launches", is_member=False, is_private=is_private)
        channels.save(session, place, [channel], NOON)
        user_groups.replace_all(session, place, [UserGroup("S77NEW", "leads", "Leads")])


def capture(database: Database, place: int) -> str:
    text = readable_text(MESSAGE, names(database, place))
    draft = Draft(text, source=Source("C1", "1795348800.000100"))
    feedback.capture(database, request(place, key="save"), draft)
    return text


def asked(database: Database) -> dict[str, dict[str, Any]]:
    with database.reading() as session:
        return {row.kind: row.payload for row in session.exec(select(OutboxRow))}


def text_of(database: Database, place: int) -> str:
    with database.reading() as session:
        found = storage.get(session, place, 1)
    assert found is not None
    return found.text


@pytest.mark.both_databases
def test_people_channels_and_groups_that_are_known_are_kept_by_name(
    database: Database, place: int
) -> None:
    learn(database, place)
    assert capture(database, place) == "@Nadia of @leads wants it in #launches, says @Priya"
    assert asked(database).keys().isdisjoint({"read_person", "read_channel", "read_groups"})


@pytest.mark.both_databases
def test_a_name_that_is_learnt_later_takes_the_place_of_its_id_everywhere(
    database: Database, place: int
) -> None:
    before = capture(database, place)
    assert before == "@U77NEW of @S77NEW wants it in #C77NEW, says @Priya"
    with database.transaction() as session:
        line = Line("1795348900.000100", "see #C77NEW, not #C77NEWER", "UMEMBER")
        attached_notes.add_note(session, place, ("C1", "1795348800.000100"), line, NOON, 1)
    typed = TypedDecision("Ship it", quote="as @U77NEW says", decided_by=("UADMIN",))
    decisions.record(database, request(place, key="decide"), typed, None)
    wanted = asked(database)
    assert wanted[Kind.READ_PERSON] == {"user": "U77NEW"}
    assert wanted[Kind.READ_CHANNEL] == {"channel": "C77NEW"}
    assert Kind.READ_GROUPS in wanted

    mentions.fill_in_all(database, NOON + MINUTE)
    assert text_of(database, place) == before

    learn(database, place)
    mentions.fill_in_all(database, NOON + 2 * MINUTE)
    after = "@Nadia of @leads wants it in #launches, says @Priya"
    assert text_of(database, place) == after
    with database.reading() as session:
        (note,) = attached_notes.notes(session, place, 1, 9)
        assert note.text == "see #launches, not #C77NEWER"
        assert session.exec(select(DecisionRow.quote)).one() == "as @Nadia says"
        edits = changes.of_subject(session, place, "feedback", 1)
    last = [one for one in edits if one.field == "text"][-1]
    assert (last.actor, last.door, last.after) == (SYSTEM, "source", after)


def test_a_form_that_was_open_meanwhile_is_put_right_too(database: Database, place: int) -> None:
    names(database, place)  # the form is filled in with ids
    learn(database, place)
    mentions.fill_in_all(database, NOON + MINUTE)
    draft = Draft("as @U77NEW says")
    feedback.capture(database, request(place, key="form"), draft)
    mentions.fill_in_all(database, NOON + 2 * MINUTE)
    assert text_of(database, place) == "as @Nadia says"


def test_a_name_is_looked_for_until_it_is_known_and_at_most_a_month(
    database: Database, place: int
) -> None:
    names(database, place)
    learn(database, place)
    with database.transaction() as session:
        user_groups.replace_all(session, place, [])

    def wanted() -> set[str]:
        with database.reading() as session:
            return unknown_names.every(session).get(place, set())

    assert wanted() == {"U77NEW", "S77NEW", "C77NEW"}
    mentions.fill_in_all(database, NOON + timedelta(hours=1))
    assert wanted() == {"S77NEW"}
    mentions.fill_in_all(database, NOON + timedelta(days=31))
    assert wanted() == set()


def test_a_private_channel_is_not_named_to_those_who_are_not_in_it(
    database: Database, place: int
) -> None:
    learn(database, place, is_private=True)
    message = {"text": "see <#C77NEW|launches> and <#C77NEW>"}
    found = mentions.names_of(database, place, [message], NOON)
    assert readable_text(message, found) == "see #private-channel and #private-channel"
