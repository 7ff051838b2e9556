"""The first message: what is set up already, and what is proposed for the rest."""

from collections.abc import Collection
from dataclasses import dataclass

from domain.core.people import Channel

_LIKELY = ("idea", "product", "feedback", "roadmap")
"""What the name of a channel for ideas probably holds, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """How far a workspace's first set-up is.

    ``proposed_channel_id`` is a channel that the bot is in, None while it is in none.
    ``digest`` describes when the ideas channel gets its digest, None while it gets none.
    """

    ideas_channel_id: str | None
    proposed_channel_id: str | None
    capture_emoji: str
    is_emoji_settled: bool
    digest: str | None
    proposed_digest: str
    managers: tuple[str, ...]
    are_managers_settled: bool

    @property
    def steps_done(self) -> int:
        """How many of the four steps are done."""
        done = (
            self.ideas_channel_id is not None,
            self.is_emoji_settled,
            self.digest is not None,
            self.are_managers_settled,
        )
        return sum(done)


def likeliest_for_ideas(channels: Collection[Channel]) -> str | None:
    """Return the id of the channel whose name sounds most like ideas; None without any."""

    def rank(channel: Channel) -> tuple[int, str]:
        found = (place for place, word in enumerate(_LIKELY) if word in channel.name.lower())
        return next(found, len(_LIKELY)), channel.name

    return min(channels, key=rank).channel_id if channels else None
