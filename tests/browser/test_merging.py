"""Merging two ideas on the sandbox's page, and taking it back."""

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit
from tests.browser.test_flows import choose_ideas_channel, file_idea, pass_the_pause
from tests.browser.visitor import SLOW_MS

pytestmark = pytest.mark.browser


def test_an_idea_becomes_part_of_another_one_and_is_its_own_again(show: Show, visit: Visit) -> None:
    choose_ideas_channel(show)
    priya = visit("priya", "product-ideas")
    file_idea(priya, "Export to CSV")
    file_idea(priya, "Spreadsheets of every report", "I-2")
    priya.react(priya.card("I-2"), "+1")
    priya.type("/idea I-2")
    priya.press(priya.modal, "Merge into…")
    priya.choose("Which idea does it become part of?", "I-1", "I-1 Export to CSV")
    expect(priya.modal).to_contain_text("I-1 Export to CSV will have")
    expect(priya.modal).to_contain_text("1 vote")
    priya.submit()
    expect(priya.modal).to_contain_text("I-2 is part of this idea now")
    pass_the_pause(show)
    old = priya.message("I-2 Spreadsheets of every report is part of I-1 now")
    expect(old).to_contain_text("Export to CSV", timeout=SLOW_MS)
    priya.press(priya.modal, "Undo")
    priya.press(priya.page.get_by_role("dialog").last, "Undo it")
    expect(priya.modal).to_contain_text("I-2 is an idea of its own again")
    pass_the_pause(show)
    expect(priya.card("I-2")).not_to_contain_text("is part of", timeout=SLOW_MS)
