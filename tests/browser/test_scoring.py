"""Scoring as two people do it in the browser, up to the picture."""

import re

from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit
from tests.browser.visitor import expect_loaded


def test_two_people_score_ideas_ask_why_and_post_the_picture(visit: Visit, show: Show) -> None:
    sam, priya = visit("sam"), visit("priya")
    sam.type("/idea Export to CSV")
    expect(sam.card("I-1")).to_be_visible()
    sam.type("/idea Single sign-on")
    expect(sam.card("I-2")).to_be_visible()
    sam.type("/score I-2 reach=900 impact=2 confidence=80% effort=2")
    expect(sam.note("I-2")).to_contain_text("RICE 720 · place 1 of 1")

    priya.type("/score I-1")
    priya.modal.get_by_label(re.compile("^Reach")).fill("800")
    priya.modal.get_by_text("2 High").click()
    priya.modal.get_by_text("80% Medium").click()
    priya.modal.get_by_label(re.compile("^Effort")).fill("0")
    priya.submit()
    expect(priya.modal).to_contain_text("Effort has to be more than 0")
    expect(priya.modal.get_by_label(re.compile("^Reach"))).to_have_value("800")
    priya.modal.get_by_label(re.compile("^Effort")).fill("3")
    priya.submit()
    expect(priya.modal).to_contain_text("RICE 426.7 · place 2 of 2")
    priya.press(priya.modal, "Why this rank?")
    expect(priya.modal).to_contain_text("it passes I-2 Single sign-on (720)")
    priya.leave_modal()

    priya.type("/ideas top")
    priya.press(priya.note("Top ideas by RICE"), "Post value and effort picture")
    expect_loaded(sam.message("Value and effort").locator("img").last)
