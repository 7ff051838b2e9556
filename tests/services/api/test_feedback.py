"""Feedback over HTTP: saved once, whoever repeats it, and told as a token may read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from domain.api import Token, parse_wish
from domain.core.errors import InvalidInput, NotAllowed, NotFound
from domain.core.outbox import Kind
from domain.core.people import Workspace
from domain.feedback.model import Draft, Origin, Source
from domain.ideas.model import Status
from services.api import feedback as api_feedback
from services.api import ideas as api_ideas
from services.api import tokens
from services.api.feedback import IdTaken, KeyReused, Receipt, Sent
from services.feedback import capture as feedback
from services.feedback import pages as feedback_pages
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.votes import filing
from storage.announcements import queries as announced
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from tests.support import make
from tests.support.make import NOON, request

TEXT = "The export times out"


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return make.workspace(database)


@pytest.fixture
def token(database: Database, workspace: Workspace) -> Token:
    asked = request(workspace.id, "UADMIN")
    return tokens.make(database, asked, parse_wish("Help desk", NOON)).token


def sent(text: str = TEXT, key: str | None = None, external_id: str | None = None) -> Sent:
    origin = Origin("Help desk", "ana@acme.example", "https://help.example/4711", external_id)
    return Sent(Draft(text, said_by_name="Ana Ruiz", customer="Acme"), origin, f"of {text}", key)


def count(database: Database, workspace: Workspace) -> int:
    return feedback_pages.untriaged_count(database, workspace.id)


def test_it_is_saved_like_any_feedback_with_the_token_as_its_saver(
    database: Database, workspace: Workspace, token: Token
) -> None:
    receipt = api_feedback.submit(database, token, sent(), NOON)
    assert receipt.is_new
    kept = feedback_pages.get(database, workspace.id, 1)
    assert (kept.text, kept.customer, kept.said_by_name) == (TEXT, "Acme", "Ana Ruiz")
    assert (kept.saved_by, kept.door) == ("token-1", "api")
    assert kept.origin == Origin("Help desk", "ana@acme.example", "https://help.example/4711")
    with database.reading() as session:
        log = changes.of_subject(session, workspace.id, "feedback", kept.id)
    assert [(one.field, one.actor, one.door) for one in log] == [("created", "token-1", "api")]


def test_nobody_is_asked_about_or_told_as_if_a_token_were_a_person(
    database: Database, workspace: Workspace, token: Token
) -> None:
    api_feedback.submit(database, token, sent(), NOON)
    asked = request(workspace.id, "UADMIN", key="file")
    idea = filing.file(database, asked, NewIdea("Export", feedback_number=1), "C9")
    with database.reading() as session:
        assert announced.askers(session, workspace.id, idea.id) == frozenset()
    with database.transaction() as session:
        due = outbox.claim(session, "d", NOON + timedelta(days=1), lease_s=60, limit=20)
    assert Kind.READ_PERSON not in {task.kind for task in due}
    with pytest.raises(NotAllowed, match="only a manager can take it back"):
        api_feedback.submit(database, token, sent("Another"), NOON)
        feedback.undo(database, request(workspace.id, "UMEMBER"), 2)
    feedback.undo(database, request(workspace.id, "UADMIN"), 2)


@pytest.mark.parametrize("again", [NOON, NOON + timedelta(hours=23, minutes=59)])
def test_the_same_key_with_the_same_body_saves_once(
    database: Database, workspace: Workspace, token: Token, again: object
) -> None:
    first = api_feedback.submit(database, token, sent(key="k"), NOON)
    api_feedback.forget_keys(database, again)  # type: ignore[arg-type]
    second = api_feedback.submit(database, token, sent(key="k"), again)  # type: ignore[arg-type]
    assert (first.is_new, second.is_new) == (True, False)
    assert second.told == first.told
    assert count(database, workspace) == 1


def test_the_same_key_with_another_body_is_refused_and_saves_nothing(
    database: Database, workspace: Workspace, token: Token
) -> None:
    api_feedback.submit(database, token, sent(key="k"), NOON)
    with pytest.raises(KeyReused, match="F-1"):
        api_feedback.submit(database, token, sent("Something else", key="k"), NOON)
    assert count(database, workspace) == 1


def test_a_key_is_a_tokens_own_and_is_forgotten_after_a_day(
    database: Database, workspace: Workspace, token: Token
) -> None:
    asked = request(workspace.id, "UADMIN")
    other = tokens.make(database, asked, parse_wish("Form", NOON)).token
    api_feedback.submit(database, token, sent(key="k"), NOON)
    assert api_feedback.submit(database, other, sent("Other", key="k"), NOON).is_new
    later = NOON + timedelta(hours=24, seconds=1)
    api_feedback.forget_keys(database, later)
    assert api_feedback.submit(database, token, sent("Third", key="k"), later).is_new
    assert count(database, workspace) == 3


def test_a_refused_body_leaves_its_key_free(
    database: Database, workspace: Workspace, token: Token
) -> None:
    with pytest.raises(InvalidInput):
        api_feedback.submit(database, token, sent("\u200b", key="k"), NOON)
    assert api_feedback.submit(database, token, sent(key="k"), NOON).is_new


def test_an_id_of_another_system_is_saved_once_and_never_for_something_else(
    database: Database, workspace: Workspace, token: Token
) -> None:
    api_feedback.submit(database, token, sent(key="k", external_id="desk-1"), NOON)
    later = NOON + timedelta(days=400)
    again = api_feedback.submit(database, token, sent(key="other", external_id="desk-1"), later)
    assert not again.is_new and again.told.feedback.number == 1
    with pytest.raises(IdTaken, match="F-1"):
        api_feedback.submit(database, token, sent("More", external_id="desk-1"), later)
    assert count(database, workspace) == 1


@pytest.mark.parametrize("alike", ["key", "external_id"])
def test_of_eight_at_the_same_instant_one_saves_and_all_are_told_its_number(
    database: Database, workspace: Workspace, token: Token, alike: str
) -> None:
    start = Barrier(8)

    def send(number: int) -> Receipt:
        one = sent(key="same") if alike == "key" else sent(key=f"k{number}", external_id="same")
        start.wait(10)
        return api_feedback.submit(database, token, one, NOON)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(send, range(8)))
    assert sorted(one.is_new for one in found) == [False] * 7 + [True]
    assert {one.told.feedback.number for one in found} == {1}
    assert count(database, workspace) == 1


def test_what_became_of_it_is_told(database: Database, workspace: Workspace, token: Token) -> None:
    api_feedback.submit(database, token, sent(), NOON)
    asked = request(workspace.id, "UADMIN", key="file")
    filing.file(database, asked, NewIdea("Faster export", feedback_number=1), "C9")
    ideas.move(database, request(workspace.id, "UADMIN"), 1, Status.PLANNED)
    told = api_feedback.read(database, token, 1)
    assert told.feedback.state == "linked"
    assert [(one.reference, one.status) for one in told.ideas] == [("I-1", Status.PLANNED)]
    with pytest.raises(NotFound):
        api_feedback.read(database, token, 2)


def test_private_and_withdrawn_words_are_kept_from_tokens(
    database: Database, workspace: Workspace, token: Token
) -> None:
    private = Draft("Between us", customer="Acme", source=Source("C9", "1.1", is_private=True))
    feedback.capture(database, request(workspace.id, key="a"), private)
    feedback.capture(database, request(workspace.id, key="b"), Draft("Taken back"))
    feedback.undo(database, request(workspace.id), 2)
    for number in (1, 2):
        told = api_feedback.read(database, token, number)
        assert told.feedback.is_withheld
    assert api_feedback.read(database, token, 1).feedback.customer is None


def test_a_token_reads_and_repeats_nothing_of_another_workspace(
    database: Database, workspace: Workspace, token: Token
) -> None:
    other = make.workspace(database, "T2")
    theirs = tokens.make(database, request(other.id, "UADMIN"), parse_wish("Desk", NOON)).token
    api_feedback.submit(database, theirs, sent(key="k", external_id="desk-1"), NOON)
    with pytest.raises(NotFound):
        api_feedback.read(database, token, 1)
    mine = sent("Mine", key="k", external_id="desk-1")
    assert api_feedback.submit(database, token, mine, NOON).is_new


def test_ideas_are_read_in_pages_that_new_ideas_do_not_shift(
    database: Database, workspace: Workspace, token: Token
) -> None:
    for number in range(1, 6):
        asked = request(workspace.id, "UADMIN", key=f"i{number}")
        filing.file(database, asked, NewIdea(f"Idea {number}"), None)
    ideas.move(database, request(workspace.id, "UADMIN"), 4, Status.PLANNED)
    first = api_ideas.page(database, token, after=0, limit=2, status=None)
    assert ([one.number for one in first.ideas], first.next_after) == ([1, 2], 2)
    last = api_ideas.page(database, token, after=3, limit=2, status=None)
    assert ([one.number for one in last.ideas], last.next_after) == ([4, 5], None)
    planned = api_ideas.page(database, token, after=0, limit=2, status=Status.PLANNED)
    assert ([one.number for one in planned.ideas], planned.next_after) == ([4], None)
