"""The form of a digest and the answers to changing one."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.core.outbox import DeliveryFailure
from domain.dates.schedule import Cadence
from domain.digests.audience import Audience, Filters, Section
from domain.digests.model import Digest
from domain.digests.subscriptions import Delivery, Subscription, SubscriptionStatus
from tests.support.digests import MONDAY_NINE, WEEK_AGO, brief
from tests.support.make import NOON
from views.blockkit import ids
from views.blockkit.limits import check_message, check_view
from views.digests.answers import (
    back_message,
    delivery_failure_message,
    list_message,
    paused_message,
    posted_message,
    resumed_message,
    stopped_message,
    subscribed_message,
)
from views.digests.form import Form, digest_modal, reading_modal
from views.digests.messages import digest_message

DUE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def subscription(**facts: Any) -> Subscription:
    known: dict[str, Any] = {
        "id": 7,
        "workspace_id": 1,
        "channel_id": "C1",
        "owner_id": "U1",
        "schedule": MONDAY_NINE,
        "audience": Audience.TEAM,
        "filters": Filters(),
        "has_picture": True,
        "is_paused": False,
        "paused_until": None,
        "paused_reason": None,
        "watermark": 0,
        "covered_until": WEEK_AGO,
        "next_due_at": DUE,
        "created_at": NOON,
        **facts,
    }
    return Subscription(**known)


def run(result: str, reason: str | None = None) -> Delivery:
    return Delivery(1, 1, 7, "C1", DUE, WEEK_AGO, DUE, result, reason, 0, None)


def form(**facts: Any) -> Form:
    known: dict[str, Any] = {
        "channel_id": "C1",
        "audience": Audience.TEAM,
        "cadence": Cadence.WEEKLY,
        "weekdays": (0,),
        "at": "09:00",
        "zone": "Europe/Berlin",
        "has_picture": True,
        "paused_until": None,
        **facts,
    }
    return Form(**known)


def told(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def action_ids(view: Any) -> list[str]:
    return [one["action_id"] for one in view["blocks"][-1]["elements"]]


def test_the_form_shows_the_next_three_runs_in_local_time() -> None:
    view = check_view(digest_modal(form(), MONDAY_NINE, None, NOON), "modal")
    assert (
        "*Next three* (Europe/Berlin)\\n• Mon 30 Nov 2026, 09:00\\n"
        "• Mon 7 Dec 2026, 09:00\\n• Mon 14 Dec 2026, 09:00" in told(view)
    )
    assert view["submit"] == {"type": "plain_text", "text": "Subscribe"}
    assert action_ids(view) == [ids.DIGEST_PREVIEW]


def test_fields_that_decide_what_else_is_shown_tell_of_each_change() -> None:
    view = digest_modal(form(), MONDAY_NINE, None, NOON)
    asking = [block["block_id"] for block in view["blocks"] if block.get("dispatch_action")]
    assert asking == ["audience", "cadence", "weekdays", "at", "zone"]


def test_only_whose_zone_is_another_is_told_their_own_time() -> None:
    def shown(own_zone: str) -> str:
        return str(digest_modal(form(), MONDAY_NINE, None, NOON, own_zone))

    assert "In your own time" not in shown(MONDAY_NINE.zone)
    assert "In your own time" in shown("America/New_York")


def test_a_form_without_days_or_time_asks_for_them() -> None:
    view = check_view(digest_modal(form(weekdays=(), at=""), None, None, NOON), "modal")
    assert "Choose at least one day and a time." in told(view)


@pytest.mark.parametrize("audience", list(Audience))
def test_every_audience_can_stand_in_the_form(audience: Audience) -> None:
    check_view(digest_modal(form(audience=audience), MONDAY_NINE, None, NOON), "modal")


def test_only_a_custom_digest_asks_for_sections_and_filters() -> None:
    own = {"sections", "areas", "customers", "horizons", "minimum_votes"}

    def fields(audience: Audience, filters: Filters) -> set[str]:
        one = form(audience=audience, filters=filters)
        view = check_view(digest_modal(one, MONDAY_NINE, None, NOON), "modal")
        return {str(block.get("block_id")) for block in view["blocks"]}

    full = Filters(tuple(Section), ("Billing",) * 20, ("x" * 60,) * 20, ("now", "later"), 10_000)
    assert own <= fields(Audience.CUSTOM, full) and own <= fields(Audience.CUSTOM, Filters())
    assert not own & fields(Audience.TEAM, full)


def test_the_form_says_how_the_last_runs_ended_and_whose_it_is() -> None:
    runs = (run("failed", "The channel is <archived>."), run("quiet"), run("posted"))
    standing = SubscriptionStatus(subscription(), runs)
    view = check_view(digest_modal(form(owner_id="U1"), MONDAY_NINE, standing, NOON), "modal")
    assert "not posted. The channel is &lt;archived&gt;." in told(view)
    assert "nothing moved, so nothing was posted" in told(view)
    assert '"initial_user": "U1"' in told(view)
    assert action_ids(view) == [ids.DIGEST_PREVIEW, ids.DIGEST_PAUSE, ids.DIGEST_STOP]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "*The digest is paused.*"),
        ({"paused_until": DUE}, "*The digest is paused until Mon 30 Nov 2026.*"),
        (
            {"paused_reason": "The channel was archived."},
            "*The digest paused itself.* The channel was archived.",
        ),
    ],
)
def test_a_paused_digest_says_until_when_or_why(facts: dict[str, Any], words: str) -> None:
    one = subscription(is_paused=True, next_due_at=None, **facts)
    filled = form(paused_until=date(2026, 11, 30))
    view = check_view(digest_modal(filled, MONDAY_NINE, SubscriptionStatus(one), NOON), "modal")
    assert words in told(view)
    assert ids.DIGEST_RESUME in action_ids(view)
    assert words in check_message(paused_message(one)).text
    assert words in check_message(subscribed_message(one, NOON)).text


def test_who_may_not_change_a_digest_reads_it_without_a_form() -> None:
    view = check_view(
        reading_modal(SubscriptionStatus(subscription(), (run("posted"),)), NOON), "modal"
    )
    assert not [block for block in view["blocks"] if block["type"] == "input"]
    assert "<@U1> and managers can change it." in told(view)


def test_the_answer_to_a_new_digest_says_when_it_comes_and_what_it_tells() -> None:
    outside = check_message(subscribed_message(subscription(), NOON, is_outside=True))
    assert "/invite @Linchpin" in str(outside.blocks)
    message = check_message(subscribed_message(subscription(), NOON))
    assert "every Monday at 09:00 (Europe/Berlin)" in message.text
    assert "• Mon 30 Nov 2026, 09:00" in message.text
    assert "since Mon 16 Nov 2026" in told(message.blocks)


def test_every_other_answer_is_one_that_slack_takes() -> None:
    quiet = Digest(brief())
    for message in (
        resumed_message(subscription()),
        stopped_message(subscription()),
        posted_message(subscription(), quiet),
        back_message("C1"),
        delivery_failure_message(DeliveryFailure("roadmap", "C1", "The channel is gone.")),
        delivery_failure_message(
            DeliveryFailure("digest", "C1", "It is archived.", is_paused=True)
        ),
        delivery_failure_message(DeliveryFailure("card", "C1", "<!channel>")),
    ):
        assert "<!channel>" not in check_message(message).text


def test_the_list_names_each_channel_and_stops_at_thirty() -> None:
    many = [SubscriptionStatus(replace(subscription(), channel_id=f"C{n}")) for n in range(45)]
    failed = SubscriptionStatus(subscription(channel_id="C99"), (run("unknown"),))
    message = check_message(list_message([failed, *many], "C99"))
    assert "<#C99> (this channel)" in told(message.blocks)
    assert "perhaps posted" in told(message.blocks)
    assert "… and 16 more" in told(message.blocks)
    assert "No channel gets a digest yet" in list_message([], None).text


def test_times_follow_the_zone_across_a_clock_change() -> None:
    before_change = datetime(2026, 10, 20, 12, 0, tzinfo=UTC)
    view = digest_modal(form(), MONDAY_NINE, None, before_change)
    assert "• Mon 26 Oct 2026, 09:00" in told(view)
    assert digest_message(Digest(brief(next_at=DUE + timedelta(days=7)))).blocks
