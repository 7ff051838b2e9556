"""The stage, and pages that show it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenUrl
from tests.browser.page.stage import Stage, open_stage

OpenPage = Callable[..., Page]


@pytest.fixture
def stage(page_port: int) -> Iterator[Stage]:
    """A small Slack with the scripted app."""
    with open_stage(page_port) as one:
        yield one


@pytest.fixture
def open_page(open_url: OpenUrl, stage: Stage) -> OpenPage:
    """Opens the page as a person in #product-ideas."""

    def opener(who: str = "priya", *, width: int = 1280, height: int = 800) -> Page:
        place = f"?as={stage.box.person(who).id}&channel=product-ideas"
        return open_url(f"{stage.box.url}/{place}", width, height)

    return opener


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The page as Priya sees it, in #product-ideas."""
    return open_page()
