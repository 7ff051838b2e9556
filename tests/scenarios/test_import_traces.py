"""An import in the conversation: another sheet, another source, an update, an undo."""

import pytest

from services.feedback import pages
from tests.scenarios.test_imports import count, drop, told
from tests.support.workbooks import xlsx
from tests.support.world import World
from views.blockkit import ids

BOOK = xlsx(
    {
        "Read me": [["About"], ["This is our list"]],
        "Notes": [["Id", "Feedback", "Customer"], [1, "Slow export", "Acme"], [2, "Dark", "Beta"]],
    }
)


def press(world: World, action: str, at: int = 0) -> None:
    priya = world.person("priya")
    message = told(world, "priya")[at]
    button = next(
        one
        for block in message["blocks"]
        for one in block.get("elements", ())
        if one.get("action_id") == action
    )
    priya.click(priya.dm_with_app().id, message["ts"], action, button["value"])
    world.settle()


def choose(world: World, source: str, sheet: str | None = None, at: int = 0) -> None:
    press(world, ids.IMPORT_SOURCE, at)
    assert (
        world.person("priya").submit({"source": source, **({"sheet": sheet} if sheet else {})}).ok
    )
    world.settle()


@pytest.mark.both_worlds
def test_a_sheet_is_chosen_imported_updated_and_undone(world: World) -> None:
    drop(world, "priya", "book.xlsx", BOOK)
    assert "Sheet “Read me” of 2" in str(told(world, "priya")[0])
    choose(world, "Our list", "1")
    shown = str(told(world, "priya")[0])
    assert "Sheet “Notes” of 2" in shown and "source “Our list”" in shown and "2 rows" in shown
    press(world, ids.IMPORT_BEGIN)
    assert count(world) == 2 and "Undo import" in str(told(world, "priya")[0])

    drop(world, "priya", "later.csv", b"Id,Feedback,Customer\n1,Slower export,Acme\n2,Dark,Beta\n")
    at = len(told(world, "priya")) - 1
    choose(world, "Our list", at=at)
    press(world, ids.IMPORT_BEGIN, at)
    assert "1 row says something else" in str(told(world, "priya")[at])
    press(world, ids.IMPORT_UPDATE, at)
    database = world.bot.database
    assert pages.get(database, world.workspace_id, 1).text == "Slower export"

    press(world, ids.IMPORT_UNDO)
    priya = world.person("priya")
    refused = str(priya.modal())
    assert "F-1 was changed by another import" in refused and count(world) == 2
    press(world, ids.IMPORT_UNDO, len(told(world, "priya")) - 1)
    assert pages.get(database, world.workspace_id, 1).text == "Slow export"
    press(world, ids.IMPORT_UNDO)
    assert count(world) == 0
    assert "The import of book.xlsx was undone: 4 entries taken back." in str(
        told(world, "priya")[0]
    )
