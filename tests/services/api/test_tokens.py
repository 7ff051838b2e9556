"""Tokens of the API: who may make them, what is kept of them, and at which pace they go."""

from datetime import timedelta

import pytest

from domain.api import MOST_OPEN, parse_wish
from domain.core.errors import NotAllowed, NotFound
from domain.core.people import Workspace
from handlers.api import PART
from services.api import tokens
from services.api.tokens import Made
from services.home.tab import visit
from storage import home as export
from storage.database.engine import Database
from storage.outbox import change_log as changes
from tests.support import make
from tests.support.make import NOON, request


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return make.workspace(database)


def made(database: Database, workspace: Workspace, words: str = "Help desk", **how: str) -> Made:
    asked = request(workspace.id, "UADMIN", key=how.get("key"))
    return tokens.make(database, asked, parse_wish(words, NOON))


def test_of_a_secret_only_its_digest_is_kept(database: Database, workspace: Workspace) -> None:
    one = made(database, workspace)
    assert one.secret.startswith("linchpin_") and len(one.secret) == len("linchpin_") + 43
    with database.reading() as session:
        exported = [row for kind in export.KINDS for row in export.rows(session, kind)]
        log = changes.of_subject(session, workspace.id, "token", one.token.id)
    told = str([exported, log])
    assert "Help desk" in told
    assert one.secret not in told and tokens.digest(one.secret) not in told
    found = tokens.find(database, one.secret)
    assert found is not None and found.token.name == "Help desk"
    assert tokens.find(database, one.secret[:-1] + "!") is None


def test_only_managers_make_see_and_revoke_tokens(database: Database, workspace: Workspace) -> None:
    one = made(database, workspace)
    member = request(workspace.id, "UMEMBER")
    for deed in (
        lambda: tokens.make(database, member, parse_wish("Mine", NOON)),
        lambda: tokens.listed(database, member),
        lambda: tokens.revoke(database, member, one.token.number),
    ):
        with pytest.raises(NotAllowed, match="ask Priya"):
            deed()
    assert tokens.listed(database, request(workspace.id, "UADMIN")).open == (one.token,)


@pytest.mark.both_databases
def test_the_same_form_sent_twice_makes_one_token_whose_later_secret_works(
    database: Database, workspace: Workspace
) -> None:
    first = made(database, workspace, key="view:1")
    again = made(database, workspace, key="view:1")
    assert again.token.number == first.token.number
    assert tokens.find(database, first.secret) is None
    assert tokens.find(database, again.secret) is not None


def test_revoking_is_at_once_for_good_and_recorded(
    database: Database, workspace: Workspace
) -> None:
    one = made(database, workspace)
    asked = request(workspace.id, "UADMIN")
    tokens.revoke(database, asked, 1)
    later = request(workspace.id, "UADMIN", at=NOON + timedelta(days=1))
    assert tokens.revoke(database, later, 1).revoked_at == NOON
    found = tokens.find(database, one.secret)
    assert found is not None and not found.token.is_open(NOON)
    with pytest.raises(NotFound):
        tokens.revoke(database, asked, 2)
    with database.reading() as session:
        log = changes.of_subject(session, workspace.id, "token", one.token.id)
    assert sorted(one.field for one in log) == ["created", "revoked"]


def test_tokens_are_limited_to_as_many_as_a_list_can_show(
    database: Database, workspace: Workspace
) -> None:
    for number in range(MOST_OPEN):
        made(database, workspace, f"Form {number}")
    with pytest.raises(NotAllowed, match="Revoke one"):
        made(database, workspace, "One more")
    tokens.revoke(database, request(workspace.id, "UADMIN"), 7)
    assert made(database, workspace, "One more").token.number == MOST_OPEN + 1


def test_ten_requests_a_second_pass_and_the_next_is_told_how_long_to_wait(
    database: Database, workspace: Workspace
) -> None:
    made_one, other = made(database, workspace), made(database, workspace, "Form").token
    one = made_one.token
    assert [tokens.admit(database, one, NOON) for _ in range(10)] == [0.0] * 10
    assert 0.09 < tokens.admit(database, one, NOON) <= 0.11
    assert tokens.admit(database, other, NOON) == 0.0
    known = tokens.find(database, made_one.secret)
    assert known is not None
    one = known.token
    second = [tokens.admit(database, one, NOON + timedelta(seconds=1)) for _ in range(11)]
    assert second[:10] == [0.0] * 10 and second[10] > 0
    kept = tokens.listed(database, request(workspace.id, "UADMIN")).open
    assert [token.last_used_at for token in kept] == [NOON, NOON]


def test_the_doctor_names_tokens_that_end_soon_or_were_never_used(
    database: Database, workspace: Workspace
) -> None:
    ending = made(database, workspace, "Ending until 2026-12-10").token
    made(database, workspace, "Used")
    made(database, workspace, "Idle")
    for token in tokens.listed(database, request(workspace.id, "UADMIN")).open:
        if token.name != "Idle":
            tokens.admit(database, token, NOON)
    later = request(workspace.id, "UADMIN", at=NOON + timedelta(days=8))
    with visit(database, later) as who:
        note = PART.note(who) if PART.note else None
    assert note is not None and note.heading == "API tokens"
    assert ["Idle" in note.lines[0], ending.name in note.lines[1]] == [True, True]
    assert len(note.lines) == 2
