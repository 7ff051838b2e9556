"""A table dropped into the direct conversation with the bot: offered, mended, imported."""

from typing import Any

import pytest

from scheduled.imports import Tables
from services.feedback import pages as saved_pages
from tests.support.world import World
from views.blockkit import ids

TABLE = (
    "Kunde;Nachricht;Datum;Priorität;Farbe\n"
    "Acme;Der Export dauert zu lange;31.03.2026;hoch;rot\n"
    "Beta GmbH;<!channel> =SUM(A1) kaputt;1.4.2026;niedrig;blau\n"
    "Acme;;2.4.2026;hoch;rot\n"
    "Gamma;Bitte dunkles Design;nächste Woche;mittel;grün\n"
    "Delta;Mehr Farben;3.4.2026;mittelprächtig;grün\n"
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
    return saved_pages.untriaged_count(world.bot.database, world.workspace_id)


@pytest.mark.both_worlds
def test_a_dropped_table_is_offered_imported_and_its_refused_rows_come_back(world: World) -> None:
    drop(world, "priya", "wünsche.csv", TABLE.encode("cp1252"))
    shown = str(told(world, "priya")[0])
    assert "5 rows" in shown and "Windows-1252" in shown and "Not imported: Farbe" in shown
    assert "Der Export dauert zu lange · Acme · 2026-03-31" in shown
    assert "<!channel>" not in shown
    assert "Line 4: The text is empty" in shown and count(world) == 0
    assert "The file doesn't say how it is encoded" in shown

    click(world, ids.IMPORT_BEGIN)
    first, problems, remarks = told(world, "priya")
    assert "3 pieces of feedback new, 2 not imported, 1 with something changed" in str(first)
    assert count(world) == 3
    file = problems["files"][0]
    data = world.box.workspace.files[file["id"]].data.decode("utf-8-sig")
    assert data.splitlines()[0] == "Kunde;Nachricht;Datum;Priorität;Farbe;Problem"
    assert "nächste Woche" in data and "Line 5: Datum" in data
    changed = world.box.workspace.files[remarks["files"][0]["id"]].data.decode("utf-8-sig")
    assert "mittelprächtig" in changed and "became empty" in changed
    assert world.posts("#product-ideas") == []

    mended = data.replace("nächste Woche", "3.4.2026").replace("Acme;;", "Acme;Weniger Farben;")
    drop(world, "priya", "wünsche-problems.csv", mended.encode("utf-8-sig"))
    again = told(world, "priya")[-1]
    button = again["blocks"][-1]["elements"][0]
    priya = world.person("priya")
    priya.click(priya.dm_with_app().id, again["ts"], ids.IMPORT_BEGIN, button["value"])
    world.settle()
    assert count(world) == 5
    drop(world, "priya", "wünsche.csv", TABLE.encode("cp1252"))
    last = told(world, "priya")[-1]
    button = last["blocks"][-1]["elements"][0]
    priya.click(priya.dm_with_app().id, last["ts"], ids.IMPORT_BEGIN, button["value"])
    world.settle()
    assert count(world) == 5


def test_columns_are_chosen_in_a_form_before_anything_is_imported(one_world: World) -> None:
    drop(one_world, "priya", "list.csv", b"Thing,Amount of people\nDark mode,12\nExports,3\n")
    click(one_world, ids.IMPORT_COLUMNS)
    priya = one_world.person("priya")
    view = priya.modal()
    priya.click(None, view["id"], ids.IMPORT_KIND, "ideas")
    blocks = {block.get("block_id"): block for block in priya.modal()["blocks"]}
    title, votes = (
        next(one for one in blocks if one.startswith(name)) for name in ("title", "votes")
    )
    assert not any(one.startswith("text") for one in blocks)
    same = {"kind": "ideas", title: "0", votes: "0"}
    reply = priya.submit(same)
    assert "chosen for Title already" in str(reply.errors)
    assert priya.submit({"kind": "ideas", title: "0", votes: "1"}).ok
    one_world.settle()
    assert "Dark mode · Open · 12 votes" in str(told(one_world, "priya")[0])
    click(one_world, ids.IMPORT_BEGIN)
    assert "2 ideas new, 15 votes new" in str(told(one_world, "priya")[0])
    listed = str(priya.command("#product-ideas", "/ideas", "Dark").blocks)
    assert "12" in listed


RUSSIAN = (
    "Идея;Голоса;Статус;Дата\n"
    "Тёмная тема;12;Жарится;03/04/2026\n"
    "Экспорт в таблицу;3;готово;05/06/2026\n"
)


def test_encoding_dates_and_statuses_are_shown_and_decided_in_the_form(one_world: World) -> None:
    drop(one_world, "priya", "идеи.csv", RUSSIAN.encode("cp866"))
    shown = str(told(one_world, "priya")[0])
    assert "DOS 866" in shown and "doesn't say how it is encoded" in shown
    assert "Идея → Title: _Тёмная тема · Экспорт в таблицу_" in shown
    assert "готово (1) → Shipped" in shown and "Not known: Жарится (1) → Open" in shown
    assert "03/04/2026 is read as *3 April 2026*" in shown
    assert "whether the day or the month comes first" in shown

    click(one_world, ids.IMPORT_COLUMNS)
    priya = one_world.person("priya")
    priya.click(None, priya.modal()["id"], ids.IMPORT_ENCODING, "koi8_r")
    assert "Тёмная тема" not in str(priya.modal()["blocks"])
    assert "Тёмная тема" not in str(priya.modal()["state"])
    priya.click(None, priya.modal()["id"], ids.IMPORT_ENCODING, "cp866")
    assert "Тёмная тема" in str(priya.modal())
    chosen = {"day_order": "month", "word:Жарится": "in_progress", "any_word": "considering"}
    assert priya.submit(chosen).ok
    one_world.settle()
    shown = str(told(one_world, "priya")[0])
    assert "Жарится (1) → In progress" in shown and "Not known" not in shown
    assert "March 4" not in shown and "03/04/2026 is read as *4 March 2026*" in shown
    assert "doesn't say how it is encoded" not in shown
    click(one_world, ids.IMPORT_BEGIN)
    assert "2 ideas new, 15 votes new" in str(told(one_world, "priya")[0])


def test_questions_of_a_form_are_imported_together(one_world: World) -> None:
    table = b"Good,Bad,Who\nThe search,The export,Acme\n"
    drop(one_world, "priya", "list.csv", table)
    click(one_world, ids.IMPORT_COLUMNS)
    priya = one_world.person("priya")
    assert priya.submit({"text:feedback": "0", "texts": ["1"]}).ok
    one_world.settle()
    assert "Good The search Bad The export" in str(told(one_world, "priya")[0])


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
    assert "shot.png is an image, not a table" in str(told(one_world, "priya")[-1])
    drop(one_world, "sam", "shot.png", b"png")
    assert len(told(one_world, "sam")) == 1


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
