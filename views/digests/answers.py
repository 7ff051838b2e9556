"""What people read when they set up, change or look at a digest."""

from collections.abc import Sequence
from datetime import datetime

from domain.core.outbox import DeliveryFailure
from domain.dates.schedule import upcoming
from domain.dates.schedule_parsing import describe_schedule
from domain.digests.audience import Audience
from domain.digests.model import Digest, Listing
from domain.digests.subscriptions import Delivery, Subscription, SubscriptionStatus
from views.blockkit import ids
from views.blockkit.blocks import actions, button, context, modal, section
from views.blockkit.message import Block, Message
from views.blockkit.text import (
    bullet_moments,
    channel_link,
    counted,
    escape,
    local_date,
    local_moment,
    mention,
    slack_date,
)
from views.digests.lines import idea_line
from views.digests.messages import digest_message, target, thread_blocks
from views.digests.personal import my_digest_off, my_digest_saved

_LISTED = 30
_LINES_IN_BLOCK = 8
_NAMES = {
    "announcement": "the announcement",
    "digest": "the digest",
    "ranking": "the ranking",
    "roadmap": "the roadmap",
    "score_map": "the score map",
    "round_asked": "the ballot",
    "round_result": "the result of the round",
    "ballot_result": "the result of the ballot",
}

RESULTS = {
    "posted": "posted",
    "waiting": "on its way",
    "quiet": "nothing moved, so nothing was posted",
    "failed": "not posted",
    "unknown": "perhaps posted",
    "cancelled": "not posted",
}


def subscribed_message(
    subscription: Subscription, at: datetime, *, is_outside: bool = False
) -> Message:
    """The answer to a digest set up or changed: when, the next runs, and what to do next.

    ``is_outside`` is True where the bot is no member of the channel.
    """
    if subscription.is_personal:
        return my_digest_saved(subscription, at)
    schedule = subscription.schedule
    words = escape(describe_schedule(schedule))
    if subscription.is_paused:
        return _answer(f"*Saved.* It comes {words}. {paused_words(subscription)}", subscription)
    times = upcoming(schedule, at, 3)
    since = local_date(subscription.covered_until, schedule.zone)
    text = (
        f":mailbox_with_mail: *This channel gets the digest {words}.*\n"
        f"{bullet_moments(times, schedule.zone)}"
    )
    small = f"The next one tells what moved since {since}. When nothing moved, nothing is posted."
    if is_outside:
        small = (
            ":warning: I am not in this channel yet. Type `/invite @Linchpin` there before then."
        )
    return _answer(text, subscription, small)


def paused_message(subscription: Subscription) -> Message:
    """The answer to a pause."""
    return _answer(f":double_vertical_bar: {paused_words(subscription)}", subscription)


def resumed_message(subscription: Subscription) -> Message:
    """The answer to going on."""
    zone, due = subscription.schedule.zone, subscription.next_due_at
    when = f" The next one is due {local_moment(due, zone)} ({escape(zone)})." if due else ""
    since = local_date(subscription.covered_until, zone)
    small = f"The next one tells what moved since {since}."
    return _answer(f":mailbox_with_mail: *The digest goes on.*{when}", subscription, small)


def stopped_message(subscription: Subscription) -> Message:
    """The answer to the end of a digest."""
    if subscription.is_personal:
        return my_digest_off(subscription)
    words = escape(describe_schedule(subscription.schedule))
    return Message(
        f"*Stopped.* This channel gets no digest any more. It came {words}. "
        "To have it back, type `/digest` here."
    )


def posted_message(subscription: Subscription, digest: Digest) -> Message:
    """The answer to a digest asked for now."""
    if not digest.items:
        since = slack_date(digest.brief.period_from, "{date_short_pretty} {time}")
        return Message(f"Nothing moved since {since}, so there is nothing to post.")
    later = subscription.next_due_at
    when = f" The next one comes {_moment(subscription)}." if later is not None else ""
    return Message(f":mailbox_with_mail: On its way into this channel.{when}")


def preview_message(digest: Digest, subscription: Subscription | None) -> Message:
    """What would be posted, exactly, shown to one person."""
    if not digest.items:
        since = slack_date(digest.brief.period_from, "{date_short_pretty} {time}")
        if digest.brief.audience is Audience.ME:
            return Message(f"Nothing moved for you since {since}, so nothing would be sent.")
        return Message(f"Nothing moved since {since}, so nothing would be posted.")
    shown = digest_message(digest)
    content = [block for block in shown.blocks if block["type"] != "actions"]
    parts = [context(_preview_words(digest, subscription)), *content]
    if thread_blocks(digest):
        whose = target(digest.brief)
        parts.append(actions([button("Show what goes into its thread", ids.DIGEST_THREAD, whose)]))
    return Message(text=f"Preview: {shown.text}", blocks=tuple(parts))


def list_message(standings: Sequence[SubscriptionStatus], at_channel: str | None) -> Message:
    """Every digest of the workspace; the person's own channel is named as such."""
    if not standings:
        return Message(
            "No channel gets a digest yet. Type `/digest` in the channel that should, "
            "or in words: `/digest mon 09:00 Europe/Berlin`"
        )
    lines = [_standing_line(one, at_channel) for one in standings[:_LISTED]]
    left = len(standings) - len(lines)
    blocks = [section(f"*{counted(len(standings), 'digest')}*"), *paragraphs(lines)]
    if left:
        blocks.append(context(f"… and {left:,} more"))
    return Message(text=counted(len(standings), "digest"), blocks=tuple(blocks))


def whole_list_modal(title: str, listing: Listing) -> dict[str, object]:
    """A modal with a whole list of a digest."""
    lines = [idea_line(listing.section, line) for line in listing.lines]
    blocks = paragraphs(lines)
    left = listing.total - len(lines)
    if left > 0:
        blocks.append(context(f"… and {left:,} more. `/ideas` finds them by words."))
    return modal(title, blocks)


def delivery_failure_message(failure: DeliveryFailure) -> Message:
    """What the owner of a message reads when it could not be said."""
    what = _NAMES.get(failure.what, "a message")
    where = channel_link(failure.channel_id)
    text = f":warning: I could not post {what} in {where}. {escape(failure.reason)}"
    if failure.is_paused:
        text = (
            f":double_vertical_bar: The digest of {where} paused itself. {escape(failure.reason)} "
            "When I can post there again, type `/digest resume` in the channel."
        )
    return Message(text)


def back_message(channel_id: str) -> Message:
    """What the owner of a digest reads when its channel is back."""
    return Message(
        f"{channel_link(channel_id)} is back. Its digest is still paused: "
        "type `/digest resume` there when it should go on, or `/digest off` to stop it."
    )


def run_words(run: Delivery, zone: str) -> str:
    """How a run ended, such as ``Mon 23 Nov 2026, 09:00: posted``."""
    words = f"{local_moment(run.due_at, zone)}: {RESULTS[run.result]}"
    says_why = run.reason and run.result in ("failed", "unknown", "cancelled")
    return f"{words}. {escape(run.reason or '')}" if says_why else words


def paragraphs(lines: Sequence[str]) -> list[Block]:
    """Lines in as few sections as they fit into."""
    return [
        section("\n".join(lines[start : start + _LINES_IN_BLOCK]))
        for start in range(0, len(lines), _LINES_IN_BLOCK)
    ]


def paused_words(subscription: Subscription) -> str:
    """That a digest is paused, until when or why, and what lets it go on, as mrkdwn."""
    if subscription.paused_reason is not None:
        return (
            f"*The digest paused itself.* {escape(subscription.paused_reason)} "
            "`/digest resume` lets it go on."
        )
    if subscription.paused_until is None:
        return "*The digest is paused.* `/digest resume` lets it go on."
    day = local_date(subscription.paused_until, subscription.schedule.zone)
    return f"*The digest is paused until {day}.* `/digest resume` lets it go on earlier."


def _answer(text: str, subscription: Subscription, small: str = "") -> Message:
    buttons = [
        button("Preview", ids.DIGEST_PREVIEW, subscription.channel_id),
        button("Settings", ids.DIGEST_OPEN, subscription.channel_id),
    ]
    blocks = [section(text), *([context(small)] if small else []), actions(buttons)]
    return Message(text=text, blocks=tuple(blocks))


def _preview_words(digest: Digest, subscription: Subscription | None) -> str:
    words = "Only you see this. It is exactly what would be posted now"
    if digest.brief.has_picture:
        words += ", together with the picture of the roadmap"
    if digest.brief.audience is Audience.ME:
        words = "This is exactly what you would get now"
        return f"{words}." if subscription else f"{words}. `/digest me fri 15:00` switches it on."
    if subscription is None:
        return f"{words}. This channel has no digest yet: `/digest` sets it up."
    return f"{words}."


def _standing_line(standing: SubscriptionStatus, at_channel: str | None) -> str:
    one = standing.subscription
    here = " (this channel)" if one.channel_id == at_channel else ""
    parts = [f"{channel_link(one.channel_id)}{here}", escape(describe_schedule(one.schedule))]
    if one.is_paused:
        parts.append("paused")
    elif one.next_due_at is not None:
        parts.append(f"next {slack_date(one.next_due_at, '{date_short_pretty} {time}')}")
    if standing.last is not None and standing.last.result in ("failed", "unknown"):
        parts.append(f":warning: last one {RESULTS[standing.last.result]}")
    parts.append(mention(one.owner_id))
    return " · ".join(parts)


def _moment(subscription: Subscription) -> str:
    due = subscription.next_due_at
    return slack_date(due, "{date_short_pretty} {time}") if due else ""
