"""Words follow their message: edits in order, deletions everywhere, people's own words kept."""

from typing import Any

import pytest
from sqlmodel import select

from domain.core.changes import Change
from domain.core.outbox import Kind, State
from domain.core.people import Channel
from domain.decisions import DecisionQuote, TypedDecision
from domain.feedback.model import Details, Draft, Feedback, Gone, Source
from domain.text.folding import query_words
from services.decisions import actions as decisions
from services.decisions import pages as decision_pages
from services.feedback import (
    capture as feedback,
)
from services.feedback import pages as feedback_pages
from services.feedback import (
    redaction as sources_said,
)
from services.feedback import (
    source_check as sources_check,
)
from services.feedback import (
    source_messages as sources,
)
from services.feedback.intake import channel_readers as sources_readers
from services.outbox.messages import say, tell
from services.outbox.payloads import pack
from services.similarity import index as embedding_index
from storage.channels import queries as channels
from storage.database import full_text
from storage.database.engine import Database
from storage.feedback import source_messages as source_rows
from storage.feedback import writes as storage_writes
from storage.ideas import evidence
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.schema import OutboxRow
from storage.workspace import readers
from tests.support.ideas import filed, take
from tests.support.make import NOON, request, workspace

TS = "1795348800.000100"
WORDS = "the export of large projects times out every single night"


@pytest.fixture
def place(database: Database) -> int:
    one = workspace(database)
    with database.transaction() as session:
        channels.save(session, one.id, [Channel("C1", "support", is_member=True)], NOON)
    return one.id


def message(text: str, edited: str | None = None, ts: str = TS, **more: Any) -> dict[str, Any]:
    stamp = {"edited": {"user": "UMEMBER", "ts": edited}} if edited else {}
    return {"ts": ts, "user": "UMEMBER", "text": text, **stamp, **more}


def saved(database: Database, place: int, text: str = WORDS, door: str = "reaction") -> Feedback:
    draft = Draft(text, said_by="UMEMBER", source=Source("C1", TS, "https://x.slack.com/p1"))
    asked = request(place, "UADMIN", key="save", door=door)
    return feedback.capture(database, asked, draft).feedback


def edit(database: Database, place: int, text: str, stamp: str, was: str | None = None) -> bool:
    asked = sources.at_source(place, "UMEMBER", NOON)
    before = message(was) if was is not None else None
    return sources.edited(database, asked, "C1", message(text, stamp), before)


def delete(database: Database, place: int, ts: str = TS) -> bool:
    return sources.deleted(database, sources.at_source(place, "UMEMBER", NOON), "C1", ts)


def log(database: Database, place: int, field: str) -> list[Change]:
    with database.reading() as session:
        found = changes.of_subject(session, place, "feedback", 1)
    return [one for one in found if one.field == field]


def everything_in_the_outbox(database: Database) -> str:
    with database.reading() as session:
        return str([(row.kind, row.payload) for row in session.exec(select(OutboxRow))])


def test_edits_change_the_quote_in_their_own_order_and_the_log_keeps_each_wording(
    database: Database, place: int
) -> None:
    saved(database, place, "first")
    assert edit(database, place, "third", "1795348900.000300")
    edit(database, place, "second", "1795348900.000200")
    edit(database, place, "third", "1795348900.000300")
    assert feedback_pages.get(database, place, 1).text == "third"
    told = [(one.before, one.after, one.door) for one in log(database, place, "text")]
    assert told == [("first", "third", "source")]


def test_what_changes_a_message_without_an_edit_changes_nothing(
    database: Database, place: int
) -> None:
    saved(database, place)
    asked = sources.at_source(place, "UMEMBER", NOON)
    assert not sources.edited(database, asked, "C1", message("with a preview"), None)
    assert not sources.edited(database, asked, "C2", message("elsewhere", "1795348900.1"), None)
    assert feedback_pages.get(database, place, 1).text == WORDS


def test_words_that_a_person_wrote_stay_and_the_edit_is_noted(
    database: Database, place: int
) -> None:
    saved(database, place)
    details = Details("What Acme means: exports must be faster", said_by="UMEMBER")
    feedback.add_details(database, request(place, "UADMIN", door="modal"), 1, details)
    edit(database, place, "it works now", "1795348900.000100", WORDS)
    one = feedback_pages.get(database, place, 1)
    assert one.text == "What Acme means: exports must be faster"
    assert one.source_words == "it works now"
    assert [change.after for change in log(database, place, "source")] == ["it works now"]


@pytest.mark.both_databases
def test_a_message_shortened_while_it_was_saved_is_not_overwritten_and_a_whole_one_is(
    database: Database, place: int
) -> None:
    saved(database, place, "the export times out", door="modal")
    edit(database, place, "now longer", "1795348900.000100", WORDS)
    assert feedback_pages.get(database, place, 1).text == "the export times out"
    with database.transaction() as session:
        storage_writes.set_text(session, place, 1, WORDS)
    edit(database, place, "now longer still", "1795348900.000200", WORDS)
    assert feedback_pages.get(database, place, 1).text == "now longer still"


def test_a_form_opened_before_an_edit_does_not_bring_the_old_words_back(
    database: Database, place: int
) -> None:
    saved(database, place)
    edit(database, place, "it times out by day too", "1795348900.000100")
    details = Details(WORDS, said_by="UMEMBER", customer="Acme")
    one = feedback.add_details(database, request(place, "UADMIN", door="modal"), 1, details)
    assert (one.text, one.customer) == ("it times out by day too", "Acme")
    delete(database, place)
    one = feedback.add_details(database, request(place, "UADMIN", door="modal"), 1, details)
    assert one.text == Gone.DELETED.sentence


def test_a_deleted_message_takes_its_words_everywhere_and_the_evidence_still_counts(
    database: Database, place: int
) -> None:
    one = saved(database, place)
    idea = filed(database, place)
    with database.transaction() as session:
        evidence.link(session, place, idea.id, one.id, "UADMIN", NOON)
    edit(database, place, f"{WORDS} and by day", "1795348900.000100")
    embedding_index.catch_up(database, place)
    assert delete(database, place)
    assert delete(database, place)
    after = feedback_pages.get(database, place, 1)
    assert after.source is not None and after.source.permalink is None
    assert (after.text, after.gone) == (Gone.DELETED.sentence, Gone.DELETED)
    assert not edit(database, place, "too late", "1795348999.000100") or after.gone
    embedding_index.catch_up(database, place)
    with database.reading() as session:
        assert evidence.of_idea(session, place, idea.id, 5)[0][0] == one.id
        assert full_text.feedback(session, place, query_words("projects"), 5) == []
        assert WORDS not in str(changes.of_subject(session, place, "feedback", one.id))
    assert [change.after for change in log(database, place, "words")] == ["deleted"]


def said_in_the_outbox(database: Database, place: int) -> tuple[int, int]:
    """A digest that was posted and one that waits, both with the quote."""
    data = {"heard": {"quotes": [{"number": 1, "text": WORDS[:40], "customer": None}]}}
    with database.transaction() as session:
        outbox.enqueue(session, place, say("C1", "digest", data, key="posted", at=NOON), NOON)
    task = take(database, Kind.SAY)
    with database.transaction() as session:
        outbox.finish(session, task, NOON, ts="1795348801.000100")
        outbox.enqueue(session, place, tell("UADMIN", "digest", data, key="waits", at=NOON), NOON)
    return task.id, 0


@pytest.mark.both_databases
def test_a_digest_that_waits_loses_the_quote_at_once_and_a_posted_one_is_renewed(
    database: Database, place: int
) -> None:
    saved(database, place)
    posted_id, _ = said_in_the_outbox(database, place)
    delete(database, place)
    with database.reading() as session:
        waits = session.exec(select(OutboxRow).where(OutboxRow.key == "waits")).one()
        assert waits.payload["data"]["heard"]["quotes"][0]["text"] == Gone.DELETED.sentence
    assert sources_said.retell(database, take(database, Kind.RETELL), NOON)
    amend = take(database, Kind.AMEND)
    shown = sources_said.to_amend(database, amend)
    assert shown is not None
    assert (amend.payload["outbox_id"], shown.ts) == (posted_id, "1795348801.000100")
    assert WORDS[:40] not in everything_in_the_outbox(database)


def test_words_are_taken_out_only_when_no_message_with_them_is_on_its_way(
    database: Database, place: int
) -> None:
    saved(database, place)
    said_in_the_outbox(database, place)
    sending = take(database, Kind.TELL)
    delete(database, place)
    wish = take(database, Kind.RETELL)
    assert not sources_said.retell(database, wish, NOON)
    with database.transaction() as session:
        outbox.finish(session, sending, NOON, ts="1795348802.000100")
    assert sources_said.retell(database, wish, NOON)
    with database.reading() as session:
        wishes = session.exec(select(OutboxRow).where(OutboxRow.kind == Kind.AMEND.value)).all()
    assert {row.payload["outbox_id"] for row in wishes if row.state == State.PENDING.value} >= {
        sending.id
    }


@pytest.mark.both_databases
def test_a_decision_follows_its_message_and_loses_its_quote_with_it(
    database: Database, place: int
) -> None:
    typed = TypedDecision("Drop IE11", quote=WORDS, decided_by=("UADMIN",), owner_id="UADMIN")
    asked = request(place, "UADMIN", key="decide")
    decisions.record(database, asked, typed, DecisionQuote(Source("C1", TS), "UMEMBER", None))
    edit(database, place, "we drop it in May", "1795348900.000100", WORDS)
    page = decision_pages.page(database, asked, 1)
    assert page.decision.quote == "we drop it in May"
    delete(database, place)
    page = decision_pages.page(database, asked, 1)
    assert page.decision.quote == ""
    assert WORDS not in str(page.history)


def test_the_night_finds_what_changed_while_the_bot_was_away(
    database: Database, place: int
) -> None:
    saved(database, place)
    sources_check.check_all(database, NOON)
    task = take(database, Kind.CHECK_SOURCES)
    assert task.payload == {"channel": "C1", "messages": [TS]}
    seen = message("edited while away", "1795348900.000100")
    sources_check.checked(database, place, ("C1", TS), seen, NOON)
    assert feedback_pages.get(database, place, 1).text == "edited while away"
    sources_check.checked(database, place, ("C1", TS), None, NOON)
    assert feedback_pages.get(database, place, 1).gone is Gone.DELETED


@pytest.mark.both_databases
def test_members_are_believed_while_their_list_is_fresh(database: Database, place: int) -> None:
    from datetime import timedelta

    with database.transaction() as session:
        source_rows.keep_roster(session, place, "CPRIVATE", ["UMEMBER"], NOON)
        source_rows.joined(session, place, "CPRIVATE", "UADMIN")

    def channels_of(user: str, hours: int) -> frozenset[str]:
        with database.reading() as session:
            at = NOON + timedelta(hours=hours)
            return readers.reader(session, place, user, at).channels

    assert channels_of("UADMIN", 1) == {"CPRIVATE"}
    sources_readers.left(database, place, "CPRIVATE", "UADMIN")
    assert channels_of("UADMIN", 1) == frozenset()
    assert channels_of("UMEMBER", 35) == {"CPRIVATE"}
    assert channels_of("UMEMBER", 37) == frozenset()


def test_a_private_message_has_the_members_of_its_channel_read(
    database: Database, place: int
) -> None:
    draft = Draft("x", said_by="UMEMBER", source=Source("CPRIVATE", TS, None, True))
    feedback.capture(database, request(place, key="one"), draft)
    task = take(database, Kind.READ_MEMBERS)
    sources_readers.learned(database, task, ["UADMIN"], NOON)
    with database.reading() as session:
        assert readers.reader(session, place, "UADMIN", NOON).channels == {"CPRIVATE"}
    assert pack(feedback_pages.get(database, place, 1))["source"]["is_private"]
