"""What each channel does with feedback, on both databases."""

import pytest

from domain.channels import CaptureMethod, Confirm, RuleForm, TypedQuestion
from domain.core.errors import InvalidInput, NotAllowed
from domain.core.importance import Importance
from domain.core.people import Person
from domain.customers.model import Facts
from domain.feedback.attachments import Answer, File
from domain.feedback.model import Details, Draft, Source
from domain.text.folding import query_words
from domain.text.slack_message import Arrived
from services.channels import rules as channel_rules
from services.feedback import attachments
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from services.feedback.intake import channel_intake as intake
from services.similarity import index as embedding_index
from storage.customers import queries as customers
from storage.database import full_text
from storage.database.engine import Database
from storage.feedback import attachments as attached
from storage.feedback import notes as attached_notes
from storage.outbox import change_log as changes
from storage.workspace import people
from tests.support.make import NOON, request, workspace

OPEN = frozenset({CaptureMethod.INTAKE, CaptureMethod.EMOJI})


def ruled(database: Database, wish: RuleForm, channel: str = "C1") -> int:
    found = workspace(database).id
    channel_rules.change(database, request(found, "UADMIN"), channel, wish)
    return found


def say(database: Database, workspace_id: int, ts: str, text: str, **facts: object) -> None:
    message = {"ts": ts, "user": "UMEMBER", "text": text, **facts}
    asked = request(workspace_id, key=f"event:{ts}", door="intake")
    intake.arrived(database, asked, Arrived("C1", message))


def fields_of(database: Database, workspace_id: int, kind: str) -> list[str]:
    with database.reading() as session:
        found = changes.between(session, workspace_id, 0, 1_000_000)
    return [one.field for one in found if one.subject_kind == kind]


@pytest.mark.both_databases
def test_only_managers_set_rules_and_every_change_is_logged(database: Database) -> None:
    found = ruled(
        database,
        RuleForm(OPEN, "Acme", "Billing", Importance.HELPFUL, Confirm.THREAD),
    )
    with pytest.raises(NotAllowed):
        channel_rules.change(database, request(found), "C1", RuleForm(OPEN))
    with pytest.raises(InvalidInput):
        channel_rules.change(database, request(found, "UADMIN"), "C1", RuleForm(frozenset()))
    page = channel_rules.page(database, request(found), "C1")
    assert (page.rule.customer, page.rule.area, page.rule.confirm) == (
        "Acme",
        "Billing",
        Confirm.THREAD,
    )
    assert not page.may_change
    logged = fields_of(database, found, "channel")
    assert set(logged) == {"doors", "customer", "area", "importance", "confirm"}
    channel_rules.change(database, request(found, "UADMIN"), "C1", RuleForm(OPEN))
    assert channel_rules.page(database, request(found), "C1").rule.customer is None
    assert channel_rules.listing(database, request(found)).count == 1


def test_a_quick_save_is_filed_as_its_channel_says_and_a_form_as_it_was_sent(
    database: Database,
) -> None:
    found = ruled(
        database, RuleForm(frozenset(CaptureMethod), "Acme", "Billing", Importance.BLOCKER)
    )
    draft = Draft("Too slow", source=Source("C1"))
    quick = feedback.capture(database, request(found, key="1"), draft).feedback
    assert (quick.customer, quick.area, quick.importance) == (
        "Acme",
        "Billing",
        Importance.BLOCKER,
    )
    form = feedback.capture(database, request(found, key="2", door="modal"), draft).feedback
    assert (form.customer, form.area, form.importance) == (None, None, None)


def test_a_channels_own_customer_stands_in_for_a_rule_without_one(database: Database) -> None:
    found = ruled(database, RuleForm(frozenset(CaptureMethod)))
    with database.transaction() as session:
        customers.put(session, request(found, "UADMIN"), Facts("Globex", channel_id="C1"))
    draft = Draft("Too slow", source=Source("C1"))
    assert feedback.capture(database, request(found, key="1"), draft).feedback.customer == "Globex"
    wish = RuleForm(frozenset(CaptureMethod), "Acme")
    channel_rules.change(database, request(found, "UADMIN"), "C1", wish)
    assert feedback.capture(database, request(found, key="2"), draft).feedback.customer == "Acme"


def test_a_command_is_refused_where_commands_are_closed(database: Database) -> None:
    found = ruled(database, RuleForm(frozenset({CaptureMethod.EMOJI})))
    with pytest.raises(NotAllowed, match=r"the emoji.*\/linchpin channel"):
        feedback.capture(database, request(found), Draft("Too slow", source=Source("C1")))
    assert feedback_pages.untriaged_count(database, found) == 0


@pytest.mark.both_databases
def test_a_question_asked_again_in_the_same_words_keeps_its_answers(database: Database) -> None:
    asked = (TypedQuestion("Plan?", "Free\nTeam"), TypedQuestion("Since when?"))
    found = ruled(database, RuleForm(OPEN, questions=asked))
    before = channel_rules.page(database, request(found), "C1").questions
    answers = channel_rules.answers(database, found, {before[0].id: "Team", 9_999: "x"})
    draft = Draft("Too slow", source=Source("C1", "1.0"), answers=answers)
    said = feedback.capture(database, request(found, door="modal"), draft).feedback
    channel_rules.change(
        database,
        request(found, "UADMIN"),
        "C1",
        RuleForm(OPEN, questions=(TypedQuestion("plan?"),)),
    )
    after = channel_rules.page(database, request(found), "C1").questions
    assert [(one.id, one.text) for one in after] == [(before[0].id, "plan?")]
    kept = feedback_pages.get(database, found, said.number).attached.answers
    assert kept == (Answer(before[0].id, "Plan?", "Team"),)


def test_answers_can_be_changed_and_taken_away_and_are_logged(database: Database) -> None:
    found = ruled(database, RuleForm(OPEN, questions=(TypedQuestion("Plan?"),)))
    question = channel_rules.page(database, request(found), "C1").questions[0]
    draft = Draft("Too slow", source=Source("C1", "1.0"))
    said = feedback.capture(database, request(found, door="modal"), draft).feedback
    for answer, kept in (("Team", ("Team",)), ("", ())):
        details = Details(answers=(Answer(question.id, question.text, answer),))
        feedback.add_details(database, request(found), said.number, details)
        known = feedback_pages.get(database, found, said.number).attached.answers
        assert tuple(one.answer for one in known) == kept
    assert fields_of(database, found, "feedback").count("answers") == 2


def test_a_message_of_an_intake_comes_once_however_often_it_is_delivered(
    database: Database,
) -> None:
    found = ruled(database, RuleForm(OPEN))
    for _ in range(2):
        say(database, found, "1800000000.000100", "Too slow")
        say(database, found, "1800000001.000100", "Yes", thread_ts="1800000000.000100")
    one = feedback_pages.get(database, found, 1)
    assert feedback_pages.untriaged_count(database, found) == 1
    assert [note.text for note in one.attached.notes] == ["Yes"]
    assert (one.said_by, one.door) == ("UMEMBER", "intake")


def test_a_reply_that_comes_before_its_message_becomes_its_note(database: Database) -> None:
    found = ruled(database, RuleForm(OPEN))
    say(database, found, "1800000001.000100", "Me too", thread_ts="1800000000.000100")
    say(database, found, "1100000001.000100", "Old", thread_ts="1100000000.000100")
    assert feedback_pages.untriaged_count(database, found) == 0
    say(database, found, "1800000000.000100", "Too slow")
    assert [note.text for note in feedback_pages.get(database, found, 1).attached.notes] == [
        "Me too"
    ]
    with database.reading() as session:
        assert attached_notes.known_note(session, found, "C1", "1100000001.000100") is None


def test_an_intake_ignores_bots_mentions_of_itself_and_what_says_nothing(
    database: Database,
) -> None:
    found = ruled(database, RuleForm(OPEN))
    with database.transaction() as session:
        people.save(session, found, [Person("UMEMBER", "Standup", is_bot=True)], NOON)
    say(database, found, "1800000000.000100", "standup!")
    with database.transaction() as session:
        people.save(session, found, [Person("UMEMBER", "Sam")], NOON)
    say(database, found, "1800000001.000100", "<@UBOT> save this")
    say(database, found, "1800000002.000100", "")
    assert feedback_pages.untriaged_count(database, found) == 0
    say(database, found, "1800000003.000100", "Too slow")
    assert feedback_pages.untriaged_count(database, found) == 1


def test_feedback_is_found_by_the_words_of_its_notes_and_answers(database: Database) -> None:
    found = ruled(database, RuleForm(OPEN, questions=(TypedQuestion("Plan?"),)))
    say(database, found, "1800000000.000100", "Too slow")
    say(database, found, "1800000001.000100", "the Zanzibar report", thread_ts="1800000000.000100")
    question = channel_rules.page(database, request(found), "C1").questions[0]
    details = Details(answers=(Answer(question.id, question.text, "Platinum"),))
    feedback.add_details(database, request(found, "UADMIN"), 1, details)
    embedding_index.catch_up(database, found)
    for words in ("slow", "zanzibar rep", "platinum slow"):
        with database.reading() as session:
            ids = full_text.feedback(session, found, query_words(words), 5)
        assert ids == [feedback_pages.get(database, found, 1).id]


def test_files_are_kept_with_feedback_and_read_again_without_doubles(database: Database) -> None:
    found = workspace(database).id
    files = (
        File("F1", "a.png", "image/png", 9, "https://x.slack.com/files/1", "UMEMBER", "1.0"),
        File("F2", "b.png", refused="unseen"),
    )
    draft = Draft("Too slow", source=Source("C1", "1.0"), files=files)
    said = feedback.capture(database, request(found, door="shortcut"), draft).feedback
    assert said.attached.files == files
    with database.transaction() as session:
        attached.add_files(session, found, said.id, files, NOON)
    page = attachments.notes(database, request(found), said, 0)
    assert page.notes == ()
    assert feedback_pages.get(database, found, said.number).attached.file_count == 2
