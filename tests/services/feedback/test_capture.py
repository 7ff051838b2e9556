"""Feedback in the database: once per message and request, with every change recorded."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from domain.core.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from domain.core.importance import Importance
from domain.core.outbox import Kind
from domain.core.people import Channel
from domain.feedback.model import Captured, Details, Draft, FeedbackState, Source
from domain.feedback.privacy import WITHHELD
from domain.text.labels import LabelKind
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from storage.channels import queries as channels
from storage.database import reference_numbers as numbers
from storage.database.engine import Database, open_database
from storage.feedback import source_messages as sources
from storage.feedback import writes as storage_writes
from storage.outbox import change_log as changes
from storage.schema import EvidenceRow, IdeaRow, OutboxRow
from storage.workspace import people
from tests.support.make import NOON, request, workspace

MESSAGE = Source("C1", "1700000000.000100")


def capture(
    database: Database, workspace_id: int, text: str = "it hangs", **facts: Any
) -> Captured:
    who = {name: facts.pop(name) for name in ("user_id", "key", "door") if name in facts}
    return feedback.capture(database, request(workspace_id, **who), Draft(text, **facts))


def errands(database: Database, kind: Kind) -> list[OutboxRow]:
    with database.reading() as session:
        return list(session.exec(select(OutboxRow).where(OutboxRow.kind == kind.value)))


def log(database: Database, workspace_id: int, subject_id: int) -> list[tuple[str, Any, Any]]:
    with database.reading() as session:
        found = changes.of_subject(session, workspace_id, "feedback", subject_id)
    return [(one.field, one.before, one.after) for one in found]


def make_evidence(database: Database, workspace_id: int, feedback_id: int, number: int) -> None:
    with database.transaction() as session:
        idea = IdeaRow(
            workspace_id=workspace_id,
            number=number,
            title="Faster exports",
            created_by="UADMIN",
            created_at=NOON,
        )
        session.add(idea)
        session.flush()
        session.add(
            EvidenceRow(
                idea_id=idea.id or 0,
                feedback_id=feedback_id,
                workspace_id=workspace_id,
                linked_by="UADMIN",
                linked_at=NOON,
            )
        )
        storage_writes.set_state(session, workspace_id, feedback_id, FeedbackState.LINKED)


def test_feedback_is_numbered_per_workspace_and_its_saving_recorded(database: Database) -> None:
    one, other = workspace(database), workspace(database, "T2")
    first = capture(database, one.id).feedback
    assert capture(database, one.id).feedback.reference == "F-2"
    assert capture(database, other.id).feedback.reference == "F-1"
    assert log(database, one.id, first.id) == [("created", None, 1)]


def test_the_same_request_twice_is_the_first_result(database: Database) -> None:
    place = workspace(database)
    first = capture(database, place.id, key="trigger:1")
    again = capture(database, place.id, key="trigger:1")
    assert again == first
    assert feedback_pages.untriaged_count(database, place.id) == 1
    assert len(log(database, place.id, first.feedback.id)) == 1


@pytest.mark.both_databases
def test_the_same_message_is_saved_once_and_gives_what_it_became(database: Database) -> None:
    place = workspace(database)
    first = capture(database, place.id, key="a", source=MESSAGE).feedback
    make_evidence(database, place.id, first.id, 4)
    again = capture(database, place.id, "other words", key="b", user_id="UADMIN", source=MESSAGE)
    assert not again.is_new
    assert (again.feedback.number, again.feedback.saved_by) == (1, "UMEMBER")
    assert again.feedback.idea_numbers == (4,)
    assert again.feedback.text == "it hangs"


def test_one_message_in_two_workspaces_is_two_pieces_of_feedback(database: Database) -> None:
    one, other = workspace(database), workspace(database, "T2")
    assert capture(database, one.id, source=MESSAGE).is_new
    assert capture(database, other.id, source=MESSAGE).is_new


def test_many_who_save_a_message_at_once_save_it_once_and_lose_no_number(
    database: Database,
) -> None:
    place = workspace(database)
    results: list[Captured] = []
    start = threading.Barrier(6)

    def save(number: int) -> None:
        start.wait(10)
        results.append(
            capture(database, place.id, f"try {number}", key=f"k{number}", source=MESSAGE)
        )

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(results) == 6
    assert sum(one.is_new for one in results) == 1
    assert {one.feedback.number for one in results} == {1}
    assert capture(database, place.id).feedback.number == 2


def test_a_text_of_any_length_is_kept_whole(database: Database) -> None:
    place = workspace(database)
    text = "“R&D” שלום 🎉\n" * 4_000
    number = capture(database, place.id, text).feedback.number
    assert feedback_pages.get(database, place.id, number).text == text.strip()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft("a\0b"), "text"),
        (Draft(" \u200b "), "text"),
        (Draft("ok", said_by_name="a\0b"), "said_by_name"),
        (Draft("ok", customer="x" * 61), "customer"),
        (Draft("ok", area="a\0b"), "area"),
    ],
)
def test_what_cannot_be_stored_is_refused_beside_its_field(
    database: Database, draft: Draft, field: str
) -> None:
    place = workspace(database)
    with pytest.raises(InvalidInput) as refused:
        feedback.capture(database, request(place.id), draft)
    assert refused.value.field == field
    assert feedback_pages.untriaged_count(database, place.id) == 0


def test_customers_and_areas_are_one_in_any_spelling_and_stay_apart(database: Database) -> None:
    place = workspace(database)
    capture(database, place.id, customer="Acme Corp", area="Exports")
    one = capture(database, place.id, customer="ACME corp", area="exports").feedback
    assert (one.customer, one.area) == ("Acme Corp", "Exports")

    def found(kind: LabelKind, words: str) -> list[str]:
        return feedback_pages.suggest_labels(database, request(place.id), kind, words)

    capture(database, place.id, customer="Big acme")
    assert found(LabelKind.CUSTOMER, "acme") == ["Acme Corp", "Big acme"]
    assert found(LabelKind.CUSTOMER, "") == ["Acme Corp", "Big acme"]
    assert found(LabelKind.AREA, "acme") == []
    assert found(LabelKind.CUSTOMER, "%") == []


def test_a_channel_known_to_be_private_makes_its_feedback_private(database: Database) -> None:
    place = workspace(database)
    with database.transaction() as session:
        known = Channel("C1", "leadership", is_member=True, is_private=True)
        channels.save(session, place.id, [known], NOON)
    source = capture(database, place.id, source=MESSAGE).feedback.source
    assert source is not None and source.is_private


def test_a_saved_message_is_asked_for_its_link_once(database: Database) -> None:
    place = workspace(database)
    capture(database, place.id, key="a", source=MESSAGE, door="shortcut")
    capture(database, place.id, key="b", source=MESSAGE, door="shortcut")
    capture(database, place.id, source=Source("C1"))
    rows = errands(database, Kind.READ_SOURCE)
    assert [row.payload for row in rows] == [
        {"number": 1, "channel": "C1", "ts": "1700000000.000100"}
    ]


def test_details_are_recorded_field_by_field_and_repeat_nothing(database: Database) -> None:
    place = workspace(database)
    one = capture(database, place.id, customer="Acme").feedback
    details = Details(text="it hangs at noon", area="Exports", importance=Importance.HELPFUL)
    for _ in range(2):
        changed = feedback.add_details(database, request(place.id, key="d"), 1, details)
    assert (changed.text, changed.customer, changed.area) == ("it hangs at noon", None, "Exports")
    assert sorted(log(database, place.id, one.id)) == [
        ("area", None, "Exports"),
        ("created", None, 1),
        ("customer", "Acme", None),
        ("importance", None, "helpful"),
        ("text", "it hangs", "it hangs at noon"),
    ]


def test_details_without_a_text_leave_it(database: Database) -> None:
    place = workspace(database)
    capture(database, place.id)
    changed = feedback.add_details(database, request(place.id), 1, Details(area="Exports"))
    assert changed.text == "it hangs"


def test_undo_is_for_the_saver_or_a_manager_and_renews_the_answer_once(
    database: Database,
) -> None:
    place = workspace(database)
    capture(database, place.id)
    capture(database, place.id, user_id="UADMIN")
    with pytest.raises(NotAllowed, match="Only Priya, who saved F-2, or a manager"):
        feedback.undo(database, request(place.id), 2)
    for _ in range(2):
        feedback.undo(
            database, request(place.id, "UADMIN", key="u"), 1, answer_url="https://hooks/1"
        )
    assert feedback_pages.get(database, place.id, 1).state is FeedbackState.WITHDRAWN
    assert [row.payload["url"] for row in errands(database, Kind.RESPOND)] == ["https://hooks/1"]
    assert feedback_pages.untriaged_count(database, place.id) == 1
    with pytest.raises(NotAllowed, match="taken back"):
        feedback.add_details(database, request(place.id), 1, Details(area="Exports"))


def test_evidence_cannot_be_taken_back(database: Database) -> None:
    place = workspace(database)
    one = capture(database, place.id).feedback
    make_evidence(database, place.id, one.id, 4)
    with pytest.raises(NotAllowed, match="evidence for I-4"):
        feedback.undo(database, request(place.id), 1)
    assert feedback_pages.get(database, place.id, 1).state is FeedbackState.LINKED


def test_saving_again_after_undo_keeps_the_number_and_tells_the_story(
    database: Database,
) -> None:
    place = workspace(database)
    one = capture(database, place.id, key="a", source=MESSAGE).feedback
    feedback.undo(database, request(place.id), 1)
    assert (
        feedback_pages.of_message(database, request(place.id), "C1", MESSAGE.message_ts or "")
        is None
    )
    again = capture(database, place.id, "new words", key="b", user_id="UADMIN", source=MESSAGE)
    assert again.is_new
    assert (again.feedback.number, again.feedback.saved_by) == (1, "UADMIN")
    assert log(database, place.id, one.id) == [
        ("created", None, 1),
        ("state", "new", "withdrawn"),
        ("state", "withdrawn", "new"),
        ("saved_by", "UMEMBER", "UADMIN"),
        ("text", "it hangs", "new words"),
    ]
    assert capture(database, place.id, key="b", source=MESSAGE) == again


def test_my_feedback_is_mine_newest_first_without_what_i_took_back(database: Database) -> None:
    place = workspace(database)
    for text in ("first", "second", "third"):
        capture(database, place.id, text)
    capture(database, place.id, "of another", user_id="UADMIN")
    feedback.undo(database, request(place.id), 2)
    found = feedback_pages.mine(database, place.id, "UMEMBER", 5)
    assert [one.text for one in found] == ["third", "first"]
    assert len(feedback_pages.mine(database, place.id, "UMEMBER", 1)) == 1


def test_no_workspace_sees_another_s_feedback(database: Database) -> None:
    one, other = workspace(database), workspace(database, "T2")
    capture(database, one.id, source=MESSAGE, key="a")
    with pytest.raises(NotFound, match="no F-1"):
        feedback_pages.get(database, other.id, 1)
    with pytest.raises(NotFound):
        feedback.undo(database, request(other.id), 1)
    assert (
        feedback_pages.of_message(database, request(other.id), "C1", MESSAGE.message_ts or "")
        is None
    )
    assert capture(database, other.id, key="a").is_new


def test_a_private_quote_is_read_by_those_who_could_read_it_there(database: Database) -> None:
    place = workspace(database)
    capture(database, place.id, source=replace(MESSAGE, is_private=True))
    with database.transaction() as session:
        sources.keep_roster(session, place.id, "C1", ["UMATE"], NOON)
    for user_id in ("UMEMBER", "UMATE"):
        assert feedback_pages.look_up(database, request(place.id, user_id), 1).text == "it hangs"
    for user_id in ("UADMIN", "UOTHER"):
        one = feedback_pages.look_up(database, request(place.id, user_id), 1)
        assert (one.text, one.source, one.is_withheld) == (WITHHELD, None, True)


def test_a_database_out_of_reach_saves_nothing_and_says_so(tmp_path: Any) -> None:
    gone = open_database(f"sqlite:///{tmp_path}/nowhere/linchpin.db")
    with pytest.raises(Unavailable, match="nothing was saved"):
        feedback.capture(gone, request(1), Draft("it hangs"))


def test_somebody_unknown_may_save_and_is_asked_about(database: Database) -> None:
    place = workspace(database)
    assert capture(database, place.id, user_id="USTRANGER").is_new
    assert [row.payload for row in errands(database, Kind.READ_PERSON)] == [{"user": "USTRANGER"}]


def test_a_number_that_was_not_needed_is_given_back(database: Database) -> None:
    place = workspace(database)
    capture(database, place.id, key="a", source=MESSAGE)
    with database.transaction() as session:
        assert storage_writes.add(session, request(place.id, key="a"), Draft("again")) is None
    with database.transaction() as session:
        assert numbers.next_number(session, place.id, "F") == 2


def test_a_reaction_asks_for_the_message_once_per_delivery(database: Database) -> None:
    place = workspace(database)
    for key in ("event:1", "event:1", "event:2"):
        with database.transaction() as session:
            ask = request(place.id, key=key, door="reaction")
            feedback.request_capture(session, ask, "C1", "1.000100")
    assert len(errands(database, Kind.READ_MESSAGE)) == 2


def test_reactions_of_bots_save_nothing(database: Database) -> None:
    place = workspace(database)
    with database.transaction() as session:
        known = people.get(session, place.id, "UBOT")
        assert known is not None
        people.save(session, place.id, [replace(known, user_id="UOTHERBOT")], NOON)
        for user_id in ("UBOT", "UOTHERBOT"):
            feedback.request_capture(session, request(place.id, user_id), "C1", "1.000100")
    assert errands(database, Kind.READ_MESSAGE) == []


def test_a_private_quote_is_changed_by_those_who_could_read_it_there(database: Database) -> None:
    place = workspace(database)
    source = Source("C9", "1795435200.000100", None, is_private=True)
    feedback.capture(database, request(place.id, "UMEMBER", key="k"), Draft("hush", source=source))
    for user_id in ("UOTHER", "UADMIN"):
        with pytest.raises(NotAllowed, match="private conversation"):
            feedback.add_details(database, request(place.id, user_id), 1, Details("mine now"))
    mine = request(place.id, "UMEMBER")
    changed = feedback.add_details(database, mine, 1, Details(area="Access"))
    assert (changed.text, changed.area) == ("hush", "Access")
