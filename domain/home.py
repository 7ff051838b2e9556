"""What a person sees on the Home tab."""

from dataclasses import dataclass

from domain.decisions import Decision
from domain.feedback import Feedback
from domain.ideas import Idea
from domain.objectives import Objective
from domain.rounds import RoundLine
from domain.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class Said:
    """Something the person said or saved, and the ideas it became evidence for."""

    feedback: Feedback
    ideas: tuple[Idea, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for those who manage; ``failed_posts`` counts what Slack refused lately."""

    untriaged: int
    without_owner: int
    failed_posts: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """Home for one person. ``waiting`` is None for those who do not manage.

    ``rounds`` are open rounds that wait for the person's answer, or that they started.
    ``objectives`` are the person's own that wait for a report, ``reviews`` their decisions that
    wait to be looked at again.
    """

    said: tuple[Said, ...]
    said_count: int
    voted: tuple[Idea, ...]
    top: tuple[Idea, ...]
    voted_ids: frozenset[int]
    waiting: Waiting | None
    vote_emoji: str
    capture_emoji: str
    digest: Subscription | None = None
    rounds: tuple[RoundLine, ...] = ()
    objectives: tuple[Objective, ...] = ()
    reviews: tuple[Decision, ...] = ()
