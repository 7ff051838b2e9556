"""Whatever people do, in whatever order, they get an answer that Slack takes."""

import logging

import pytest

from sandbox.people.desk import ActionError
from tests.support.cards import stale_cards
from tests.support.wanderer import CHANNELS, PEOPLE, Wanderer
from tests.support.world import World

STEPS = 200
ALREADY = frozenset({"not_found", "already_reacted", "no_reaction", "message_not_found"})
"""What Slack says where somebody was quicker."""


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_that_people_do_goes_wrong_inside(
    one_world: World, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    for who in dict.fromkeys(PEOPLE):
        for channel in CHANNELS:
            try:
                one_world.person(who).join(channel)
            except ActionError:
                continue  # a guest, or somebody who is there
    one_world.settle()
    wanderer = Wanderer(one_world, seed)
    for _ in range(STEPS):
        wanderer.step()
        wrong = [one for one in caplog.records if one.levelno >= logging.ERROR]
        assert not wrong, (wrong[0].getMessage(), wrong[0].exc_text, wanderer.steps[-3:])
    one_world.settle()
    assert stale_cards(one_world.bot.database) == []
    answers = [(one["method"], one["answer"]) for one in one_world.box.calls()]
    refused = [one for one in answers if not one[1]["ok"] and one[1]["error"] not in ALREADY]
    assert refused == []
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
