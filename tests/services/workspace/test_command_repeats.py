"""A command without a trigger id is known again for five minutes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from services.workspace import command_repeats
from services.workspace.command_repeats import WITHIN, key_of
from storage.database.engine import Database
from storage.schema import CommandRepeatRow
from tests.support.make import NOON, workspace

SAID = ["UMEMBER", "C1", "/feedback", "too slow"]
LATER = timedelta(microseconds=1)


@pytest.mark.both_databases
def test_the_same_command_has_the_same_key_for_five_minutes_and_then_another(
    database: Database,
) -> None:
    place = workspace(database).id
    first = key_of(database, place, SAID, NOON)
    assert key_of(database, place, SAID, NOON) == first
    assert key_of(database, place, SAID, NOON + WITHIN) == first
    second = key_of(database, place, SAID, NOON + WITHIN + LATER)
    assert second != first
    assert key_of(database, place, SAID, NOON + 2 * WITHIN) == second


@pytest.mark.parametrize("part", range(4))
def test_other_words_of_somebody_else_or_elsewhere_are_another_command(
    database: Database, part: int
) -> None:
    place, other = workspace(database).id, workspace(database, "T2").id
    first = key_of(database, place, SAID, NOON)
    changed = [*SAID[:part], "x", *SAID[part + 1 :]]
    assert key_of(database, place, changed, NOON) != first
    assert key_of(database, other, SAID, NOON + LATER) != first


def test_what_can_no_longer_be_repeated_is_forgotten(database: Database) -> None:
    place = workspace(database).id
    key_of(database, place, SAID, NOON)
    command_repeats.forget(database, NOON + WITHIN)
    with database.reading() as session:
        assert len(session.exec(select(CommandRepeatRow)).all()) == 1
    command_repeats.forget(database, NOON + WITHIN + LATER)
    with database.reading() as session:
        assert session.exec(select(CommandRepeatRow)).all() == []
