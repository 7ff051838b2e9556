"""Shares of the roadmap: links that end, files, revoking, and what stands in their pages."""

from datetime import timedelta

import pytest

from domain.core.errors import NotAllowed, NotFound
from domain.core.outbox import Kind
from domain.core.people import Workspace
from domain.feedback.model import Draft
from domain.ideas.model import Horizon
from domain.roadmap.commands import parse_view
from domain.roadmap.shares import Format, parse_revocation, parse_share
from services.feedback import capture as feedback
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.roadmap import board as roadmap
from services.roadmap import files as roadmap_files
from services.roadmap import shares as roadmap_shares
from services.votes import filing
from storage.database.engine import Database
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.roadmap import shares
from tests.support import make
from tests.support.make import NOON, request


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return make.workspace(database)


def plan(database: Database, workspace: Workspace, *titles: str) -> None:
    for title in titles:
        idea = filing.file(database, request(workspace.id, key=title), NewIdea(title), "C9")
        ideas.move(database, request(workspace.id, "UADMIN"), idea.number, Horizon.NOW)


def share(database: Database, workspace: Workspace, words: str, **how: object) -> object:
    asked = request(workspace.id, "UADMIN", key=str(how.get("key", "share")))
    as_link = bool(how.get("as_link", True))
    return roadmap_shares.share(database, asked, parse_share(words), as_link=as_link)


def test_a_link_is_ended_in_words_by_its_number(database: Database, workspace: Workspace) -> None:
    made = share(database, workspace, "customers")
    assert made.share.reference == "S-1"
    numbers = [parse_revocation(words) for words in ("revoke S-1", "end s1", "Revoke 1")]
    assert numbers == [1, 1, 1]
    assert parse_revocation("customers 7 days") is None
    asked = request(workspace.id, "UADMIN")
    with pytest.raises(NotFound, match="There is no link S-7"):
        roadmap_shares.revoke(database, asked, 7)
    roadmap_shares.revoke(database, asked, 1)
    assert roadmap_shares.opened(database, made.token, NOON) is None


def test_a_link_shows_the_roadmap_as_it_stands_until_it_ends(
    database: Database, workspace: Workspace
) -> None:
    made = share(database, workspace, "timeline stakeholders 7 days")
    plan(database, workspace, "Planned after sharing")
    found = roadmap_shares.opened(database, made.token, NOON + timedelta(days=6, hours=23))
    assert found is not None and found.view.words == "quarters for stakeholders"
    assert found.board.columns[0].cards[0].title == "Planned after sharing"
    assert roadmap_shares.opened(database, made.token, NOON + timedelta(days=7)) is None
    assert roadmap_shares.opened(database, made.token + "x", NOON) is None
    assert roadmap_shares.opened(database, "", NOON) is None


def test_of_a_token_only_its_digest_is_stored(database: Database, workspace: Workspace) -> None:
    made = share(database, workspace, "customers")
    with database.reading() as session:
        assert shares.by_token_hash(session, made.token) is None
        assert shares.by_token_hash(session, roadmap_shares.digest(made.token)) is not None


def test_a_revoked_link_leads_nowhere_at_once_and_is_recorded(
    database: Database, workspace: Workspace
) -> None:
    made = share(database, workspace, "customers")
    with pytest.raises(NotAllowed, match="Only managers and who made"):
        roadmap_shares.revoke(database, request(workspace.id), made.share.number)
    for _twice in range(2):
        roadmap_shares.revoke(database, request(workspace.id, "UADMIN"), made.share.number)
    assert roadmap_shares.opened(database, made.token, NOON) is None
    [listed] = roadmap_shares.listed(database, request(workspace.id))
    assert (listed.by, listed.is_open, listed.may_revoke) == ("Priya", False, False)
    with database.reading() as session:
        found = changes.between(session, workspace.id, 0, 99)
    assert [one.field for one in found if one.subject_kind == "share"] == ["created", "revoked"]
    with pytest.raises(NotFound):
        roadmap_shares.revoke(database, request(workspace.id, "UADMIN"), 99)


def test_only_managers_share_and_the_refusal_says_whom_to_ask(
    database: Database, workspace: Workspace
) -> None:
    with pytest.raises(NotAllowed, match="Please ask Priya"):
        roadmap_shares.share(
            database, request(workspace.id), parse_share("customers"), as_link=True
        )
    assert roadmap_shares.listed(database, request(workspace.id)) == ()


@pytest.mark.both_databases
def test_the_same_request_twice_is_one_share_whose_later_link_works(
    database: Database, workspace: Workspace
) -> None:
    first = share(database, workspace, "customers")
    second = share(database, workspace, "customers")
    assert first.share.number == second.share.number
    assert roadmap_shares.opened(database, first.token, NOON) is None
    assert roadmap_shares.opened(database, second.token, NOON) is not None


def test_without_an_address_the_page_goes_out_as_one_file(
    database: Database, workspace: Workspace
) -> None:
    plan(database, workspace, "Dark mode")
    for _twice in range(2):
        made = share(database, workspace, "stakeholders", as_link=False)
    assert made.token is None and made.share.is_file
    with database.transaction() as session:
        [task] = [
            one
            for one in outbox.claim(session, "me", NOON, lease_s=60, limit=20)
            if one.kind is Kind.SEND_FILE
        ]
    assert (task.payload["user"], task.payload["data"]["format"]) == ("UADMIN", "html")
    with pytest.raises(NotFound):
        roadmap_shares.revoke(database, request(workspace.id, "UADMIN"), made.share.number)


def test_an_idea_that_names_a_customer_is_in_nothing_that_customers_get(
    database: Database, workspace: Workspace
) -> None:
    feedback.capture(database, request(workspace.id, key="f"), Draft("Slow", customer="Nimbus"))
    plan(database, workspace, "SSO for Nimbus", "Dark mode")
    made = share(database, workspace, "customers")
    assert made.withheld == ("I-1",)
    found = roadmap_shares.opened(database, made.token, NOON)
    assert found is not None and "Nimbus" not in repr(found) and found.board.withheld == ()
    asked = request(workspace.id, key="export")
    shown = roadmap_files.send(database, asked, Format.CSV, parse_view("for customers"))
    assert shown.withheld == ("I-1",)
    assert len(roadmap.board(database, workspace.id, NOON).columns[0].cards) == 2
