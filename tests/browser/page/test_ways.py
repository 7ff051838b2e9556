"""Ways to act and to get around: dropped files, keys, fingers, the tour, small screens."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from sandbox.tour import STEPS
from tests.browser.page.conftest import OpenPage
from tests.browser.page.stage import NOTE_FORM, Stage

pytestmark = pytest.mark.browser

DROP = """(zone) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["a,b"], "feedback.csv", { type: "text/csv" }));
  const how = { bubbles: true, cancelable: true, dataTransfer: carried };
  for (const name of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(name, how));
}"""
HOVER = DROP.replace(', "drop"', "")


@pytest.mark.parametrize("where", ["messages", "composer"])
def test_a_file_is_dropped_on_the_messages_or_the_composer(
    page: Page, stage: Stage, where: str
) -> None:
    page.get_by_test_id(where).evaluate(DROP)
    expect(page.locator(".attached")).to_contain_text("feedback.csv")
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("message").last).to_contain_text("feedback.csv")
    [message] = [one for one in stage.box.messages("#product-ideas") if one.get("files")]
    assert message["files"][0]["name"] == "feedback.csv"


def test_while_a_file_is_carried_the_page_says_where_it_goes(page: Page) -> None:
    page.get_by_test_id("messages").evaluate(HOVER)
    expect(page.get_by_test_id("drop-veil")).to_have_text("Add to product-ideas")


def test_the_inbox_tray_is_at_hand(page: Page, stage: Stage) -> None:
    ts = stage.box.person("sam").say("#product-ideas", "It hangs")
    page.get_by_test_id("message").last.hover()
    page.locator("[data-quick=inbox_tray]").click()
    expect(
        page.get_by_test_id("message").last.locator("[data-reaction=inbox_tray]")
    ).to_be_visible()
    assert stage.box.reactions("#product-ideas", ts) == {
        "inbox_tray": [stage.box.person("priya").id]
    }


def test_after_a_jump_one_writes_at_once(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("support")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("channel-title")).to_have_text("support")
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_alt_and_arrows_go_through_the_sidebar(page: Page, stage: Stage) -> None:
    page.get_by_test_id("composer").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_test_id("channel-title")).to_have_text("sales")
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_test_id("channel-title")).to_have_text("product-ideas")
    stage.box.person("sam").say("#general", "one")
    expect(page.locator("[data-channel-name=general] .count")).to_have_text("1")
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.get_by_test_id("channel-title")).to_have_text("general")


def open_note(page: Page) -> None:
    page.get_by_test_id("composer").fill("/note")
    page.get_by_test_id("composer").press("Enter")
    expect(page.get_by_test_id("modal")).to_contain_text("New note")


def test_a_multi_select_covers_no_field_once_something_is_chosen(page: Page, stage: Stage) -> None:
    assert NOTE_FORM["callback_id"] == "note"
    open_note(page)
    areas = page.get_by_test_id("modal").get_by_label("Areas")
    areas.click()
    page.get_by_role("option", name="Export").click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(areas).to_be_focused()
    areas.press("ArrowDown")
    page.get_by_role("option", name="Login").click()
    expect(page.get_by_test_id("modal").locator(".chip")).to_have_text(["Export", "Login"])


def test_a_reload_forgets_open_windows(page: Page, stage: Stage) -> None:
    open_note(page)
    page.reload()
    page.get_by_test_id("composer").wait_for()
    expect(page.get_by_test_id("modal")).to_have_count(0)
    page.get_by_test_id("composer").fill("still usable")
    assert stage.box.person("priya").modal() is None


def test_a_channel_opens_at_its_newest_message(page: Page, stage: Stage) -> None:
    for number in range(60):
        stage.box.person("sam").say("#support", f"message {number}")
    page.locator("[data-channel-name=support]").click()
    expect(page.get_by_test_id("message").last).to_be_in_viewport()
    expect(page.get_by_test_id("message").last).to_contain_text("message 59")


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_in_the_bar_covers_anything_else(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width)
    boxes = [
        found
        for name in ("jump", "clock-menu", "inspector-toggle")
        if (found := page.get_by_test_id(name).bounding_box())
    ]
    assert len(boxes) == 3
    for left, right in pairwise(boxes):
        assert left["x"] + left["width"] <= right["x"]
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_emoji_show_without_an_emoji_font_on_the_machine(page: Page) -> None:
    page.get_by_test_id("composer").fill(":tada: :inbox_tray:")
    page.get_by_test_id("composer").press("Enter")
    loaded = 'document.fonts.load("16px \'Sandbox Emoji\'", "📥🎉").then((faces) => faces.length)'
    assert page.evaluate(loaded) == 1


@pytest.fixture
def phone(window: BrowserContext, stage: Stage) -> Iterator[Page]:
    assert window.browser is not None
    context = window.browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{stage.box.url}/?as={stage.box.person('priya').id}&channel=support")
    page.get_by_test_id("composer").wait_for()
    yield page
    context.close()


def test_a_finger_reacts_to_a_message(phone: Page, stage: Stage) -> None:
    stage.box.person("sam").say("#support", "It hangs")
    phone.get_by_text("It hangs").tap()
    phone.locator("[data-quick=inbox_tray]").tap()
    expect(phone.locator("[data-reaction=inbox_tray]")).to_be_visible()
    phone.get_by_test_id("menu").tap()
    phone.locator("[data-channel-name=general]").tap()
    expect(phone.get_by_test_id("channel-title")).to_have_text("general")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_tour_goes_through_its_steps_and_can_be_left(
    open_page: OpenPage, stage: Stage, width: int
) -> None:
    stage.box.offers_tour = True
    page = open_page(width=width)
    tour = page.get_by_test_id("tour")
    for number, step in enumerate(STEPS, start=1):
        expect(tour).to_contain_text(f"Tour, {number} of 5")
        expect(tour).to_contain_text(step["title"])
        if number > 1:
            where = step.get("channel")
            place = re.compile(
                rf"channel=.*{where.replace('-', '')}" if where else "app=home", re.I
            )
            expect(page).to_have_url(place)
            expect(page).to_have_url(re.compile(f"as={stage.box.person(step['as']).id}"))
        page.get_by_test_id("tour-next").click()
    expect(tour).to_have_count(0)
    page.reload()
    page.get_by_test_id("composer").wait_for()
    expect(tour).to_have_count(0)


def test_who_leaves_the_tour_is_left_in_peace(open_page: OpenPage, stage: Stage) -> None:
    stage.box.offers_tour = True
    page = open_page()
    page.get_by_test_id("tour-leave").click()
    expect(page.get_by_test_id("tour")).to_have_count(0)
    again = open_page()
    expect(again.get_by_test_id("tour")).to_have_count(0)
