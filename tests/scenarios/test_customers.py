"""Customers and searching in a small Slack, from the command to every number's own words."""

from typing import Any

import pytest

from tests.support.world import World
from views.blockkit import ids

IDEAS, SUPPORT = "#product-ideas", "#support"


def told(reply: Any) -> str:
    return f"{reply.text} {reply.blocks}"


def pressed(action_id: str, modal: Any) -> str:
    """The action id in a modal that begins so."""
    for block in modal["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            found = str(element.get("action_id", ""))
            if found == action_id or found.startswith(f"{action_id}:"):
                return found
    raise AssertionError(action_id)


@pytest.mark.both_worlds
def test_a_customer_gets_facts_and_an_idea_shows_what_it_is_worth_with_its_words(
    world: World,
) -> None:
    priya, sam = world.person("priya"), world.person("sam")
    sam.command(IDEAS, "/idea", "Faster export")
    for text in ("The export times out", "We wait an hour for the export"):
        assert sam.command(SUPPORT, "/feedback").ok
        customer = sam.suggest(ids.CUSTOMER_SELECT, "Acme")
        assert sam.submit({"text": text, "customer": customer[-1:][0]}).ok
        sam.close_modal()
    for number in (1, 2):
        assert sam.command(IDEAS, "/idea", f"I-1 F-{number}").ok
    assert priya.command(IDEAS, "/linchpin", "customers").ok
    assert "Acme" in str(priya.modal())
    assert priya.click(None, priya.modal() or {}, ids.CUSTOMER_OPEN).ok
    assert priya.click(None, priya.modal() or {}, ids.CUSTOMER_EDIT).ok
    refused = priya.submit({"revenue": "a lot"})
    assert "is no amount" in refused.errors["revenue"]
    assert priya.submit({"revenue": "120k EUR", "tier": "Gold"}).ok
    page = str(priya.modal())
    assert "120,000 EUR a year" in page
    assert "The export times out" in page
    priya.close_modal()
    world.settle()
    assert sam.command(IDEAS, "/idea", "I-1").ok
    assert "*120k EUR* a year" in str(sam.modal())
    sam.close_modal()
    ranked = told(sam.command(IDEAS, "/ideas", "top by revenue tier:gold"))
    assert "120k EUR" in ranked
    assert sam.command(IDEAS, "/linchpin", "search “export” customer:Acme kind:feedback").ok
    assert "We wait an hour" in str(sam.modal())
    sam.close_modal()


def test_a_search_is_refused_in_a_sentence_turned_and_sent_as_a_table(one_world: World) -> None:
    sam = one_world.person("sam")
    for number in range(10):
        sam.command(SUPPORT, "/feedback", f"Slow list number {number}")
    refused = told(sam.command(IDEAS, "/linchpin", "search custmer:Acme"))
    assert "Did you mean customer:?" in refused
    assert sam.command(IDEAS, "/linchpin", "search slow").ok
    modal = sam.modal() or {}
    assert "10 pieces of feedback" in str(modal)
    assert sam.click(None, modal, pressed(ids.SEARCH_PAGE, modal)).ok
    assert "number 0" in str(sam.modal())
    assert sam.click(None, sam.modal() or {}, ids.SEARCH_FILE).ok
    one_world.settle()
    channel = sam.dm_with_app().id
    assert "10 results" in str(sam.messages(channel)[-1])
    sam.close_modal()
    assert sam.command(IDEAS, "/ideas", "is:open owner:me").ok
    assert "Nothing fits all of this" in str(sam.modal())


def test_customers_are_found_ordered_and_merged_by_managers_alone(one_world: World) -> None:
    priya, sam = one_world.person("priya"), one_world.person("sam")
    for name in ("Acme", "Acme Inc."):
        assert sam.command(SUPPORT, "/feedback").ok
        customer = sam.suggest(ids.CUSTOMER_SELECT, name)
        assert sam.submit({"text": f"{name} waits", "customer": customer[-1]}).ok
        sam.close_modal()
    assert "Did you mean Acme" in told(sam.command(IDEAS, "/linchpin", "customer Acne"))
    assert "cannot be listed by" in told(sam.command(IDEAS, "/linchpin", "customers by size"))
    assert sam.command(IDEAS, "/linchpin", "customers by name").ok
    assert "likely double" not in str(sam.modal())
    sam.close_modal()
    assert priya.command(IDEAS, "/linchpin", "customers doubles").ok
    modal = priya.modal() or {}
    assert priya.click(None, modal, pressed(ids.CUSTOMER_MERGE_NOW, modal)).ok
    assert "Merged. You can undo it" in str(priya.modal())
    priya.close_modal()
    assert priya.command(IDEAS, "/linchpin", "customer acme inc.").ok
    page = priya.modal() or {}
    assert "leads here" in str(page)
    assert "is part of it" in str(page)
    assert priya.click(None, page, ids.CUSTOMER_UNMERGE).ok
    assert "customer of its own again" in str(priya.modal())
