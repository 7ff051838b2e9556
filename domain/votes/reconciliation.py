"""What has to change so that stored reactions equal those that Slack shows."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from domain.text.emoji import canonical_emoji
from domain.votes.model import ReactionState, newer


def corrections(
    known: Iterable[ReactionState], shown: Collection[tuple[str, str]], read_ts: str
) -> list[ReactionState]:
    """Return the states that make what is known equal to what is shown.

    ``known`` are the states of one message, ``shown`` the pairs of user and raw emoji on it, read
    no earlier than ``read_ts``. A reaction that is known to have changed later than that is left
    alone. Aliases are one emoji here, because Slack shows the canonical name only.
    """
    states = list(known)
    message = states[0].message if states else ""
    later = {_sort(one.user, one.emoji) for one in states if newer(one.event_ts, read_ts)}
    judged = [one for one in states if _sort(one.user, one.emoji) not in later]
    present = {_sort(one.user, one.emoji) for one in judged if one.present}
    visible = {_sort(user, emoji): (user, emoji) for user, emoji in shown}
    gone = [
        replace(one, present=False, event_ts=read_ts)
        for one in judged
        if one.present and _sort(one.user, one.emoji) not in visible
    ]
    missed = [
        ReactionState(user, emoji, True, read_ts, message)
        for sort, (user, emoji) in sorted(visible.items())
        if sort not in later | present
    ]
    return gone + missed


def _sort(user: str, emoji: str) -> tuple[str, str, str]:
    bare, _, tone = emoji.strip(":").partition("::")
    return user, canonical_emoji(bare), tone
