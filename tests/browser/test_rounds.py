"""Deciding together on the sandbox's page: a blind round for a team, and a ballot."""

import re

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit
from tests.browser.visitor import SLOW_MS
from views.blockkit import ids

pytestmark = pytest.mark.browser


def decide(show: Show) -> None:
    """Two ideas, and everybody in the channel where they are weighed."""
    priya = show.box.person("priya")
    for title in ("Export to CSV", "Dark mode"):
        priya.command("#product", "/idea", title)
    show.box.settle()


def test_a_team_scores_blindly_and_a_ballot_says_what_each_team_gave(
    show: Show, visit: Visit
) -> None:
    decide(show)
    priya, emil = visit("priya", "product"), visit("emil", "product")
    priya.type("/score round I-1 @eng @support")
    started = priya.note("R-1")
    expect(started).to_contain_text("has started")

    emil.page.get_by_test_id("app-home").click()
    emil.page.get_by_role("tab", name="Messages").click()
    asked = emil.message("R-1")
    asked.get_by_role("button").first.click(timeout=SLOW_MS)
    emil.modal.get_by_label(re.compile("^Effort")).fill("8")
    emil.submit()
    expect(emil.modal).to_contain_text("Thank you")
    priya.press(started, "Open")
    expect(priya.modal).to_contain_text("1 of 2")
    expect(priya.modal).not_to_contain_text(re.compile(r"\b8\b(?!:)"))
    priya.press(priya.modal, "Reveal now")
    priya.press(priya.page.get_by_role("dialog", name="Reveal R-1?"), "Reveal")
    expect(priya.message("Effort 8")).to_be_visible(timeout=SLOW_MS)
    priya.leave_modal()

    priya.type("/linchpin round")
    priya.modal.get_by_label("What is the question?").fill("What next?")
    priya.choose("Ideas", "dark", "I-2 Dark mode")
    priya.choose("Ideas", "export", "I-1 Export to CSV")
    priya.submit()
    ballot = priya.message("What next?")
    expect(ballot).to_be_visible(timeout=SLOW_MS)
    priya.leave_modal()
    posted = show.box.messages("#product")[-1]
    for who, points in (("sam", {"1": "10", "2": ""}), ("erin", {"1": "", "2": "10"})):
        person = show.box.person(who)
        person.click("#product", posted, ids.BALLOT_OPEN)
        assert person.submit(points).ok
    priya.type("/score R-2")
    priya.press(priya.modal, "Close and count")
    priya.press(priya.page.get_by_role("dialog", name="Close R-2?"), "Count")
    expect(priya.message("By team")).to_contain_text("Support 50%", timeout=SLOW_MS)
