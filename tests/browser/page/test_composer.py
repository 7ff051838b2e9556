"""Slash commands, suggestions and drafts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page.stage import Stage

pytestmark = pytest.mark.browser


def test_commands_are_filtered_chosen_with_arrows_and_completed_by_tab(page: Page) -> None:
    composer = page.get_by_test_id("composer")
    composer.press_sequentially("/no")
    choices = page.get_by_test_id("suggestions").get_by_role("option")
    expect(choices).to_have_count(2)
    composer.press("ArrowDown")
    composer.press("Tab")

    expect(composer).to_have_value("/notes ")
    expect(page.get_by_test_id("usage-hint")).to_contain_text("words to find")


def test_a_command_reaches_the_app_with_its_words(page: Page, stage: Stage) -> None:
    page.get_by_test_id("composer").fill("/say  exports time out ")
    page.get_by_test_id("composer").press("Enter")

    heard = stage.next("command")
    assert (heard["command"], heard["text"]) == ("/say", "exports time out")
    expect(page.get_by_test_id("composer")).to_have_value("")


def test_an_unknown_command_is_explained_and_its_text_kept(page: Page) -> None:
    page.get_by_test_id("composer").fill("/nope words")
    page.get_by_test_id("composer").press("Enter")

    expect(page.get_by_test_id("composer-error")).to_contain_text("/nope is not a command")
    expect(page.get_by_test_id("composer")).to_have_value("/nope words")


def test_a_command_in_a_thread_is_refused_as_in_slack(page: Page, stage: Stage) -> None:
    ts = stage.box.person("sam").say("#product-ideas", "a thread")
    page.locator(f"[data-ts='{ts}']").hover()
    page.get_by_test_id("reply").click()
    page.get_by_test_id("thread-composer").fill("/say hello")
    page.get_by_test_id("thread-composer").press("Enter")

    expect(page.get_by_test_id("thread-composer-error")).to_contain_text("in a thread")
    assert stage.heard.empty()


def test_a_draft_waits_while_another_channel_is_read(page: Page) -> None:
    page.get_by_test_id("composer").fill("half a sen")
    page.locator("[data-channel-name=general]").click()
    expect(page.get_by_test_id("channel-title")).to_have_text("general")
    expect(page.get_by_test_id("composer")).to_have_value("")
    page.locator("[data-channel-name=product-ideas]").click()

    expect(page.get_by_test_id("composer")).to_have_value("half a sen")
