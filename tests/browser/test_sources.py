"""What happens to the message behind feedback: an edit and a deletion on the sandbox's page."""

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def in_menu(visitor: Visitor, words: str, item: str) -> None:
    """Choose in the menu of a message."""
    visitor.message(words).hover()
    visitor.page.get_by_test_id("more").click()
    visitor.page.get_by_role("menuitem", name=item).click()


def test_an_edit_renews_the_quote_and_a_deletion_withdraws_it(show: Show, visit: Visit) -> None:
    sam, priya = visit("sam", "support"), visit("priya", "support")
    sam.type("Kestrel cannot print on A5")
    sam.react(sam.message("Kestrel cannot print"), "inbox_tray")
    expect(sam.note("Saved as F-1")).to_be_visible()

    in_menu(sam, "Kestrel cannot print", "Edit message")
    sam.page.keyboard.press("Control+A")
    sam.page.keyboard.type("Kestrel cannot print on A5 or A6")
    sam.page.keyboard.press("Enter")
    expect(priya.message("A5 or A6")).to_be_visible()
    show.box.settle()
    priya.type("/feedback F-1")
    expect(priya.note("Already saved as F-1")).to_contain_text("A5 or A6")

    in_menu(sam, "Kestrel cannot print", "Delete message")
    sam.press(sam.page.get_by_role("dialog"), "Delete")
    expect(priya.message("A5 or A6")).to_have_count(0)
    show.box.settle()
    priya.type("/linchpin search is:untriaged")
    expect(priya.modal).to_contain_text("F-1 (The message was deleted, so its words are gone.)")
    expect(priya.modal).not_to_contain_text("A6")
