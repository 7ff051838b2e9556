"""A customer and the words behind a number, on the sandbox page with the real bot behind it."""

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit
from tests.browser.visitor import SLOW_MS

pytestmark = pytest.mark.browser


def test_a_customer_is_described_and_the_words_behind_its_revenue_are_read(
    show: Show, visit: Visit
) -> None:
    sam = show.box.person("sam")
    sam.command("#product-ideas", "/idea", "Faster export")
    sam.command("#support", "/feedback")
    acme = sam.suggest("customer_select", "Acme")[-1]
    sam.submit({"text": "The export takes an hour", "customer": acme})
    sam.close_modal(clear=True)
    sam.command("#product-ideas", "/idea", "I-1 F-1")
    priya = visit("priya", "product-ideas")
    priya.type("/linchpin customer acme")
    priya.press(priya.modal, "Edit")
    priya.modal.get_by_label("Yearly revenue").fill("120k EUR")
    priya.submit()
    expect(priya.modal).to_contain_text("120,000 EUR a year", timeout=SLOW_MS)
    priya.leave_modal()
    priya.type("/idea I-1")
    expect(priya.modal).to_contain_text("120k EUR a year")
    priya.modal.get_by_role("combobox").click()
    priya.page.get_by_role("option", name="Revenue 120k EUR").click()
    expect(priya.modal).to_contain_text("The export takes an hour")
    expect(priya.modal.get_by_label("Search")).to_have_value("kind:feedback idea:I-1 revenue:any")
    priya.press(priya.modal, "Back to I-1")
    expect(priya.modal).to_contain_text("Who asks")
