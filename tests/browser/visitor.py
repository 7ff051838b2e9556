"""What a person does on the sandbox's page, in a person's words."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

_FOR_EVERYBODY = "[data-testid=message]:not([data-ephemeral])"
_PRIVATE = "[data-testid=message][data-ephemeral=true]"
SLOW_MS = 20_000
"""For what the bot does by the clock: a card is updated every five seconds at most."""


class Visitor:
    """One person before one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def modal(self) -> Locator:
        """The open modal."""
        return self.page.get_by_test_id("modal")

    @property
    def last(self) -> Locator:
        """The last message of the channel."""
        return self.page.get_by_test_id("message").last

    def go(self, channel: str) -> None:
        """Open a channel from the sidebar."""
        self.page.locator(f"[data-channel-name={channel}]").click()
        expect(self.page.get_by_test_id("channel-title")).to_have_text(channel)

    def type(self, words: str) -> None:
        """Send a message or a command."""
        composer = self.page.get_by_test_id("composer")
        composer.fill(words)
        composer.press("Enter")

    def message(self, words: str) -> Locator:
        """The last message for everybody that holds these words."""
        return self.page.locator(_FOR_EVERYBODY).filter(has_text=words).last

    def note(self, words: str) -> Locator:
        """The last private answer that holds these words."""
        return self.page.locator(_PRIVATE).filter(has_text=words).last

    def card(self, number: str) -> Locator:
        """The card of an idea such as ``I-1``."""
        buttons = self.page.get_by_role("button", name="Add evidence")
        return self.page.locator(_FOR_EVERYBODY).filter(has=buttons, has_text=f"{number} ·").last

    def react(self, message: Locator, emoji: str, *, tone: str = "") -> None:
        """Pick an emoji for a message; ``tone`` is a skin tone from 2 to 6."""
        message.hover()
        self.page.get_by_test_id("react").click()
        if tone:
            self.page.get_by_role("button", name=f"Skin tone {tone}", exact=True).click()
        self.page.get_by_test_id("emoji-search").fill(emoji)
        self.page.keyboard.press("Enter")
        expect(self.reaction(message, emoji, tone=tone)).to_have_class(re.compile("mine"))

    def reaction(self, message: Locator, emoji: str, *, tone: str = "") -> Locator:
        """The chip of a reaction under a message."""
        name = f"{emoji}::skin-tone-{tone}" if tone else emoji
        return message.locator(f'[data-reaction="{name}"]')

    def press(self, where: Locator, label: str) -> None:
        """Press a button by its label."""
        where.get_by_role("button", name=label, exact=True).click()

    def use_shortcut(self, message: Locator, name: str) -> None:
        """Choose a message's shortcut in its menu."""
        message.hover()
        self.page.get_by_test_id("more").click()
        self.page.get_by_role("menuitem", name=name).click()

    def choose(self, label: str, words: str, option: str) -> None:
        """Type into a select of the modal and choose what it offers."""
        field = self.modal.get_by_label(label)
        field.click()
        field.press_sequentially(words)
        self.page.get_by_role("option", name=option, exact=True).click()

    def submit(self) -> None:
        """Send the modal."""
        self.modal.get_by_test_id("modal-submit").click()

    def leave_modal(self) -> None:
        """Close the modal, however many lie on each other."""
        self.modal.get_by_test_id("dialog-close").click()
        expect(self.modal).to_have_count(0)

    def open_home(self) -> Locator:
        """Open the app's Home; what it shows once it is there."""
        self.page.get_by_test_id("app-home").click()
        home = self.page.get_by_test_id("home")
        expect(home.get_by_role("button", name="Save feedback")).to_be_visible()
        return home

    def move_clock(self, to: str) -> None:
        """Choose in the clock's menu, such as ``next_digest``."""
        self.page.get_by_test_id("clock-menu").click()
        self.page.locator(f"[data-to={to}]").click()
        expect(self.page.get_by_test_id("clock-menu")).to_have_class(re.compile("moved"))


def expect_loaded(picture: Locator) -> None:
    """The picture is there and holds pixels."""
    expect(picture).to_be_visible(timeout=SLOW_MS)
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 100
