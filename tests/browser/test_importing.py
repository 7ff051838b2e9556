"""A table dropped into the bot's direct message on a phone, and what is found of it afterwards."""

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import OpenUrl
from tests.browser.visitor import SLOW_MS, Visitor

pytestmark = pytest.mark.browser

TABLE = """Words,Company,Day
The export takes too long,Acme,2026-03-31
Invoices in two currencies,Globex,2026-04-02
,Initech,2026-04-03
"""


def test_a_table_is_looked_at_imported_and_found_by_filters(show: Show, open_url: OpenUrl) -> None:
    priya = show.box.person("priya").id
    visitor = Visitor(open_url(f"{show.box.url}/?as={priya}&app=messages", 390, 844))
    page = visitor.page
    file = {"name": "requests.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.locator("input[type=file]").first.set_input_files(file)
    visitor.type("")
    offer = visitor.message("requests.csv")
    expect(offer.get_by_role("button", name="Change columns")).to_be_visible(timeout=SLOW_MS)
    expect(offer).to_contain_text("3 rows")
    visitor.press(offer, "Change columns")
    expect(visitor.modal.get_by_label("The rows are")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    visitor.submit()
    visitor.press(offer, "Import 2 pieces of feedback")
    expect(offer).to_contain_text("2 pieces of feedback new, 1 not imported", timeout=SLOW_MS)

    visitor.type("/linchpin search customer:Globex since:2026-04-01")
    expect(visitor.modal).to_contain_text("Invoices in two currencies")
    expect(visitor.modal).to_contain_text("1 piece of feedback")
    visitor.modal.get_by_label("Search").fill("colour:red")
    visitor.submit()
    expect(visitor.modal).to_contain_text("There is no filter colour:")
