"""Triage on the sandbox's page: the inbox one by one, asking back, and many at once."""

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def test_an_inbox_is_sorted_one_by_one_asked_about_and_emptied_at_once(
    show: Show, visit: Visit
) -> None:
    for who, words in (
        ("sam", "The monthly report should come by itself"),
        ("sofia", "Two prospects asked for an API"),
        ("sam", "Lost my filters again"),
        ("sam", "Filters are gone after lunch"),
    ):
        show.box.person(who).command("#support", "/feedback", words)
    priya, sofia = visit("priya", "support"), visit("sofia", "support")

    priya.type("/linchpin inbox")
    expect(priya.modal).to_contain_text("1 of 4")
    priya.press(priya.modal, "New idea")
    priya.submit()
    expect(priya.modal).to_contain_text("F-1 became I-1.")
    expect(priya.modal).to_contain_text("Two prospects asked for an API")

    priya.press(priya.modal, "Ask back")
    priya.modal.get_by_label("Your question").fill("Which API?")
    priya.submit()
    expect(priya.modal).to_contain_text("F-2 is asked about.")

    priya.press(priya.modal, "Many at once")
    priya.modal.get_by_role("checkbox", name="F-3 Lost my filters again").check()
    priya.modal.get_by_role("checkbox", name="F-4 Filters are gone after lunch").check()
    priya.choose("Dismiss", "We", "We know this already")
    priya.submit()
    expect(priya.modal).to_contain_text("2 pieces of feedback are put aside: We know this")
    priya.leave_modal()

    sofia.page.goto(f"{show.box.url}/?as={show.box.person('sofia').id}&app=messages")
    expect(sofia.message("Which API?")).to_be_visible()
    sofia.type("A REST API for customers")
    answer = sofia.message("A REST API for customers")
    expect(sofia.reaction(answer, "white_check_mark")).to_be_visible()
    priya.type("/linchpin inbox")
    expect(priya.modal).to_contain_text("Answered · F-2")
    expect(priya.modal).to_contain_text("A REST API for customers")
