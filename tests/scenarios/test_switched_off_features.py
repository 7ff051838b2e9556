"""A workspace switches features off: nothing of them shows, and all of it comes back."""

import re

import pytest

from bot import features
from domain.workspace import Switch
from services.workspace import settings
from services.workspace.settings import SettingsForm
from tests.support.make import request
from tests.support.world import World

SWITCHES = features.switches()
PRODUCT = "#product"
ASKED = {
    "announcements": ("/roadmap", "announce"),
    "api": ("/linchpin", "token"),
    "customers": ("/linchpin", "customers"),
    "decisions": ("/linchpin", "decisions"),
    "digests": ("/digest", "preview"),
    "imports": ("/linchpin", "import"),
    "merging": ("/ideas", "duplicates"),
    "objectives": ("/linchpin", "objectives"),
    "roadmap": ("/roadmap", ""),
    "rounds": ("/score", "rounds"),
    "scoring": ("/score", "I-1"),
    "search": ("/linchpin", "search export"),
    "triage": ("/linchpin", "inbox"),
}
"""What asks for a feature; similarity only offers what is like something."""


def switch(world: World, on: frozenset[str]) -> None:
    """Leave some features on and switch all others off, as a manager does in the settings."""
    by_priya = request(world.workspace_id, world.person("priya").id, at=world.clock.now())
    page = settings.page(world.bot.database, by_priya)
    form = SettingsForm(
        page.workspace.ideas_channel_id,
        page.workspace.capture_emoji,
        page.workspace.vote_emoji,
        page.workspace.zone,
        tuple(page.workspace.managers),
        features=tuple(on),
    )
    settings.change(world.bot.database, by_priya, form, SWITCHES)


def asked(world: World, name: str) -> str:
    """What a manager reads who asks for a feature, in the answer or in a modal."""
    priya = world.person("priya")
    reply = priya.command(PRODUCT, *ASKED[name])
    modal = priya.modal() or {}
    priya.close_modal(clear=True)
    said = f"{reply.text} {reply.blocks} {modal.get('blocks', '')}"
    return re.sub(r"'block_id': '\w+'", "", said)  # Slack gives ids of its own


def test_every_feature_that_can_be_off_is_asked_for_here() -> None:
    assert set(SWITCHES) == {*ASKED, "similarity"}


@pytest.mark.both_worlds
@pytest.mark.parametrize("name", ["objectives", "triage"])
def test_what_is_off_is_refused_kindly_and_comes_back_with_what_it_had(
    world: World, name: str
) -> None:
    before = asked(world, name)
    switch(world, frozenset(SWITCHES) - {name})
    assert "has switched the feature off" in asked(world, name)
    switch(world, frozenset(SWITCHES))
    assert asked(world, name) == before


@pytest.mark.parametrize("name", sorted(ASKED))
def test_nothing_of_a_feature_that_is_off_is_offered(one_world: World, name: str) -> None:
    one_world.person("priya").command("#product-ideas", "/idea", "Export to CSV")
    one_world.settle()
    shown = features.shown()[name]
    lines = [line for part in shown.help for line in part.lines]
    helped = str(one_world.person("priya").command(PRODUCT, "/linchpin", "help").blocks)
    assert all(line[:60] in helped for line in lines if "{" not in line)
    switch(one_world, frozenset(SWITCHES) - {name})
    helped = str(one_world.person("priya").command(PRODUCT, "/linchpin", "help").blocks)
    assert not [line for line in lines if line[:60] in helped]
    said = asked(one_world, name)
    assert "has switched the feature off" in said and "reference" not in said


def test_the_preset_keeps_capture_votes_and_digests() -> None:
    kept = {one.name for one in SWITCHES.values() if one.for_small_teams}
    assert kept == {"digests"}
    assert all(isinstance(one, Switch) and one.title for one in SWITCHES.values())
