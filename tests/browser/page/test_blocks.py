"""Block Kit on the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page.stage import Json, Stage, mrkdwn, option, plain

pytestmark = pytest.mark.browser


def button(name: str, **more: object) -> Json:
    return {"type": "button", "action_id": name, "text": plain(name.title()), "value": "7", **more}


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "block_id": "doors", "elements": list(elements)}]


def test_marks_tokens_and_escapes_are_drawn_as_slack_draws_them(page: Page, stage: Stage) -> None:
    sam = stage.box.person("sam").id
    words = (
        f"*bold* _slanted_ ~gone~ `code *x*` <@{sam}> <https://example.com|here> :tada:\n"
        "> said\n```a  b```\n2*3*4 snake_case_name &lt;b&gt;"
    )
    ts = stage.post([{"type": "section", "text": mrkdwn(words)}])

    body = page.locator(f"[data-ts='{ts}'] .section-body")
    expect(body.locator("strong")).to_have_text(["bold"])
    expect(body.locator("em")).to_have_text(["slanted"])
    expect(body.locator("s")).to_have_text(["gone"])
    expect(body.locator("code")).to_have_text(["code *x*"])
    expect(body.locator("pre")).to_have_text(["a  b"])
    expect(body.locator("blockquote")).to_have_text(["said"])
    expect(body.locator(".mention")).to_have_text(["@Sam Okafor"])
    expect(body.get_by_role("link", name="here")).to_have_attribute("href", "https://example.com")
    expect(body).to_contain_text("2*3*4 snake_case_name <b>")


def test_a_date_is_shown_in_the_readers_time_zone(page: Page, stage: Stage) -> None:
    noon = 1_795_435_200  # 2026-11-23 12:00 UTC; Priya lives in Berlin
    ts = stage.post([{"type": "section", "text": mrkdwn(f"<!date^{noon}^{{time}} sharp|then>")}])

    expect(page.locator(f"[data-ts='{ts}'] .section-body")).to_have_text("13:00 sharp")


def test_plain_text_reads_no_marks_and_no_tokens(page: Page, stage: Stage) -> None:
    ts = stage.post([{"type": "header", "text": plain("*not bold* <!channel> &lt;b&gt;")}])

    header = page.locator(f"[data-ts='{ts}'] .header")
    expect(header).to_have_text("*not bold* <!channel> <b>")
    expect(header.locator("strong, .mention")).to_have_count(0)


def test_a_button_tells_the_app_its_value_once(page: Page, stage: Stage) -> None:
    ts = stage.post(actions(button("vote")))
    page.locator(f"[data-ts='{ts}'] [data-action-id=vote]").click()

    click = stage.next("click")
    assert (click["action_id"], click["block_id"], click["value"]) == ("vote", "doors", "7")


def test_a_button_that_is_redrawn_while_it_is_held_down_is_pressed(
    page: Page, stage: Stage
) -> None:
    ts = stage.post(actions(button("vote")))
    with page.expect_websocket() as opened:
        page.reload()
    page.locator(f"[data-ts='{ts}'] [data-action-id=vote]").hover()
    page.mouse.down()
    with opened.value.expect_event("framereceived", lambda frame: "Voted" in str(frame)):
        where = stage.box.channel("#product-ideas").id
        changed = actions(button("vote", text=plain("Voted")))
        stage.client.chat_update(channel=where, ts=ts, text="blocks", blocks=changed)
    page.mouse.up()

    assert stage.next("click")["action_id"] == "vote"
    expect(page.get_by_role("button", name="Voted")).to_be_visible()


def test_a_button_that_asks_first_does_nothing_when_told_no(page: Page, stage: Stage) -> None:
    texts = {"title": plain("Sure?"), "text": plain("It is gone for good.")}
    confirm = {**texts, "confirm": plain("Drop"), "deny": plain("Keep")}
    ts = stage.post(actions(button("drop", confirm=confirm, style="danger"), button("after")))
    drop = page.locator(f"[data-ts='{ts}'] [data-action-id=drop]")
    drop.click()
    page.get_by_role("button", name="Keep").click()
    page.locator(f"[data-ts='{ts}'] [data-action-id=after]").click()
    assert stage.next("click")["action_id"] == "after"

    drop.click()
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Drop").click()
    assert stage.next("click")["action_id"] == "drop"


def test_selects_and_overflow_report_the_option(page: Page, stage: Stage) -> None:
    choices = [option("Now"), option("Later")]
    select = {"type": "static_select", "action_id": "when", "placeholder": plain("When")}
    overflow = {"type": "overflow", "action_id": "more", "options": choices}
    ts = stage.post(actions({**select, "options": choices}, overflow))
    message = page.locator(f"[data-ts='{ts}']")
    message.locator("[data-action-id=when] input").click()
    page.keyboard.type("lat")
    page.keyboard.press("Enter")
    assert stage.next("click")["selected_option"]["value"] == "later"
    message.locator("[data-action-id=more]").click()
    page.get_by_role("menuitem", name="Now").click()

    assert stage.next("click")["selected_option"]["value"] == "now"


def test_tables_lists_and_markdown_keep_their_shape(page: Page, stage: Stage) -> None:
    rows = [["Idea", "Votes"], ["Export", "24"]]
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]
    ts = stage.post(
        [
            {"type": "markdown", "text": "# Rank\n1. **one**\n2. two\n\n[x](javascript:alert(1))"},
            {"type": "table", "rows": cells},
        ]
    )

    message = page.locator(f"[data-ts='{ts}']")
    expect(message.locator(".markdown li")).to_have_text(["one", "two"])
    expect(message.locator(".markdown a")).to_have_count(0)
    expect(message.locator("th")).to_have_text(["Idea", "Votes"])
    expect(message.locator("td")).to_have_text(["Export", "24"])
