"""The roadmap as it stands, on both databases."""

from datetime import timedelta

import pytest

from domain.core.people import Workspace
from domain.ideas.model import Horizon, Status
from domain.roadmap.board import Board
from services.ideas import actions as ideas
from services.ideas.actions import NewIdea
from services.outbox import delivery
from services.roadmap import board as roadmap
from services.votes import filing
from storage.database.engine import Database
from tests.support import make
from tests.support.make import NOON, request


@pytest.fixture
def workspace(database: Database) -> Workspace:
    return make.workspace(database)


def place(
    database: Database, workspace: Workspace, title: str, *targets: Status | Horizon, days: int = 0
) -> None:
    asked = request(workspace.id, key=f"file:{title}")
    idea = filing.file(database, asked, NewIdea(title, owner_id="UMEMBER"), "C9")
    manager = request(workspace.id, "UADMIN", at=NOON - timedelta(days=days))
    for target in targets:
        ideas.move(database, manager, idea.number, target)


def titles(board: Board) -> dict[str, list[str]]:
    return {column.key: [card.title for card in column.cards] for column in board.columns}


def test_the_columns_hold_what_is_planned_and_what_was_shipped_lately(
    database: Database, workspace: Workspace
) -> None:
    place(database, workspace, "Planned now", Horizon.NOW)
    place(database, workspace, "Begun", Status.IN_PROGRESS)
    place(database, workspace, "Next", Horizon.NEXT)
    place(database, workspace, "Later", Horizon.LATER)
    place(database, workspace, "Open")
    place(database, workspace, "Declined", Status.DECLINED)
    place(database, workspace, "Shipped", Status.SHIPPED, days=29)
    place(database, workspace, "Shipped long ago", Status.SHIPPED, days=31)
    board = roadmap.board(database, workspace.id, NOON)
    assert titles(board) == {
        "now": ["Begun", "Planned now"],
        "next": ["Next"],
        "later": ["Later"],
        "shipped": ["Shipped"],
    }
    begun = board.columns[0].cards[0]
    assert (begun.status, begun.owner) == ("In progress", "Sam")


def test_an_empty_workspace_has_an_empty_board(database: Database, workspace: Workspace) -> None:
    assert roadmap.board(database, workspace.id, NOON).is_empty
    assert not roadmap.has_ideas(database, workspace.id)
    place(database, workspace, "Open")
    assert roadmap.has_ideas(database, workspace.id)


def test_another_workspace_sees_nothing_of_it(database: Database, workspace: Workspace) -> None:
    place(database, workspace, "Now", Horizon.NOW)
    other = make.workspace(database, "T2")
    assert roadmap.board(database, other.id, NOON).is_empty
    assert not roadmap.has_ideas(database, other.id)


def test_a_button_pressed_twice_posts_once(database: Database, workspace: Workspace) -> None:
    place(database, workspace, "Now", Horizon.NOW)
    for _ in range(2):
        roadmap.post(
            database,
            request(workspace.id),
            "C1",
            asked_in="17.0",
            answer_url="https://hooks.slack.com/x",
        )
    found = [
        task.payload["template"]
        for task in delivery.take(database, "t", NOON + timedelta(days=1), lease_s=9, limit=50)
        if "template" in task.payload and task.payload["template"].startswith("roadmap")
    ]
    assert sorted(found) == ["roadmap", "roadmap_posted"]
