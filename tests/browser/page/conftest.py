"""The stage, and pages that show it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.page.stage import Stage, open_stage

PATIENCE_MS = 8_000
OpenPage = Callable[..., Page]


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A small Slack with the scripted app."""
    with open_stage() as one:
        yield one


@pytest.fixture
def open_page(chromium: Browser, stage: Stage) -> Iterator[OpenPage]:
    """Opens the page as a person; a script error on any page fails the test."""
    contexts = []
    problems: list[str] = []

    def opener(who: str = "priya", *, width: int = 1280, height: int = 800) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{stage.box.url}/?as={stage.box.person(who).id}&channel=product-ideas")
        page.get_by_test_id("composer").wait_for()
        return page

    yield opener
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The page as Priya sees it, in #product-ideas."""
    return open_page()
