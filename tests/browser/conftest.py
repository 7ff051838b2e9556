"""One Chromium for every test of the browser, and the running product in it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.sandbox_mode import Show
from bot.settings import Settings
from tests.browser.visitor import Visitor

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE_MS = 10_000
Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium of this test process."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def show(tmp_path: Path) -> Iterator[Show]:
    """The sandbox with the bot in it, as `linchpin sandbox` runs it, without the story."""
    one = Show(Settings(port=0), tmp_path)
    try:
        one.start()
        assert one.bot is not None
        one.bot.dispatcher.run_due()  # it knows the people before anybody acts
        one.run()
        yield one
    finally:
        one.stop()


@pytest.fixture
def visit(chromium: Browser, show: Show) -> Iterator[Visit]:
    """Opens the page as a person in a channel; a script error on any page fails the test."""
    contexts = []
    problems: list[str] = []

    def opener(who: str = "priya", channel: str = "product-ideas", *, width: int = 1280) -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 844})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        page.goto(f"{show.box.url}/?as={show.box.person(who).id}&channel={channel}")
        page.get_by_test_id("composer").wait_for()
        return Visitor(page)

    yield opener
    for context in contexts:
        context.close()
    assert problems == []
