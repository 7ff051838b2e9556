"""User groups: kept as Slack tells of them, whatever it refuses to tell."""

import pytest

from domain.core.errors import InvalidInput
from domain.core.people import Person
from domain.rounds.commands import BALLOT_FORM, RoundInput
from domain.workspace import GroupMention, UserGroup
from services.workspace import people, user_groups
from storage.database.engine import Database
from storage.outbox import monitoring as outbox_monitoring
from storage.workspace import user_groups as stored
from tests.support import make
from tests.support.make import NOON, request

PM = GroupMention("S1", "pm")


def test_a_group_is_replaced_by_what_slack_tells_next(database: Database) -> None:
    place = make.workspace(database).id
    first = UserGroup("S1", "pm", "Product", ("U1", "U2", "U1"))
    for groups in ([first, UserGroup("S2", "old", "")], [first, UserGroup("S3", "new", "")]):
        with database.transaction() as session:
            stored.replace_all(session, place, groups)
    with database.reading() as session:
        found = stored.of_ids(session, place, ["S1", "S2", "S3"])
        teams = stored.of_people(session, place, ["U1", "U9"])
    assert set(found) == {"S1", "S3"} and found["S1"].user_ids == ("U1", "U2")
    assert teams == {"U1": ("Product",)} and found["S3"].label == "@new"


@pytest.mark.both_databases
def test_a_round_asks_the_members_who_can_answer_each_once(database: Database) -> None:
    place = make.workspace(database).id
    gone = [
        Person("UGONE", "Gone", is_deleted=True),
        Person("UBOT", "Bot", is_bot=True),
        Person("UADA", "Ada", is_outsider=True),
    ]
    people.learn(database, place, gone, NOON)
    asked, wish = request(place, "UADMIN"), RoundInput((1,), ("U2",), groups=(PM,))
    with pytest.raises(InvalidInput, match="I cannot see who is in @pm"):
        user_groups.with_members(database, asked, wish)
    with database.transaction() as session:
        members = ("U1", "U2", *(one.user_id for one in gone))
        groups = [UserGroup("S1", "pm", "Product", members), UserGroup("S2", "bots", "", ("UBOT",))]
        stored.replace_all(session, place, groups)
    found = user_groups.with_members(database, asked, wish)
    assert found == RoundInput((1,), ("U2", "U1"))
    typed = RoundInput((1,), groups=(GroupMention("", "PM"), PM))
    assert user_groups.with_members(database, asked, typed) == RoundInput((1,), ("U1", "U2"))
    nobody = RoundInput((1,), groups=(GroupMention("S2", ""),), form=BALLOT_FORM)
    with pytest.raises(InvalidInput, match=r"nobody to ask in @bots.*form: /linchpin round"):
        user_groups.with_members(database, asked, nobody)


def test_a_group_of_two_hundred_gets_a_sentence_before_any_form_opens(database: Database) -> None:
    place = make.workspace(database).id
    every = UserGroup("S1", "all", "Everybody", tuple(f"U{n}" for n in range(200)))
    with database.transaction() as session:
        stored.replace_all(session, place, [every])
    wish = RoundInput(groups=(GroupMention("S1", "all"),))
    with pytest.raises(InvalidInput, match=r"50 people at most; these are 200. Choose fewer"):
        user_groups.with_members(database, request(place, "UADMIN"), wish)


def test_many_changes_at_once_are_asked_about_once(database: Database) -> None:
    place = make.workspace(database).id
    for key in ("event:1", "event:1", "event:2"):
        user_groups.changed(database, place, key, NOON)
    user_groups.renew_all(database, NOON)
    with database.reading() as session:
        assert sum(outbox_monitoring.counts_by_state(session).values()) == 1
