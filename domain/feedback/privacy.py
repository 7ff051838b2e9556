"""Who may read what somebody said: the one gate that every place showing a quote asks.

What was said in a private channel or direct message is read by those who could have read it there:
who said it, who saved it, and the channel's members as far as they are certainly known. Everybody
else reads that something was said in a private conversation.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.feedback.attachments import NOTHING
from domain.feedback.model import Feedback, Source

WITHHELD = "said in a private conversation"
"""What stands in place of words that a reader may not read."""

ROSTER_LASTS = timedelta(hours=36)
"""How long a list of members is believed; it is read anew every night."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: one person, or with ``user_id`` None everybody who comes by.

    ``channels`` are the channels that they certainly can read, beside all public ones. Of a guest
    or an outsider, who ``is_limited``, public channels are not certain either, and nothing is
    that was said outside Slack. Customers' names are for those who may know them.
    """

    user_id: str | None
    channels: frozenset[str] = frozenset()
    is_limited: bool = False
    knows_customers: bool = True


EVERYBODY = Reader(None)
"""Readers of whom nothing is known: of cards, of shares, of what is handed on."""


def readers_in(channel_id: str | None) -> Reader:
    """Those who read what stands in a channel: they can read everything else there."""
    return Reader(None, frozenset([channel_id] if channel_id else []))


def may_read(reader: Reader, source: Source | None, among: Collection[str | None]) -> bool:
    """True when a reader could have read the source; ``among`` are who said and who saved it."""
    if source is not None and source.channel_id in reader.channels:
        return True
    if not reader.is_limited and (source is None or not source.is_private):
        return True
    return reader.user_id is not None and reader.user_id in among


def may_read_feedback(reader: Reader, feedback: Feedback) -> bool:
    """True when a reader may read the words of feedback, its thread and its files."""
    return may_read(reader, feedback.source, (feedback.said_by, feedback.saved_by))


def shown(feedback: Feedback, reader: Reader) -> Feedback:
    """Feedback as a reader may see it: without words, speaker, link and files where it is withheld.

    What was said and who said it are the conversation's; its number, state, area, weight and
    customer are the team's, and are counted everywhere. The customer's name shows to members only.
    """
    if not reader.knows_customers:
        feedback = replace(feedback, customer=None)
    if may_read_feedback(reader, feedback):
        return feedback
    return replace(
        feedback,
        text=WITHHELD,
        said_by=None,
        said_by_name=None,
        source=None,
        attached=NOTHING,
        source_words=None,
        is_withheld=True,
    )
