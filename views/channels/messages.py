"""What people read about the ways in: confirmations, closed doors, what a mention can do."""

from collections.abc import Callable
from typing import Any

from views.blockkit.blocks import context, section
from views.blockkit.message import Message
from views.blockkit.text import channel_link, escape


def confirmed_message(first: int, count: int) -> Message:
    """That messages were saved, in a thread or in private; ``first`` is the lowest number."""
    if count == 1:
        said = f":inbox_tray: *Saved as F-{first}*"
        more = f"Type `/feedback F-{first}` to see what becomes of it."
    else:
        said = f":inbox_tray: *Saved {count:,} messages, from F-{first} on*"
        more = f"Type `/feedback F-{first}` to see what becomes of one. *Home* lists yours."
    return Message(text=said, blocks=(section(said), context(more)))


def closed_message(sentence: str) -> Message:
    """That a door is closed here, and which are open."""
    return Message(text=f":no_entry_sign: {escape(sentence)}")


def mention_help_message() -> Message:
    """What mentioning the bot does."""
    return Message(
        text=(
            "*When you mention me, I can save what people say:*\n"
            "`@Linchpin save this`  in a thread, keeps the whole thread as one piece of feedback\n"
            "`@Linchpin save this for Acme`  the same, for a customer that I know\n"
            "`@Linchpin save: the export times out`  keeps what follows\n"
            "`/linchpin`  shows everything else I can do"
        )
    )


def mention_alone_message() -> Message:
    """That a mention outside a thread said nothing to save."""
    return Message(
        text=(
            "*There is nothing to save yet.* Mention me in the thread that you mean: "
            "`@Linchpin save this` there keeps all of it. Or write what was said behind it: "
            "`@Linchpin save: the export times out`. For one message, *Save as feedback* in its "
            "⋯ menu is quickest."
        )
    )


def thread_added_message(number: int, added: int) -> Message:
    """That a thread was saved before, and what was added to it."""
    replies = "1 new reply" if added == 1 else f"{added:,} new replies"
    said = (
        f":inbox_tray: This thread is *F-{number}* already. I added {replies} as notes. "
        f"`/feedback F-{number}` shows it."
    )
    return Message(text=said)


def intake_deaf_message(channel_id: str, reason: str) -> Message:
    """That an intake channel can no longer be heard, for whoever made it one."""
    return Message(
        text=(
            f":warning: I take in nothing in {channel_link(channel_id)} any more. {reason} "
            "What was taken in before stays."
        )
    )


DOOR_MESSAGES: dict[str, Callable[[dict[str, Any]], Message]] = {
    "feedback_confirmed": lambda data: confirmed_message(data["first"], data["count"]),
    "door_closed": lambda data: closed_message(data["sentence"]),
    "mention_help": lambda _data: mention_help_message(),
    "mention_alone": lambda _data: mention_alone_message(),
    "intake_deaf": lambda data: intake_deaf_message(data["channel"], data["reason"]),
    "thread_added": lambda data: thread_added_message(data["number"], data["added"]),
}
"""What draws each of these messages from the data of its task."""
