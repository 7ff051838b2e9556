"""Votes as emoji reactions: one person is one vote, in whatever order the news arrives."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from domain.text.emoji import canonical_emoji

OUTSIDE = "outside:"
"""How the id of somebody begins who votes from outside Slack; no user id of Slack's does."""


@dataclass(frozen=True, slots=True)
class ReactionState:
    """Whether one person's raw emoji is on one message, as of Slack's `event_ts`.

    `present=False` is a tombstone: it stays, so that an addition which arrives later but happened
    earlier cannot bring the reaction back. `message` tells the cards of one idea apart
    (for example `C1:1700000000.000100`); `emoji` is the raw name with its skin tone.
    """

    user: str
    emoji: str
    present: bool
    event_ts: str
    message: str = ""


def ts_key(ts: str) -> tuple[int, str]:
    """Return a key that orders Slack timestamps exactly (a float would drop microseconds).

    Raises ValueError when `ts` is not digits with an optional fraction.
    """
    seconds, _, fraction = ts.partition(".")
    digits = seconds + fraction
    if not seconds or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"not a Slack timestamp: {ts!r}")
    return int(seconds), fraction.rstrip("0")


def newer(a_ts: str, b_ts: str) -> bool:
    """Return whether Slack timestamp `a_ts` is strictly later than `b_ts`, compared exactly."""
    return ts_key(a_ts) > ts_key(b_ts)


def latest(states: Iterable[ReactionState]) -> tuple[ReactionState, ...]:
    """Return the newest state per (message, person, raw emoji), tombstones included.

    The order in which the states arrive does not matter. At the same instant a removal wins:
    a vote that is shown too little heals at the next reconciliation, a false one misleads.
    """
    newest: dict[tuple[str, str, str], ReactionState] = {}
    for state in states:
        key = (state.message, state.user, state.emoji)
        known = newest.get(key)
        if known is None or _supersedes(state, known):
            newest[key] = state
    return tuple(newest[key] for key in sorted(newest))


def voters(
    states: Iterable[ReactionState], vote_emoji: str, excluded_users: Collection[str] = ()
) -> frozenset[str]:
    """Return the people whose vote counts: one person is one vote whatever variants and cards.

    A person votes while any raw variant (skin tone, alias) of `vote_emoji` is present on any of
    the messages. `excluded_users` are the bot itself and other bots.
    """
    wanted = canonical_emoji(vote_emoji)
    return frozenset(
        state.user
        for state in latest(states)
        if state.present
        and state.user not in excluded_users
        and canonical_emoji(state.emoji) == wanted
    )


def still_imported(
    imported: Collection[str], taken_back: Iterable[ReactionState], vote_emoji: str
) -> frozenset[str]:
    """Return whose imported vote still counts: what a person does in Slack comes before it.

    Who took the vote emoji back from a card has withdrawn the imported vote as well.
    """
    wanted = canonical_emoji(vote_emoji)
    return frozenset(imported) - {
        state.user for state in taken_back if canonical_emoji(state.emoji) == wanted
    }


def _supersedes(state: ReactionState, known: ReactionState) -> bool:
    new, old = ts_key(state.event_ts), ts_key(known.event_ts)
    return new > old or (new == old and known.present and not state.present)
