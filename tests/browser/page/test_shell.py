"""Around the messages: who one is, the app's Home, the clock, the inspector, small windows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page.conftest import OpenPage
from tests.browser.page.stage import Stage

pytestmark = pytest.mark.browser


def test_becoming_another_person_changes_whose_words_are_sent(page: Page, stage: Stage) -> None:
    page.get_by_test_id("person-switcher").click()
    page.get_by_role("menuitemradio", name="Sam Okafor").click()
    sam = stage.box.person("sam").id
    expect(page.get_by_test_id("person-switcher")).to_have_attribute("data-person", sam)
    page.get_by_test_id("composer").fill("as sam")
    page.get_by_test_id("composer").press("Enter")

    expect(page.get_by_test_id("message").last).to_have_attribute("data-user", sam)


def test_the_home_shows_what_the_app_published_for_this_person(page: Page, stage: Stage) -> None:
    page.get_by_test_id("app-home").click()
    priya, erin = stage.box.person("priya").id, stage.box.person("erin").id
    expect(page.get_by_test_id("home")).to_contain_text(f"Notes of {priya}")
    page.get_by_test_id("person-switcher").click()
    page.get_by_role("menuitemradio", name="Erin Walsh").click()

    expect(page.get_by_test_id("home")).to_contain_text(f"Notes of {erin}")


def test_the_clock_moves_to_monday_morning_where_the_reader_lives(page: Page) -> None:
    page.get_by_test_id("clock-menu").click()
    page.locator("[data-to=next_monday_9]").click()

    expect(page.get_by_test_id("clock-menu")).to_have_text(re.compile(r"Mon \d+ \w+09:00"))
    expect(page.get_by_test_id("clock-menu")).to_have_class(re.compile("moved"))


def test_the_inspector_shows_a_request_and_its_answer(page: Page) -> None:
    page.get_by_test_id("inspector-toggle").click()
    page.get_by_test_id("composer").fill("/say spoken words")
    page.get_by_test_id("composer").press("Enter")
    row = page.locator("[data-testid=inspector-row][data-name='/say']")
    row.click()

    detail = page.get_by_label("Request and answer")
    expect(detail).to_contain_text('text: "spoken words"')
    expect(detail).to_contain_text("You said: spoken words")
    page.get_by_test_id("inspector-filter").fill("nothing like it")
    expect(row).to_have_count(0)


def test_unread_messages_wait_behind_a_line(page: Page, stage: Stage) -> None:
    stage.box.person("sam").say("#general", "one")
    stage.box.person("sam").say("#general", "two")
    general = page.locator("[data-channel-name=general]")
    expect(general.locator(".count")).to_have_text("2")
    general.click()

    expect(page.locator(".unread-line + .msg")).to_contain_text("one")
    expect(general.locator(".count")).to_have_count(0)


def test_the_page_catches_up_after_its_connection_was_gone(page: Page, stage: Stage) -> None:
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    stage.box.person("sam").say("#product-ideas", "while you were away")
    page.context.set_offline(False)

    expect(page.get_by_test_id("message").last).to_contain_text("while you were away")


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_is_wider_than_the_window(open_page: OpenPage, stage: Stage, width: int) -> None:
    page = open_page(width=width, height=844)
    wide = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 400}}
    ts = stage.post([wide])
    page.locator(f"[data-ts='{ts}']").wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.get_by_test_id("composer").bounding_box()["width"] <= width


def test_on_a_phone_the_sidebar_is_a_drawer(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    expect(page.get_by_test_id("sidebar")).to_be_hidden()
    page.get_by_test_id("menu").click()
    page.locator("[data-channel-name=support]").click()

    expect(page.get_by_test_id("channel-title")).to_have_text("support")
    expect(page.get_by_test_id("sidebar")).to_be_hidden()


def test_a_message_can_be_reached_and_used_by_keyboard_alone(page: Page, stage: Stage) -> None:
    ts = stage.box.person("sam").say("#product-ideas", "by keyboard")
    message = page.locator(f"[data-ts='{ts}']")
    expect(message).to_be_visible()
    message.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(message.locator(".reaction.mine")).to_have_count(1)
