"""What the Home tab tells those who manage."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for those who manage; ``failed_posts`` counts what Slack refused lately."""

    without_owner: int
    failed_posts: int
