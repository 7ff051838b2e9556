"""Takes the README's pictures from the sandbox: ``uv run python docs/make_images.py``.

Needs an installed Chromium (``chromium`` on the path) and an emoji font.
"""

import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bot.sandbox_mode import Show
from bot.settings import Settings
from domain.roadmap_words import parse_view
from services import installations, roadmap
from views.drawing.board import board_svg
from views.drawing.png import draw_png
from views.drawing.roadmap import roadmap_svg
from views.share_page import share_page

PRESENT = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
"""When the story ends, so that the pictures show the same days whenever they are taken."""

DATES = (
    "I-1 15 Oct 2026 to 18 Dec 2026 firm",
    "I-2 1 Dec 2026 to 15 Feb 2027 likely",
    "I-3 Jan 2027 to Apr 2027 rough",
    "I-6 by 30 Jan 2027 firm",
)
"""When the pictures' ideas are worked on."""

IMAGES = Path(__file__).parent / "images"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def main() -> int:
    """Take every picture; the exit code."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stderr.write("No Chromium is installed, so no picture can be taken.\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        show = Show(Settings(port=0), Path(folder))
        try:
            show.clock.move_to(PRESENT)
            show.start()
            show.tell_story()
            show.run()
            _draw_board(show)
            _photograph(show.box.url, chromium)
            _draw_timeline(show, chromium)
        finally:
            show.stop()
    return 0


def _draw_board(show: Show) -> None:
    assert show.bot is not None
    (workspace,) = installations.every(show.bot.database)
    board = roadmap.board(show.bot.database, workspace.id, show.clock.now())
    (IMAGES / "roadmap.png").write_bytes(draw_png(board_svg(board), timeout_s=30))


def _draw_timeline(show: Show, chromium: str) -> None:
    """The timeline and the page for customers, once some ideas have dates."""
    assert show.bot is not None
    for words in DATES:
        show.box.person("priya").command("#product", "/idea", words)
    (workspace,) = installations.every(show.bot.database)
    board = roadmap.board(show.bot.database, workspace.id, PRESENT)
    svg = roadmap_svg(board, parse_view("timeline by area"))
    (IMAGES / "timeline.png").write_bytes(draw_png(svg, timeout_s=30))
    view = parse_view("timeline by area for customers")
    page = share_page(
        roadmap.board(show.bot.database, workspace.id, PRESENT, view.reader), view
    ).html
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        shown = browser.new_page(viewport={"width": 1000, "height": 900}, color_scheme="dark")
        shown.set_content(page)
        shown.screenshot(path=IMAGES / "share.png")
        browser.close()


def _photograph(url: str, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = browser.new_page(viewport={"width": 1060, "height": 670}, device_scale_factor=2)
        _open(page, f"{url}/?as=U0SOFIA&channel=product-ideas")
        card = page.get_by_test_id("message").filter(has_text="I-1 ·")
        card.evaluate("article => article.scrollIntoView({ block: 'start' })")
        _settle(page)
        page.screenshot(path=IMAGES / "sandbox.png")
        _open(page, f"{url}/?as=U0SAM&app=home")
        page.get_by_text("What you voted for").wait_for()
        page.get_by_test_id("main-pane").screenshot(path=IMAGES / "home.png")
        page.set_viewport_size({"width": 1000, "height": 1600})
        _open(page, f"{url}/?as=U0PRIYA&channel=product")
        page.get_by_test_id("clock-menu").click()
        page.locator("[data-to=next_digest]").click()
        digest = page.get_by_test_id("message").filter(has_text="Shipped").last
        digest.locator("img.image").wait_for()
        page.mouse.move(0, 0)
        _settle(page)
        digest.screenshot(path=IMAGES / "digest.png")
        browser.close()


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_test_id("sidebar").wait_for()
    _settle(page)


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_function("[...document.images].every(image => image.complete)")


if __name__ == "__main__":
    sys.exit(main())
