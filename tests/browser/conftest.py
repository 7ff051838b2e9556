"""One Chromium for every test of the browser, and the running product in it."""

import random
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from bot.sandbox_mode import Show
from bot.server.serve import listen
from bot.settings import Settings
from domain.core.errors import Unavailable
from tests.browser.visitor import Visitor

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--renderer-process-limit=1",
)
PATIENCE_MS = 10_000
OpenUrl = Callable[[str, int, int], Page]
Visit = Callable[..., Visitor]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport]:
    """Adds to a failure what each page showed at that moment."""
    report = yield
    window = getattr(item, "funcargs", {}).get("window")
    if report.when == "call" and report.failed and window:
        for page in window.pages:
            report.sections.append((f"shown on {page.url}", page.locator("body").inner_text()))
    return report


@pytest.fixture(scope="session")
def window() -> Iterator[BrowserContext]:
    """A running Chromium of this test process.

    All tests share one window, as the page keeps nothing in it but its own scripts and styles.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        context = browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        yield context
        browser.close()


@pytest.fixture(scope="session")
def page_port() -> int:
    """Where every sandbox of this test process is served, one after the other: scripts that come
    from one address are read and compiled once.

    Below the ports that systems give to outgoing connections, so that it stays free in between.
    """
    while True:
        port = random.randrange(10_000, 30_000)
        with suppress(Unavailable), listen("127.0.0.1", port):
            return port


@pytest.fixture
def open_url(window: BrowserContext) -> Iterator[OpenUrl]:
    """Opens an address of the sandbox; a script error on any page fails the test."""
    pages: list[Page] = []
    problems: list[str] = []

    def opener(url: str, width: int, height: int) -> Page:
        if not window.pages:  # one that stays keeps the process that draws this address
            window.new_page().goto(url.rpartition("/")[0] + "/healthz")
        page = window.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        page.goto(url)
        page.get_by_test_id("composer").wait_for()
        return page

    yield opener
    window.set_offline(False)
    for page in pages:
        page.close()
    assert problems == []


@pytest.fixture
def show(tmp_path: Path, page_port: int, migrated_sqlite: Path) -> Iterator[Show]:
    """The sandbox with the bot in it, as `linchpin sandbox` runs it, without the story."""
    shutil.copy(migrated_sqlite, tmp_path / "sandbox.db")  # it would migrate a new file
    one = Show(Settings(port=page_port), tmp_path)
    try:
        one.start()
        assert one.bot is not None
        one.bot.dispatcher.run_due()  # it knows the people before anybody acts
        one.run()
        yield one
    finally:
        one.stop()


@pytest.fixture
def visit(open_url: OpenUrl, show: Show) -> Visit:
    """Opens the page as a person in a channel."""

    def opener(who: str = "priya", channel: str = "product-ideas", *, width: int = 1280) -> Visitor:
        place = f"?as={show.box.person(who).id}&channel={channel}"
        return Visitor(open_url(f"{show.box.url}/{place}", width, 844))

    return opener
