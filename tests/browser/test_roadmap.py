"""The roadmap on the sandbox's page: turned by its selects, shared, and read as a page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit
from tests.browser.visitor import SLOW_MS

pytestmark = pytest.mark.browser


def plan(show: Show) -> None:
    priya = show.box.person("priya")
    for words in ("Export to CSV", "Dark mode", "I-1 now", "I-1 Q1 2027 firm", "I-2 later"):
        priya.command("#product", "/idea", words)
        show.box.settle()


def test_a_view_is_chosen_and_shared_as_a_page_that_is_searched(
    show: Show, visit: Visit, tmp_path: Path
) -> None:
    plan(show)
    priya = visit("priya", "product")
    priya.type("/roadmap")
    answer = priya.note("Harborline roadmap")
    answer.get_by_role("combobox", name="Layout").click()
    priya.page.get_by_role("option", name="Timeline by quarter").click()
    turned = priya.note("Timeline by quarter")
    expect(turned).to_contain_text("I-1 Export to CSV · Now · Q1 2027 · firm", timeout=SLOW_MS)
    priya.press(turned, "Share…")
    expect(priya.modal.get_by_label("Layout")).to_have_value("Timeline by quarter")
    priya.modal.get_by_label("Readers").click()
    priya.page.get_by_role("option", name="For customers").click()
    priya.submit()
    expect(priya.modal).to_contain_text("on its way to you as one HTML file")
    priya.leave_modal()

    priya.page.get_by_test_id("app-home").click()
    priya.page.get_by_role("tab", name="Messages").click()
    with priya.page.expect_download() as download:
        priya.page.locator("a[href$='.html']").click(timeout=SLOW_MS)
    download.value.save_as(tmp_path / "shared.html")
    page = priya.page.context.new_page()
    page.goto((tmp_path / "shared.html").as_uri())
    shown = page.locator("main")
    expect(shown).to_contain_text("Export to CSV Now · Q1 2027 · firm")
    expect(shown).not_to_contain_text("I-1")
    page.get_by_role("searchbox", name="Search this roadmap").fill("export")
    expect(page.get_by_role("status")).to_have_text("1 of 2")
    expect(page.get_by_role("listitem")).to_contain_text(["Export to CSV"])
    page.close()
