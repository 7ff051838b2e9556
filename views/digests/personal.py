"""The digest that one person gets for themselves: its form, its answers, its place on Home."""

import json
from datetime import datetime

from domain.dates.schedule import Schedule, upcoming
from domain.dates.schedule_parsing import describe_schedule
from domain.digests.subscriptions import Subscription, SubscriptionStatus
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, plain_object, section
from views.blockkit.message import Block, Message
from views.blockkit.text import bullet_moments, escape, local_moment
from views.digests.messages import MINE

_WHAT = (
    "*What moved for you, by direct message*\n"
    "Ideas that you asked for, voted for or own, and what became of your feedback. "
    "When nothing moved, nothing is sent."
)


def my_blocks(
    when: list[Block],
    next_runs: list[Block],
    past: list[Block],
    standing: SubscriptionStatus | None,
) -> dict[str, object]:
    """The form: when it comes, its next times, and what became of the last ones."""
    headline = ":mailbox_with_mail: *Your own digest*" if standing else _WHAT
    return modal(
        "Your digest",
        [section(headline), *when, *next_runs, *past, actions(_buttons(standing))],
        callback_id=ids.DIGEST_FORM,
        submit="Save" if standing else "Switch on",
        close="Cancel",
        metadata=json.dumps({"v": 1, "channel": MINE}),
    )


def my_digest_saved(subscription: Subscription, at: datetime) -> Message:
    """The answer to one's own digest switched on or changed."""
    schedule = subscription.schedule
    times = bullet_moments(upcoming(schedule, at, 3), schedule.zone)
    text = f":mailbox_with_mail: *You get your digest {_when(schedule)}.*\n{times}"
    small = (
        "A direct message with what moved among the things you said, voted for or own. "
        "When nothing moved, nothing is sent."
    )
    buttons = [
        button("Preview", ids.DIGEST_PREVIEW, MINE),
        button("Settings", ids.DIGEST_OPEN, MINE),
    ]
    return Message(text, (section(text), context(small), actions(buttons)))


def my_digest_off(subscription: Subscription) -> Message:
    """The answer to one's own digest switched off."""
    return Message(
        f"*Switched off.* You get no digest of your own any more. It came "
        f"{_when(subscription.schedule)}. To have it back: `/digest me fri 15:00`"
    )


def my_digest_line(subscription: Subscription | None) -> Block:
    """One's own digest as Home shows it, with a button to its form."""
    if subscription is None:
        return section(_WHAT, button("Set up", ids.DIGEST_OPEN, MINE))
    due, zone = subscription.next_due_at, subscription.schedule.zone
    following = f"\nNext {local_moment(due, zone)}" if due else ""
    text = f":mailbox_with_mail: *Your digest* comes {_when(subscription.schedule)}.{following}"
    return section(text, button("Change", ids.DIGEST_OPEN, MINE))


def _when(schedule: Schedule) -> str:
    return escape(describe_schedule(schedule))


def _buttons(standing: SubscriptionStatus | None) -> list[Block]:
    found = [button("Preview", ids.DIGEST_PREVIEW, MINE)]
    if standing is None:
        return found
    off = button("Switch off", ids.DIGEST_STOP, MINE, "danger")
    off["confirm"] = {
        "title": plain_object("Switch your digest off?"),
        "text": plain_object("You get no digest of your own any more. Home brings it back."),
        "confirm": plain_object("Switch it off"),
        "deny": plain_object("Keep it"),
    }
    return [*found, off]
