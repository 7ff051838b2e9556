"""What a person sees on the Home tab."""

from dataclasses import dataclass

from domain.decisions import Decision
from domain.digests.subscriptions import Subscription
from domain.feedback.model import Feedback
from domain.ideas.model import Idea
from domain.objectives.model import Objective
from domain.roadmap.promises import Promised
from domain.rounds.model import RoundLine
from domain.triage.steps import Inbox


@dataclass(frozen=True, slots=True)
class OwnFeedback:
    """Something the person said or saved, and the ideas it became evidence for."""

    feedback: Feedback
    ideas: tuple[Idea, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for those who manage; ``failed_posts`` counts what Slack refused lately."""

    without_owner: int
    failed_posts: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """Home for one person. ``waiting`` is None for those who do not manage.

    ``inbox`` is what waits to be sorted, None for those who do not sort.
    ``rounds`` are open rounds that wait for the person's answer, or that they started.
    ``objectives`` are the person's own that wait for a report, ``reviews`` their decisions that
    wait to be looked at again. ``at_risk`` are open promises that are overdue or that the plan
    breaks: the person's own, and for those who manage all.
    """

    said: tuple[OwnFeedback, ...]
    said_count: int
    voted: tuple[Idea, ...]
    top: tuple[Idea, ...]
    voted_ids: frozenset[int]
    waiting: Waiting | None
    vote_emoji: str
    capture_emoji: str
    digest: Subscription | None = None
    inbox: Inbox | None = None
    rounds: tuple[RoundLine, ...] = ()
    objectives: tuple[Objective, ...] = ()
    reviews: tuple[Decision, ...] = ()
    at_risk: tuple[Promised, ...] = ()
