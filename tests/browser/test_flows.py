"""What people do all day, on the sandbox's page with the real bot behind it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from bot.settings import Settings
from tests.browser.conftest import OpenUrl, Visit
from tests.browser.visitor import SLOW_MS, Visitor, expect_loaded

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=alert(1)> <!channel>"


def choose_ideas_channel(show: Show) -> None:
    priya = show.box.person("priya")
    priya.command("#product", "/linchpin", "settings")
    priya.submit({"ideas_channel": show.box.channel("#product-ideas").id})
    priya.close_modal(clear=True)


def file_idea(visitor: Visitor, title: str, number: str = "I-1") -> None:
    visitor.type(f"/idea {title}")
    expect(visitor.card(number)).to_be_visible(timeout=SLOW_MS)


def pass_the_pause(show: Show) -> None:
    """Let the five seconds between two updates of a card be over once the bot has heard of all."""
    show.box.settle()
    show.clock.advance(timedelta(seconds=10))


def save_as_idea(visitor: Visitor, words: str, title: str) -> None:
    said = visitor.message(words)
    visitor.react(said, "inbox_tray")
    note = visitor.note("Saved as F-1")
    expect(note).to_contain_text("Said by @Sam Okafor")
    expect(visitor.reaction(said, "white_check_mark")).to_be_visible()
    visitor.press(note, "Make it an idea")
    visitor.modal.get_by_label("Title").fill(title)
    visitor.submit()
    expect(visitor.modal).to_contain_text("I-1 is filed")
    visitor.leave_modal()
    expect(note).to_contain_text("It is evidence for I-1.")


def post_roadmap(visitor: Visitor, line: str) -> None:
    visitor.type("/roadmap")
    answer = visitor.note("Harborline roadmap")
    expect(answer).to_contain_text(line)
    visitor.press(answer, "Post to channel")
    expect_loaded(visitor.message("Posted by").locator("img.image"))
    expect(answer).to_contain_text("On its way into this channel")


def test_what_a_customer_said_becomes_an_idea_a_plan_a_digest_and_an_answer(
    show: Show, visit: Visit
) -> None:
    choose_ideas_channel(show)
    show.box.person("sam").say("#support", "Brightwater copies 400 rows by hand")
    priya = visit("priya", "support")
    save_as_idea(priya, "Brightwater copies 400 rows", "Export to CSV")

    priya.go("product-ideas")
    card = priya.card("I-1")
    expect(card).to_contain_text("1 piece of feedback")
    sam = visit("sam")
    sam.react(sam.card("I-1"), "+1", tone="4")
    pass_the_pause(show)
    expect(card).to_contain_text("1 vote", timeout=SLOW_MS)

    priya.type("/idea I-1 next")
    expect(priya.note("I-1 Export to CSV")).to_contain_text("is now Planned · Next.")
    pass_the_pause(show)
    expect(card).to_contain_text("Planned · Next", timeout=SLOW_MS)

    priya.go("product")
    post_roadmap(priya, "I-1 Export to CSV · 1 vote")

    priya.type("/digest mon 09:00")
    expect(priya.note("This channel gets the digest")).to_contain_text("Europe/Berlin")
    priya.move_clock("next_digest")
    digest = priya.message("Product digest ·")
    expect(digest).to_contain_text("I-1 Export to CSV · New → Next", timeout=SLOW_MS)
    expect_loaded(digest.locator("img.image"))

    home = sam.open_home()
    expect(home).to_contain_text("F-1  Brightwater copies 400 rows by hand")
    expect(home).to_contain_text("I-1 Export to CSV · Planned · Next")


def test_a_vote_is_a_person_whatever_the_skin_tone_and_can_be_taken_back(
    show: Show, visit: Visit
) -> None:
    emil, erin = visit("emil"), visit("erin")
    file_idea(emil, "Dark mode")
    card = emil.card("I-1")
    emil.react(card, "+1")
    emil.react(card, "+1", tone="5")
    erin.react(erin.card("I-1"), "+1", tone="2")
    pass_the_pause(show)
    expect(card).to_contain_text("2 votes", timeout=SLOW_MS)
    emil.reaction(card, "+1", tone="5").click()
    emil.reaction(card, "+1").click()
    expect(emil.reaction(card, "+1")).not_to_have_class(re.compile("mine"))
    pass_the_pause(show)

    expect(card).to_contain_text("1 vote", timeout=SLOW_MS)


def test_a_form_that_is_refused_keeps_what_was_typed(visit: Visit) -> None:
    sam = visit("sam", "support")
    sam.type("/feedback")
    sam.modal.get_by_label("What was said?").fill("   ")
    sam.modal.get_by_label("their name").fill("Ada, head of finance")
    sam.choose("Customer", "Brightwater", "Add “Brightwater”")
    sam.submit()
    text = sam.modal.locator("[data-block-id=text]")
    expect(text.get_by_test_id("field-error")).to_contain_text("The text is empty")
    expect(sam.modal.get_by_label("their name")).to_have_value("Ada, head of finance")
    expect(sam.modal.get_by_label("Customer")).to_have_value(re.compile("Brightwater"))

    sam.modal.get_by_label("What was said?").fill("The export times out")
    sam.submit()
    expect(sam.modal).to_contain_text("Saved as F-1")
    expect(sam.modal).to_contain_text("Said by Ada, head of finance · Brightwater")


def test_a_customer_once_typed_is_suggested_and_so_is_an_idea(show: Show, visit: Visit) -> None:
    sam = visit("sam")
    file_idea(sam, "Export to CSV")
    sam.type("/feedback")
    sam.modal.get_by_label("What was said?").fill("The export times out")
    sam.choose("Customer", "Brightwater", "Add “Brightwater”")
    sam.submit()
    expect(sam.modal).to_contain_text("Saved as F-1")
    sam.press(sam.modal, "Add details")
    sam.choose("Customer", "brig", "Brightwater")
    sam.submit()
    sam.press(sam.modal, "Add to an idea")
    sam.choose("Or another idea", "exp", "I-1 Export to CSV")
    sam.submit()

    expect(sam.modal).to_contain_text("F-1 is evidence now.")
    sam.leave_modal()
    pass_the_pause(show)
    expect(sam.card("I-1")).to_contain_text("1 piece of feedback from 1 customer", timeout=SLOW_MS)


def test_a_private_answer_is_seen_by_nobody_else(visit: Visit) -> None:
    sam, emil = visit("sam", "support"), visit("emil", "support")
    sam.type("/feedback for my eyes")
    expect(sam.note("Saved as F-1")).to_contain_text("Only visible to you")
    sam.type("for everybody")
    expect(emil.last).to_contain_text("for everybody")

    expect(emil.page.get_by_test_id("messages")).not_to_contain_text("for my eyes")
    expect(emil.page.get_by_text("Only visible to you")).to_have_count(0)


def test_the_same_message_is_saved_once(show: Show, visit: Visit) -> None:
    show.box.person("sam").say("#support", "Logged out every night")
    priya = visit("priya", "support")
    priya.use_shortcut(priya.message("Logged out every night"), "Save as feedback")
    expect(priya.modal.get_by_label("What was said?")).to_have_value("Logged out every night")
    priya.submit()
    expect(priya.modal).to_contain_text("Saved as F-1")
    priya.leave_modal()
    sofia = visit("sofia", "support")
    sofia.react(sofia.message("Logged out every night"), "inbox_tray")

    expect(sofia.note("Already saved as F-1")).to_contain_text("by @Priya Nair")


def test_what_people_type_is_shown_as_typed_and_pings_nobody(show: Show, visit: Visit) -> None:
    emil = visit("emil")
    emil.type(f"/idea {HOSTILE}")
    card = emil.card("I-1")
    expect(card.locator("strong").filter(has_text="img")).to_have_text(HOSTILE)
    expect(card.locator(".broadcast, img:not(.emoji)")).to_have_count(0)
    emil.press(card, "Details")
    expect(emil.modal.get_by_role("heading", name=HOSTILE)).to_be_visible()
    emil.leave_modal()
    home = emil.open_home()

    expect(home).to_contain_text(HOSTILE)
    assert all("<!channel>" not in str(one) for one in show.box.messages("#product-ideas"))


def test_who_does_not_manage_is_told_whom_to_ask(visit: Visit) -> None:
    emil = visit("emil")
    file_idea(emil, "Dark mode")
    card = emil.card("I-1")
    emil.press(card, "More choices")
    emil.page.get_by_role("menuitem", name="Roadmap: Now").click()

    expect(emil.modal).to_contain_text("Only managers can move ideas. Please ask Priya.")
    emil.leave_modal()
    expect(card).to_contain_text("I-1 · Open")


def test_every_button_of_home_leads_somewhere(show: Show, visit: Visit) -> None:
    erin = visit("erin")
    file_idea(erin, "Dark mode")
    erin.react(erin.card("I-1"), "+1")
    show.box.settle()
    home = erin.open_home()
    for label, title in (
        ("Save feedback", "Save feedback"),
        ("File an idea", "New idea"),
        ("Roadmap", "Roadmap"),
        ("Settings", "Settings"),
    ):
        erin.press(home, label)
        expect(erin.modal.get_by_role("heading", name=title)).to_be_visible()
        erin.leave_modal()
    details = home.get_by_role("button", name="Details")
    expect(details).to_have_count(2)
    for one in details.all():
        one.click()
        expect(erin.modal.get_by_role("heading", name="Dark mode")).to_be_visible()
        erin.leave_modal()


def test_the_digests_form_shows_its_next_days_while_it_is_filled_in(visit: Visit) -> None:
    emil = visit("emil", "product")
    emil.type("/digest")
    expect(emil.modal).to_contain_text("Next three (Europe/Prague)")
    emil.choose("In the time zone of", "york", "America/New York")
    expect(emil.modal).to_contain_text("Next three (America/New_York)")
    emil.submit()
    expect(emil.modal).to_contain_text("every Monday at 09:00 (America/New_York)")
    emil.leave_modal()
    emil.type("/digest list")

    expect(emil.note("1 digest")).to_contain_text("#product (this channel)")


def test_the_story_is_told_and_goes_on(open_url: OpenUrl, page_port: int, tmp_path: Path) -> None:
    show = Show(Settings(port=page_port), tmp_path)
    try:
        show.start()
        show.tell_story()
        show.run()
        place = f"?as={show.box.person('priya').id}&channel=product-ideas"
        page = open_url(f"{show.box.url}/{place}", 390, 844)
        priya = Visitor(page)
        expect(priya.card("I-9")).to_contain_text("4 votes")
        priya.react(priya.card("I-9"), "+1")
        expect(priya.card("I-9")).to_contain_text("5 votes", timeout=SLOW_MS)
        priya.card("I-1").scroll_into_view_if_needed()
        priya.type("/ideas")
        expect(priya.note("Open ideas, most votes first")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.goto(f"{show.box.url}/?as={show.box.person('sam').id}&app=home")
        expect(page.get_by_test_id("home")).to_contain_text("Reminders before an invoice is due")
    finally:
        show.stop()
