"""The first message, on the sandbox's page: four presses set up a workspace."""

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit
from tests.browser.visitor import SLOW_MS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_four_presses_set_up_a_workspace(show: Show, visit: Visit, width: int) -> None:
    show.welcome()
    priya = visit("priya", width=width)
    if width < 760:
        priya.page.get_by_test_id("menu").click()
    priya.page.get_by_test_id("app-home").click()
    priya.page.get_by_test_id("tab-messages").click()
    message = priya.message("Linchpin is")
    expect(message).to_contain_text("0 of 4 done", timeout=SLOW_MS)
    labels = ("Use this channel", "Use", "Use this time", "Workspace admins")
    for number, label in enumerate(labels, start=1):
        message.get_by_role("button", name=label, exact=label != "Use").first.click()
        done = f"{number} of 4 done" if number < 4 else "Linchpin is set up."
        expect(message).to_contain_text(done, timeout=SLOW_MS)
    expect(message).to_contain_text("every Monday at 09:00")
    expect(message.get_by_role("button", name="Settings")).to_be_visible()
