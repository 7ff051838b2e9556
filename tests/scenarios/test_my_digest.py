"""A person's own digest in a small Slack: from Home or in words, sent by direct message."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox import Actor
from tests.support import stored
from tests.support.digests import WISHES
from tests.support.world import World
from views.blockkit import ids

IDEAS = "#product-ideas"
FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
"""Three o'clock in London, where Sam lives."""


def home(world: World, who: Actor) -> dict[str, Any]:
    who.home()
    world.settle()
    view = who.home_view()
    assert view is not None
    return view


def letters(who: Actor) -> list[dict[str, Any]]:
    found = who.messages(who.dm_with_app().id)
    return [one for one in found if one["text"].startswith("What moved for you")]


def asked_for(world: World, who: Actor, what: str) -> None:
    """Something that a person said and that became an idea, a while ago."""
    number = len(world.posts(IDEAS)) + 1
    who.command("#support", "/feedback", what)
    world.person("priya").command(IDEAS, "/idea", f"{what} for everybody")
    world.settle()
    world.person("priya").command(IDEAS, "/idea", f"I-{number} F-{number}")
    world.settle()


@pytest.mark.both_worlds
def test_home_switches_it_on_and_friday_brings_what_i_asked_for(world: World) -> None:
    sam, priya = world.person("sam"), world.person("priya")
    view = home(world, sam)
    assert "What moved for you, by direct message" in str(view)
    assert sam.click(None, view, ids.DIGEST_OPEN).ok
    form = sam.modal() or {}
    assert "For whom" not in str(form) and "Mon 30 Nov 2026, 09:00" in str(form)
    assert sam.click(None, form, ids.DIGEST_WEEKDAYS, ["4"]).ok
    assert "Fri 27 Nov 2026, 09:00" in str(sam.modal())
    assert sam.submit({"at": "15:00"}).ok
    assert "every Friday at 15:00 (Europe/London)" in str(sam.modal())
    sam.close_modal(clear=True)
    shown = sam.home_view()
    assert "Next Fri 27 Nov 2026, 15:00" in str(shown)

    asked_for(world, sam, "exports")
    priya.command(IDEAS, "/idea", "I-1 shipped")
    world.move_to(FRIDAY)
    [letter] = letters(sam)
    assert "you asked for it" in str(letter["blocks"]) and "F-1" in str(letter["blocks"])
    assert letters(world.person("emil")) == []
    world.move_to(FRIDAY + timedelta(days=7))
    assert len(letters(sam)) == 1


def test_words_set_it_preview_it_and_switch_it_off_from_anywhere(one_world: World) -> None:
    sam = one_world.person("sam")
    place = sam.dm_with_app().id

    def me(words: str) -> str:
        reply = sam.command(place, "/digest", f"me {words}")
        return f"{reply.text} {reply.blocks}"

    assert "no digest of your own yet" in me("off")
    assert "Nothing moved for you" in me("preview")
    asked_for(one_world, sam, "exports")
    assert "switches it on" in me("preview")
    assert "every Friday at 15:00 (Europe/London)" in me("fri 15:00")
    assert "/digest me monday 09:00" in me("soon")
    assert sam.command(place, "/digest", "me").ok
    form = sam.modal() or {}
    assert sam.click(None, form, ids.DIGEST_PREVIEW).ok
    assert "I-1 exports for everybody" in str(sam.modal())
    sam.close_modal()
    assert sam.click(None, form, ids.DIGEST_STOP).ok
    assert "Switched off" in str(sam.modal())
    assert "no digest of your own yet" in me("off")
    one_world.move_to(FRIDAY)
    assert letters(sam) == []


def test_a_preview_shows_its_thread_as_long_as_there_is_one(one_world: World) -> None:
    sam, thread = one_world.person("sam"), "Show what goes into its thread"
    sam.command("#support", "/digest", "me fri 15:00")
    for wish in WISHES:
        stored.idea(one_world, sam, f"{wish} for everybody", stored.said(one_world, sam, wish))
    sam.command("#support", "/digest", "me preview")
    preview = sam.ephemerals("#support")[-1]
    assert thread in str(preview)
    assert sam.click("#support", preview["ts"], ids.DIGEST_THREAD).ok
    assert "In its thread" in str(sam.modal())
    sam.close_modal()
    one_world.move_to(FRIDAY)
    assert len(letters(sam)) == 1
    assert sam.click("#support", preview["ts"], ids.DIGEST_THREAD).ok
    assert "Nothing goes into its thread any more" in str(sam.modal())


def test_a_long_one_goes_on_in_its_thread_and_shows_all_of_it(one_world: World) -> None:
    sam = one_world.person("sam")
    sam.command("#support", "/digest", "me fri 15:00")
    for wish in WISHES:
        number = stored.said(one_world, sam, wish)
        stored.idea(one_world, one_world.person("priya"), f"{wish} for everybody", number)
    one_world.move_to(FRIDAY)
    [letter] = letters(sam)
    where = sam.dm_with_app().id
    [_, rest] = one_world.box.thread(where, letter["ts"])
    assert sam.click(where, rest["ts"], ids.DIGEST_MORE).ok
    assert WISHES[0] in str(sam.modal()) and WISHES[-1] in str(sam.modal())
