"""A table dropped into the direct conversation with the bot: offered, mended, imported."""

from typing import Any

import pytest

from scheduled.imports import Tables
from services.feedback import capture as saved
from tests.support.world import World
from views.blockkit import ids

TABLE = (
    "Kunde;Nachricht;Datum;Priorität;Farbe\n"
    "Acme;Der Export dauert zu lange;31.03.2026;hoch;rot\n"
    "Beta GmbH;<!channel> =SUM(A1) kaputt;1.4.2026;niedrig;blau\n"
    "Acme;;2.4.2026;hoch;rot\n"
    "Gamma;Bitte dunkles Design;3.4.2026;mittelprächtig;grün\n"
)


def drop(world: World, who: str, name: str, content: bytes) -> str:
    person = world.person(who)
    ts = person.say(person.dm_with_app().id, "", files=[(name, content)])
    world.settle()
    return ts


def told(world: World, who: str) -> list[dict[str, Any]]:
    person = world.person(who)
    bot = world.box.bot_user_id
    return [one for one in person.messages(person.dm_with_app().id) if one["user"] == bot]


def click(world: World, action: str) -> Any:
    priya = world.person("priya")
    message = told(world, "priya")[0]
    button = next(
        one
        for block in message["blocks"]
        for one in block.get("elements", ())
        if one.get("action_id") == action
    )
    reply = priya.click(priya.dm_with_app().id, message["ts"], action, button["value"])
    world.settle()
    return reply


def count(world: World) -> int:
    return saved.untriaged_count(world.bot.database, world.workspace_id)


@pytest.mark.both_worlds
def test_a_dropped_table_is_offered_imported_and_its_refused_rows_come_back(world: World) -> None:
    drop(world, "priya", "wünsche.csv", TABLE.encode("cp1252"))
    shown = str(told(world, "priya")[0])
    assert "4 rows" in shown and "Windows-1252" in shown and "Not imported: Farbe" in shown
    assert "Der Export dauert zu lange · Acme · 2026-03-31" in shown
    assert "<!channel>" not in shown
    assert "Line 4: The text is empty" in shown and count(world) == 0

    click(world, ids.IMPORT_BEGIN)
    first, problems = told(world, "priya")
    assert "2 pieces of feedback new, 2 not imported" in str(first)
    assert count(world) == 2
    file = problems["files"][0]
    data = world.box.workspace.files[file["id"]].data.decode("utf-8-sig")
    assert data.splitlines()[0] == "Kunde;Nachricht;Datum;Priorität;Farbe;Problem"
    assert "mittelprächtig" in data and "Line 5: Priorität" in data
    assert world.posts("#product-ideas") == []

    mended = data.replace("mittelprächtig", "mittel").replace("Acme;;", "Acme;Mehr Farben;")
    drop(world, "priya", "wünsche-problems.csv", mended.encode("utf-8-sig"))
    again = told(world, "priya")[-1]
    button = again["blocks"][-1]["elements"][0]
    priya = world.person("priya")
    priya.click(priya.dm_with_app().id, again["ts"], ids.IMPORT_BEGIN, button["value"])
    world.settle()
    assert count(world) == 4
    drop(world, "priya", "wünsche.csv", TABLE.encode("cp1252"))
    last = told(world, "priya")[-1]
    button = last["blocks"][-1]["elements"][0]
    priya.click(priya.dm_with_app().id, last["ts"], ids.IMPORT_BEGIN, button["value"])
    world.settle()
    assert count(world) == 4


def test_columns_are_chosen_in_a_form_before_anything_is_imported(one_world: World) -> None:
    drop(one_world, "priya", "list.csv", b"Thing,Amount of people\nDark mode,12\nExports,3\n")
    click(one_world, ids.IMPORT_COLUMNS)
    priya = one_world.person("priya")
    view = priya.modal()
    priya.click(None, view["id"], ids.IMPORT_KIND, "ideas")
    blocks = {block.get("block_id"): block for block in priya.modal()["blocks"]}
    assert "title:ideas" in blocks and "text:feedback" not in blocks
    same = {"kind": "ideas", "title:ideas": "0", "votes:ideas": "0"}
    reply = priya.submit(same)
    assert "chosen for Title already" in str(reply.errors)
    assert priya.submit({"kind": "ideas", "title:ideas": "0", "votes:ideas": "1"}).ok
    one_world.settle()
    assert "Dark mode · Open · 12 votes" in str(told(one_world, "priya")[0])
    click(one_world, ids.IMPORT_BEGIN)
    assert "2 ideas new, 15 votes new" in str(told(one_world, "priya")[0])
    listed = str(priya.command("#product-ideas", "/ideas", "Dark").blocks)
    assert "12" in listed


def test_only_managers_import_and_a_workbook_or_a_huge_file_is_refused(one_world: World) -> None:
    drop(one_world, "sam", "list.csv", b"text\nhello\n")
    assert "Only managers can import files" in str(told(one_world, "sam")[-1])
    drop(one_world, "priya", "book.xlsx", b"PK\x03\x04")
    assert "Save the table as CSV" in str(told(one_world, "priya")[-1])
    drop(one_world, "priya", "empty.csv", b"\n\n")
    assert "There are no rows in this file" in str(told(one_world, "priya")[-1])
    drop(one_world, "priya", "big.csv", b"text\n" + b"x" * 20_000_001)
    assert "linchpin import FILE" in str(told(one_world, "priya")[-1])
    drop(one_world, "priya", "shot.png", b"png")
    assert len(told(one_world, "priya")) == 3


def test_an_import_that_is_cancelled_stores_nothing_and_stays_cancelled(one_world: World) -> None:
    drop(one_world, "priya", "list.csv", b"text\nhello\n")
    message = told(one_world, "priya")[0]
    begin = message["blocks"][-1]["elements"][0]
    click(one_world, ids.IMPORT_CANCEL)
    assert "was cancelled. Nothing was imported" in str(told(one_world, "priya")[0])
    assert count(one_world) == 0
    assert begin["action_id"] == ids.IMPORT_BEGIN


def test_the_token_goes_to_slacks_hosts_alone(one_world: World) -> None:
    tables = Tables(one_world.box.api_url)
    assert tables.is_slack("https://files.slack.com/files-pri/T1-F1/x.csv")
    assert tables.is_slack(f"{one_world.box.api_url}/files/F1/x.csv")
    for url in ("https://evil.example/x.csv", "http://files.slack.com/x.csv", "", "file:///x"):
        assert not tables.is_slack(url)
