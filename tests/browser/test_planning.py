"""Planning on the sandbox's page: an objective, what serves it, a decision, a promise at stake."""

import pytest
from playwright.sync_api import expect

from bot.sandbox_mode import Show
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def plan(show: Show) -> None:
    """An idea that stands in Now and serves an objective of Priya's."""
    priya = show.box.person("priya")
    for words in ("Export to CSV", "I-1 now"):
        priya.command("#product", "/idea", words)
        show.box.settle()
    priya.command("#product", "/linchpin", "objectives new Nobody copies by hand")
    assert priya.submit({}).ok
    priya.close_modal(clear=True)
    priya.command("#product", "/idea", "I-1 serves O-1")


def test_progress_a_decision_and_a_promise_that_a_move_breaks(show: Show, visit: Visit) -> None:
    plan(show)
    priya = visit("priya", "product")
    priya.type("/linchpin O-1")
    expect(priya.modal).to_contain_text("I-1 Export to CSV")
    priya.press(priya.modal, "Update progress")
    priya.modal.get_by_role("textbox").first.fill("30")
    priya.modal.get_by_role("radio", name="At risk").check()
    priya.submit()
    expect(priya.modal).to_contain_text("30%")
    expect(priya.modal).to_contain_text("At risk")
    priya.leave_modal()

    priya.type("/linchpin decide Exports stay free")
    priya.submit()
    expect(priya.modal).to_contain_text("D-1")
    priya.leave_modal()
    priya.type("/linchpin search exports free")
    expect(priya.modal).to_contain_text("D-1 Exports stay free")
    priya.leave_modal()

    year = show.clock.now().year + 1
    priya.type(f"/idea I-1 promised Acme {year}-12-01 firm")
    expect(priya.note("P-1")).to_contain_text(f"Acme was promised it by 1 Dec {year} · firm")
    priya.type("/idea I-1 later")
    warned = priya.note("is now Planned · Later")
    expect(warned).to_contain_text(f"Acme was promised I-1 by 1 Dec {year} (firm)")
    expect(warned).to_contain_text("stands in Later")
