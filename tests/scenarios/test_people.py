"""Somebody new, and people of another company, at Slack."""

import pytest
from sqlmodel import delete

from storage.schema import PersonRow
from tests.support.world import World


def forget_person(world: World, user_id: str) -> None:
    """Let the bot be as if it had never heard of somebody."""
    with world.bot.database.transaction() as session:
        session.connection().execute(delete(PersonRow).where(PersonRow.user_id == user_id))


@pytest.mark.both_worlds
def test_a_member_whom_nobody_told_of_is_looked_up_and_let_in_a_moment_later(world: World) -> None:
    sam = world.person("sam")
    forget_person(world, sam.id)
    reply = sam.command("#product", "/idea", "Export to CSV")
    assert "looking you up" in str(reply.text) and "/idea Export to CSV" in str(reply.text)
    world.settle()
    assert "I-1" in str(sam.command("#product", "/idea", "Export to CSV").blocks)


def test_somebody_hidden_by_slack_or_of_another_company_gives_feedback_and_nothing_else(
    one_world: World,
) -> None:
    one_world.box.invite("#cust-acme", "bot")
    one_world.settle()
    ada, priya = one_world.person("ada"), one_world.person("priya")
    priya.command("#product", "/idea", "Export to CSV")
    one_world.settle()
    forget_person(one_world, ada.id)
    assert "looking you up" in str(ada.command("#cust-acme", "/linchpin", "settings").text)
    one_world.settle()
    for command, words in (
        ("/linchpin", "settings"),
        ("/linchpin", "customers"),
        ("/idea", "I-1"),
        ("/idea", "I-1 next"),
        ("/roadmap", ""),
        ("/digest", "mon 09:00"),
    ):
        reply = ada.command("#cust-acme", command, words)
        assert "Only members of this workspace" in str(reply.text), (command, words)
        assert ada.modal() is None
    assert "F-1" in str(ada.command("#cust-acme", "/feedback", "It hangs").blocks)
