"""Every place that shows what was said, gone over with the words of a private conversation."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from domain.announcements import Note
from domain.core.people import Channel, Request
from domain.decisions import DecisionQuote, TypedDecision
from domain.feedback.model import Draft, Feedback, Source
from domain.feedback.privacy import EVERYBODY, WITHHELD, Reader, may_read, readers_in
from domain.ideas.model import Status
from domain.roadmap.commands import parse_view
from domain.roadmap.shares import parse_share
from services.announcements import publish
from services.decisions import actions as decisions
from services.decisions import pages as decision_pages
from services.digests import pages as digests
from services.digests import runs as digest_runs
from services.digests import subscribe as digest_changes
from services.feedback import attachments
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from services.home import export
from services.idea_page import page as idea_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.roadmap import board as roadmap
from services.roadmap import files as roadmap_files
from services.roadmap import shares as roadmap_shares
from services.scoring import estimates as scoring
from services.scoring import ranking
from services.similarity import follow_up as questions
from services.similarity import suggestions as likeness
from services.similarity.follow_up import Saved
from services.votes import filing
from storage.channels import queries as channels
from storage.database.engine import Database
from storage.feedback import notes as attached_notes
from storage.feedback import source_messages as sources
from storage.feedback import source_words
from storage.schema import OutboxRow
from tests.support.home import home_of
from tests.support.ideas import posted
from tests.support.make import NOON, request, workspace
from tests.support.samples import SAMPLES
from views.feedback.forms import saved_modal
from views.feedback.messages import captured_message, feedback_line
from views.idea_page.forms import new_idea_modal, which_idea_modal
from views.idea_page.page import idea_modal
from views.ideas.options import feedback_option
from views.ideas.origin import IdeaOrigin

MARKER = "hazelnut exports time out every single night"
SECRET_CHANNEL, TS = "CSECRET", "1795348800.000100"
STRANGER, MEMBER = "USAM", "UMATE"
WEEK = timedelta(days=7)


@pytest.fixture
def place(database: Database) -> int:
    """Feedback with everything that hangs on it, an idea and a decision, all from one message in
    a private channel."""
    one = workspace(database).id
    secret = Channel(SECRET_CHANNEL, "deal-room", is_member=True, is_private=True)
    with database.transaction() as session:
        channels.save(session, one, [secret, Channel("C1", "team", is_member=True)], NOON)
        sources.keep_roster(session, one, SECRET_CHANNEL, [MEMBER], NOON)
    early = request(one, "UADMIN", at=NOON - WEEK)
    digest_changes.subscribe_in_words(database, early, "C1", "mon 12:00 UTC")
    digest_changes.subscribe_in_words(
        database, request(one, STRANGER, at=NOON - WEEK), STRANGER, "mon 12:00 UTC"
    )
    source = Source(SECRET_CHANNEL, TS, "https://x.slack.com/hazelnut", is_private=True)
    draft = Draft(MARKER, said_by="UMEMBER", source=source, customer="Acme")
    asked = request(one, "UADMIN", key="k", door="reaction", at=NOON - timedelta(hours=1))
    said = feedback.capture(database, asked, draft).feedback
    with database.transaction() as session:
        attached_notes.add_note(session, one, (SECRET_CHANNEL, TS), SAMPLES["line"], NOON, said.id)
        edited = ("1795348900.000100", f"{MARKER}, edited")
        source_words.note_edit(session, said, edited[0], source_words=edited[1])
    idea = filing.file(database, asked, NewIdea("Faster exports", feedback_number=1), "C1")
    posted(database, idea, "1795348802.000100")
    typed = TypedDecision("Do it", quote=MARKER, decided_by=("UADMIN",), owner_id="UADMIN")
    decisions.record(database, asked, typed, DecisionQuote(source, "UMEMBER", None))
    return one


def answer_to(database: Database, who: Request) -> Any:
    found = feedback_pages.look_up(database, who, 1)
    return captured_message(found, is_new=False, viewer=who.user_id), saved_modal(
        found, is_new=False, viewer=who.user_id
    )


def page_of_the_idea(database: Database, who: Request) -> Any:
    return idea_modal(idea_pages.get(database, who, 1, "C1"), IdeaOrigin("C1"))


def forms_from_feedback(database: Database, who: Request) -> Any:
    one = idea_pages.feedback_to_file(database, who, 1, "C1")
    return new_idea_modal(IdeaOrigin(), one), which_idea_modal(one, IdeaOrigin())


def options(database: Database, who: Request) -> Any:
    by_words = idea_pages.suggest_feedback(database, who, "hazelnut")
    by_number = idea_pages.suggest_feedback(database, who, "F-1")
    return [feedback_option(one) for one in (*by_words, *by_number)]


def similar(database: Database, who: Request) -> Any:
    return likeness.alike(database, who, MARKER), questions.about(database, who, MARKER, "")


def notes(database: Database, who: Request) -> Any:
    return attachments.notes(database, who, feedback_pages.look_up(database, who, 1), 0).notes


def decision(database: Database, who: Request) -> Any:
    return decision_pages.page(database, who, 1), decision_pages.listing(database, who, "")


FOR_ONE: dict[str, Callable[[Database, Request], Any]] = {
    "answer": answer_to,
    "idea page": page_of_the_idea,
    "forms": forms_from_feedback,
    "options": options,
    "similar": similar,
    "decision": decision,
}


@pytest.mark.both_databases
@pytest.mark.parametrize("surface", FOR_ONE)
def test_members_read_the_words_where_strangers_and_managers_do_not(
    database: Database, place: int, surface: str
) -> None:
    show = FOR_ONE[surface]
    for stranger in (STRANGER, "UBOSS"):
        assert "hazelnut" not in str(show(database, request(place, stranger))), stranger
    for reader in ("UMEMBER", MEMBER, "UADMIN"):
        assert "hazelnut" in str(show(database, request(place, reader))), reader


def rows_for_others(database: Database, place: int) -> str:
    with database.reading() as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.workspace_id == place)).all()
        return str([row.payload for row in rows if row.payload.get("user") != "UADMIN"])


@pytest.mark.both_databases
def test_nothing_that_many_read_holds_the_words(database: Database, place: int) -> None:
    boss, stranger = request(place, "UADMIN", key="b"), request(place, STRANGER, key="s")
    with database.reading() as session:
        rows = sources.private_channels(session, place)
    assert rows == [SECRET_CHANNEL]
    shown = [
        home_of(database, stranger),
        digests.preview(database, place, "C1", NOON),
        roadmap.board(database, place, NOON),
        ranking.top(database, stranger, ""),
        scoring.page(database, stranger, 1),
        scoring.why(database, stranger, 1),
        notes(database, stranger),
    ]
    view = parse_view("")
    roadmap_files.send(database, stranger, roadmap_files.Format.CSV, view)
    link = roadmap_shares.share(database, boss, parse_share("customers"), as_link=True)
    shown.append(roadmap_shares.opened(database, link.token or "", NOON))
    ideas.move(database, boss, 1, Status.SHIPPED)
    note = Note("Exports", "They are fast", tells_askers=True)
    publish.announce(database, boss, 1, note, ("C1",), None)
    assert digest_runs.run_due(database, NOON) == 2
    asked = Saved(place, "UMEMBER", 1, "https://hooks.slack.com/x")
    questions.ask(database, asked, NOON, channel_id="C1")
    assert "hazelnut" not in str(shown)
    said = rows_for_others(database, place)
    assert "digest" in said
    assert "hazelnut" not in said


def test_a_digest_in_the_private_channel_itself_quotes_what_was_said_there(
    database: Database, place: int
) -> None:
    told = str(digests.preview(database, place, SECRET_CHANNEL, NOON))
    assert "hazelnut" in told


def test_the_export_of_the_operator_holds_the_words_and_marks_them(
    database: Database, place: int, tmp_path: Path
) -> None:
    import json

    export.write(database, tmp_path / "all.json", NOON)
    row = json.loads((tmp_path / "all.json").read_text())["feedback"][0]
    assert (row["text"], row["source_is_private"]) == (MARKER, True)


def private(channel: str = SECRET_CHANNEL) -> Source:
    return Source(channel, TS, None, is_private=True)


@pytest.mark.parametrize(
    ("reader", "source", "may"),
    [
        (EVERYBODY, None, True),
        (EVERYBODY, Source("C1", TS), True),
        (EVERYBODY, private(), False),
        (readers_in(None), private(), False),
        (readers_in(SECRET_CHANNEL), private(), True),
        (readers_in("C1"), private(), False),
        (Reader("U1"), private(), True),
        (Reader("U9"), private(), False),
        (Reader("U9", frozenset({SECRET_CHANNEL})), private(), True),
        (Reader("U9", frozenset({SECRET_CHANNEL})), private("D1"), False),
    ],
)
def test_who_may_read(reader: Reader, source: Source | None, may: bool) -> None:
    assert may_read(reader, source, ("U1", None)) is may


def test_a_line_for_many_says_only_that_it_was_said(database: Database, place: int) -> None:
    one: Feedback = feedback_pages.get(database, place, 1)
    assert WITHHELD in feedback_line(one, to_everyone=True)
