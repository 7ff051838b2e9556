"""Modals on the page."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.page.stage import Stage

pytestmark = pytest.mark.browser


def open_form(page: Page) -> Locator:
    page.get_by_test_id("shortcuts").click()
    page.get_by_role("menuitem", name="New note").click()
    modal = page.get_by_test_id("modal")
    expect(modal).to_have_attribute("data-callback-id", "note")
    return modal


def choose_customer(page: Page, modal: Locator) -> None:
    modal.get_by_label("Customer").click()
    modal.get_by_label("Customer").press_sequentially("nor")
    page.get_by_role("option", name="Nordwind").click()


def test_a_required_field_stops_the_form_before_the_app_hears_of_it(
    page: Page, stage: Stage
) -> None:
    modal = open_form(page)
    modal.get_by_test_id("modal-submit").click()

    words = modal.locator("[data-block-id=words]")
    expect(words.get_by_test_id("field-error")).to_contain_text("required field")
    expect(modal.get_by_label("Words")).to_be_focused()
    assert stage.heard.empty()


def test_the_apps_error_stands_under_its_field_and_everything_typed_stays(page: Page) -> None:
    modal = open_form(page)
    modal.get_by_label("Words").fill("short")
    choose_customer(page, modal)
    modal.get_by_test_id("modal-submit").click()

    error = modal.locator("[data-block-id=words]").get_by_test_id("field-error")
    expect(error).to_have_text("Say a little more.")
    expect(modal.get_by_label("Words")).to_have_value("short")
    expect(modal.get_by_label("Customer")).to_have_value("Nordwind")
    modal.get_by_label("Words").fill("longer words")
    expect(error).to_be_hidden()
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_have_count(0)


def test_suggestions_wait_for_the_least_number_of_letters(page: Page) -> None:
    modal = open_form(page)
    customer = modal.get_by_label("Customer")
    customer.click()
    customer.press_sequentially("a")
    expect(page.get_by_role("listbox")).to_have_text("Type at least 2 characters to search.")
    customer.press_sequentially("l")

    expect(page.get_by_role("option")).to_have_text(["Albatros"])


def test_what_is_chosen_is_sent_in_slacks_form(page: Page, stage: Stage) -> None:
    modal = open_form(page)
    modal.get_by_label("Words").fill("line one\nline two")
    choose_customer(page, modal)
    modal.get_by_label("Areas").click()
    page.get_by_role("option", name="Export").click()
    modal.get_by_label("Areas").click()
    page.get_by_role("option", name="Login").click()
    modal.get_by_label("Needed by").click()
    page.locator(".calendar .day").nth(20).click()
    modal.get_by_test_id("modal-submit").click()

    values = stage.next("submission")["view"]["state"]["values"]
    assert values["words"]["words"]["value"] == "line one\nline two"
    assert values["who"]["who"]["selected_option"]["value"] == "nordwind"
    areas = values["areas"]["areas"]["selected_options"]
    assert [one["value"] for one in areas] == ["export", "login"]
    assert values["day"]["day"]["selected_date"]


def test_a_form_under_another_keeps_its_text(page: Page) -> None:
    modal = open_form(page)
    modal.get_by_label("Words").fill("twin")
    choose_customer(page, modal)
    modal.get_by_test_id("modal-submit").click()
    expect(page.get_by_role("heading", name="Looks the same")).to_be_visible()
    page.get_by_role("button", name="Back").click()

    expect(page.get_by_test_id("modal").get_by_label("Words")).to_have_value("twin")


def test_escape_closes_the_list_first_and_then_the_form(page: Page) -> None:
    modal = open_form(page)
    modal.get_by_label("Areas").click()
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(modal).to_be_visible()
    page.keyboard.press("Escape")

    expect(modal).to_have_count(0)


def test_the_form_survives_a_dead_connection_with_its_text(page: Page, stage: Stage) -> None:
    modal = open_form(page)
    modal.get_by_label("Words").fill("worth keeping")
    choose_customer(page, modal)
    page.context.set_offline(True)
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_test_id("modal-problem")).to_contain_text("did not answer")
    page.context.set_offline(False)
    modal.get_by_test_id("modal-submit").click()

    values = stage.next("submission")["view"]["state"]["values"]
    assert values["words"]["words"]["value"] == "worth keeping"
    expect(modal).to_have_count(0)
