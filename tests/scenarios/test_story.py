"""The seeded story of the sandbox: three weeks lived through the app's own doors."""

import logging
from functools import partial

import pytest

from sandbox.story import tell
from sandbox.story_lines import PROPOSALS
from services.digests import pages as digests
from services.idea_page import page as idea_pages
from tests.support.make import request
from tests.support.world import World


def test_the_story_leaves_ideas_votes_evidence_and_digests_without_a_failing_call(
    one_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = one_world
    present = world.clock.now()
    with caplog.at_level(logging.WARNING):
        tell(world.box, world.clock, partial(world.bot.drain, {"digests"}))
    assert [one.getMessage() for one in caplog.records] == []
    assert world.clock.now() >= present

    asked = request(world.workspace_id, world.person("priya").id)
    pages = [
        idea_pages.get(world.bot.database, asked, number) for number in range(1, len(PROPOSALS) + 1)
    ]
    assert [page.idea.title for page in pages] == [one.title for one in PROPOSALS]
    assert [page.idea.votes for page in pages] == [
        len({who for _, who in one.votes}) for one in PROPOSALS
    ]
    assert sum(len(page.evidence) for page in pages) >= 7
    [standing] = digests.subscriptions(world.bot.database, world.workspace_id)
    assert [run.result for run in standing.runs].count("posted") >= 2
    failed = [
        (one["method"], one["answer"].get("error"))
        for one in world.box.calls()
        if not one["answer"]["ok"]
    ]
    assert failed == []

    priya = world.person("priya")
    roadmap = str(priya.command("#product", "/roadmap").blocks)
    for title in ("Export every table to CSV", "Invoices in several currencies"):
        assert title in roadmap
    assert "All is well" in str(priya.command("#product", "/linchpin", "doctor").blocks)
    priya.home()
    world.settle()
    assert "to be sorted" in str(priya.home_view())


def test_a_story_that_is_broken_off_leaves_at_once(one_world: World) -> None:
    database, place = one_world.bot.database, one_world.workspace_id

    def has_begun() -> bool:
        return bool(digests.subscriptions(database, place))

    tell(one_world.box, one_world.clock, one_world.settle, has_begun)
    assert has_begun()
    assert idea_pages.suggest(database, place, "") == []
