"""Messages on the page: said, drawn, reacted to, edited."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page.conftest import OpenPage
from tests.browser.page.stage import Stage

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=\"document.title='run'\"> <script>document.title='run'</script>"


def say(page: Page, words: str) -> None:
    page.get_by_test_id("composer").fill(words)
    page.get_by_test_id("composer").press("Enter")


def test_what_a_person_types_is_shown_as_typed_and_never_runs(page: Page) -> None:
    say(page, HOSTILE)

    message = page.get_by_test_id("message").last
    expect(message.locator(".text")).to_have_text(HOSTILE)
    expect(message.locator("img, script")).to_have_count(0)
    expect(page).not_to_have_title("run")


def test_typed_marks_names_and_broadcasts_reach_slack_in_its_own_form(
    page: Page, stage: Stage
) -> None:
    say(page, "*hi* @Sam Okafor & <b> in #support :tada:")

    expect(page.get_by_test_id("message").last.locator(".text strong")).to_have_text(["hi"])
    sam, support = stage.box.person("sam").id, stage.box.channel("#support").id
    text = stage.box.messages("#product-ideas")[-1]["text"]
    assert text == f"*hi* <@{sam}> &amp; &lt;b&gt; in <#{support}|support> :tada:"


def test_a_message_of_somebody_else_appears_without_reloading(page: Page, stage: Stage) -> None:
    stage.box.person("sam").say("#product-ideas", "they asked again")
    expect(page.get_by_test_id("message").last).to_contain_text("they asked again")

    stage.box.person("sam").say("#support", "elsewhere")
    expect(page.locator("[data-channel-name=support] .count")).to_have_text("1")


def test_a_picked_reaction_is_one_vote_and_is_taken_back_by_its_chip(
    page: Page, stage: Stage
) -> None:
    ts = stage.box.person("sam").say("#product-ideas", "vote here")
    message = page.locator(f"[data-ts='{ts}']")
    message.hover()
    page.get_by_test_id("react").click()
    page.get_by_test_id("emoji-search").fill("bulb")
    page.keyboard.press("Enter")

    chip = message.locator("[data-reaction=bulb]")
    expect(chip).to_have_attribute("aria-pressed", "true")
    assert stage.next("reaction")["reaction"] == "bulb"
    chip.click()
    expect(chip).to_have_count(0)
    assert stage.box.reactions("#product-ideas", ts) == {}


def test_a_message_shortcut_carries_the_message(page: Page, stage: Stage) -> None:
    ts = stage.box.person("sam").say("#product-ideas", "keep me")
    page.locator(f"[data-ts='{ts}']").hover()
    page.get_by_test_id("more").click()
    page.get_by_role("menuitem", name="Keep this").click()

    assert stage.next("message_shortcut")["message"]["text"] == "keep me"


def test_a_reply_stays_in_the_thread_and_the_channel_counts_it(page: Page, stage: Stage) -> None:
    ts = stage.box.person("sam").say("#product-ideas", "a thread")
    message = page.locator(f"[data-testid=messages] [data-ts='{ts}']")
    message.hover()
    page.get_by_test_id("reply").click()
    page.get_by_test_id("thread-composer").fill("inside")
    page.get_by_test_id("thread-composer").press("Enter")

    expect(page.get_by_test_id("thread")).to_contain_text("inside")
    expect(message.get_by_test_id("thread-link")).to_contain_text("1 reply")
    expect(page.get_by_test_id("messages")).not_to_contain_text("inside")


def test_arrow_up_edits_the_last_message_in_place(page: Page, stage: Stage) -> None:
    say(page, "first & <words>")
    expect(page.get_by_test_id("message").last).to_contain_text("first & <words>")
    page.get_by_test_id("composer").press("ArrowUp")
    expect(page.get_by_test_id("edit-input")).to_have_value("first & <words>")
    page.get_by_test_id("edit-input").fill("better words")
    page.get_by_test_id("edit-input").press("Enter")

    expect(page.get_by_test_id("message").last).to_contain_text("better words (edited)")
    assert stage.box.messages("#product-ideas")[-1]["text"] == "better words"


def test_an_answer_for_one_person_is_marked_and_others_do_not_see_it(
    page: Page, open_page: OpenPage
) -> None:
    other = open_page("sam")
    say(page, "/say hello")

    expect(page.get_by_text("Only visible to you")).to_be_visible()
    expect(page.get_by_test_id("message").last).to_contain_text("You said: hello")
    say(page, "for all")
    expect(other.get_by_test_id("message").last).to_contain_text("for all")
    expect(other.get_by_text("You said: hello")).to_have_count(0)
