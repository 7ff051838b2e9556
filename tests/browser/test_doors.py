"""The ways in as people use them in the browser: a rule, an intake, a mention in a thread."""

from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit
from tests.browser.visitor import SLOW_MS, Visitor


def reply(person: Visitor, words: str, answer: str) -> None:
    """Answer in the thread of a message."""
    message = person.message(words)
    message.hover()
    person.page.get_by_test_id("reply").click()
    composer = person.page.get_by_test_id("thread-composer")
    composer.press_sequentially(answer)
    composer.press("Enter")


def test_a_channel_takes_in_what_people_write_and_a_mention_keeps_a_thread(
    visit: Visit, show: Show
) -> None:
    priya, sam = visit("priya"), visit("sam")
    priya.go("support")
    priya.type("/linchpin channel")
    priya.modal.get_by_label("Everything that people write").check()
    priya.modal.get_by_label("Question 1").fill("Which plan?")
    priya.press(priya.modal, "One more question")
    expect(priya.modal.get_by_label("Question 2")).to_be_visible()
    expect(priya.modal.get_by_label("Question 1")).to_have_value("Which plan?")
    priya.submit()
    expect(priya.modal).to_contain_text("Saved for #support")
    priya.leave_modal()

    sam.go("support")
    sam.type("The export times out")
    expect(sam.note("Saved as F-1")).to_be_visible(timeout=SLOW_MS)
    reply(priya, "The export times out", "Globex sees it too")
    sam.press(sam.note("Saved as F-1"), "Add details")
    expect(sam.modal.get_by_label("Which plan?")).to_be_visible()
    sam.leave_modal()
    sam.type("/feedback F-1")
    expect(sam.note("Already saved as F-1")).to_contain_text("Globex sees it too")

    sam.go("product")
    sam.type("Kestrel wants single sign-on")
    reply(sam, "Kestrel wants single sign-on", "@Linc")
    saved = sam.page.get_by_test_id("thread-pane").filter(has_text="Saved as F-2")
    composer = sam.page.get_by_test_id("thread-composer")
    composer.press_sequentially("save this")
    composer.press("Enter")
    expect(saved).to_be_visible(timeout=SLOW_MS)
