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
from domain.core.people import Request
from domain.roadmap.commands import parse_view
from domain.scoring.top_words import RankingQuery
from services.objectives import actions as objectives
from services.objectives import progress
from services.roadmap import board as roadmap
from services.scoring import ranking
from services.workspace import installations
from views.drawing.png import draw_png
from views.objectives.progress_chart import course_svg
from views.roadmap.drawing.board import board_svg
from views.roadmap.drawing.picture import roadmap_svg
from views.roadmap.share_page import share_page
from views.scoring.score_map import score_map_svg

PRESENT = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
"""When the story ends, so that the pictures show the same days whenever they are taken."""

SCORES = (
    "I-1 reach=900 impact=2 confidence=90% effort=2",
    "I-2 reach=350 impact=2 confidence=80% effort=4",
    "I-3 reach=600 impact=3 confidence=70% effort=5",
    "I-5 reach=260 impact=1 confidence=80% effort=1.5",
    "I-6 reach=420 impact=2 confidence=40% effort=7",
    "I-7 reach=500 impact=1 confidence=80% effort=3",
    "I-8 reach=640 impact=1 confidence=70% effort=1",
    "I-9 reach=380 impact=0.5 confidence=60% effort=4",
)
"""What the score map's ideas are worth and cost."""

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
            _draw_judgement(show)
        finally:
            show.stop()
    return 0


def _draw_board(show: Show) -> None:
    assert show.bot is not None
    (workspace,) = installations.every(show.bot.database)
    board = roadmap.board(show.bot.database, workspace.id, show.clock.now())
    (IMAGES / "roadmap.png").write_bytes(draw_png(board_svg(board), timeout_s=30))


def _draw_timeline(show: Show, chromium: str) -> None:
    """The timeline, and the page for customers."""
    assert show.bot is not None
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


def _draw_judgement(show: Show) -> None:
    """The map of value against effort, once some ideas are scored, and an objective's course."""
    assert show.bot is not None
    priya = show.box.person("priya")
    for words in SCORES:
        priya.command("#product", "/score", words)
    show.box.settle()
    (workspace,) = installations.every(show.bot.database)
    request = Request(workspace.id, priya.id, "command", PRESENT, "images")
    with show.bot.database.reading() as session:
        judged = ranking.read_map(session, request, RankingQuery())
        objective = objectives.found(session, request, 1)
        course = progress.course(session, request, objective)
    (IMAGES / "score_map.png").write_bytes(draw_png(score_map_svg(judged), timeout_s=30))
    (IMAGES / "course.png").write_bytes(draw_png(course_svg(course), timeout_s=30))


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
