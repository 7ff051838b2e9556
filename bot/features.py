"""The features, in one order: each may use what stands below it in this list.

A feature is its rooms on the floors and one entry here. What is left out of the list is gone: its
commands, buttons, jobs and messages, and what it does when others change something.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from handlers import (
    announcements,
    api,
    customers,
    decisions,
    erasure,
    home,
    merging,
    search,
    votes,
    welcome,
    workspace,
)
from handlers.channels import lifecycle as channel_lifecycle
from handlers.channels import rules as channel_rules
from handlers.digests import commands as digests
from handlers.feedback import (
    channel_intake,
    mentions,
    source_messages,
    suggestions,
    thread_notes,
)
from handlers.feedback import commands as feedback
from handlers.idea_page import commands as idea_page
from handlers.ideas import navigation as ideas
from handlers.imports import files as imports
from handlers.imports import traces as import_traces
from handlers.objectives import commands as objectives
from handlers.roadmap import commands as roadmap
from handlers.rounds import ballots
from handlers.rounds import commands as rounds
from handlers.scoring import commands as scoring
from handlers.slack.context import AppContext
from handlers.slack.router import Router
from handlers.triage import inbox as triage
from handlers.triage import replies as triage_replies
from scheduled import announcements as scheduled_announcements
from scheduled import api as scheduled_api
from scheduled import channels as scheduled_channels
from scheduled import decisions as scheduled_decisions
from scheduled import digests as scheduled_digests
from scheduled import erasure as scheduled_erasure
from scheduled import idea_page as scheduled_idea_page
from scheduled import imports as scheduled_imports
from scheduled import merging as scheduled_merging
from scheduled import objectives as scheduled_objectives
from scheduled import roadmap as scheduled_roadmap
from scheduled import rounds as scheduled_rounds
from scheduled import scoring as scheduled_scoring
from scheduled import search as scheduled_search
from scheduled import similarity as scheduled_similarity
from scheduled import triage as scheduled_triage
from scheduled import votes as scheduled_votes
from scheduled import welcome as scheduled_welcome
from scheduled.clock.scheduler import Job
from scheduled.delivery.part import ScheduledPart, wired
from scheduled.delivery.tasks.part import PART as DELIVERY
from scheduled.delivery.worker import TaskHandlers
from scheduled.feedback.part import PART as SCHEDULED_FEEDBACK
from scheduled.workspace.part import PART as SCHEDULED_WORKSPACE
from services import welcome as welcoming
from services.digests import failures as digest_failures
from services.roadmap import promise_tracking
from services.scoring import recompute
from services.votes import subscribers as vote_subscribers
from storage.database.engine import Database, Subscriber

Register = Callable[[Router], None]
"""Registers listeners for what Slack sends."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What one feature brings. ``subscribers`` run when another feature changed something."""

    name: str
    listeners: tuple[Register, ...] = ()
    scheduled: ScheduledPart = field(default_factory=ScheduledPart)
    subscribers: tuple[Subscriber, ...] = ()


FEATURES = (
    Feature("imports", (imports.register, import_traces.register), scheduled_imports.PART),
    Feature("home", (home.register,)),
    Feature("welcome", (welcome.register,), scheduled_welcome.PART, (welcoming.on_changes,)),
    Feature("search", (search.register,), scheduled_search.PART),
    Feature("rounds", (rounds.register, ballots.register), scheduled_rounds.PART),
    Feature("erasure", (erasure.register,), scheduled_erasure.PART),
    Feature("announcements", (announcements.register,), scheduled_announcements.PART),
    Feature("digests", (digests.register,), scheduled_digests.PART, (digest_failures.on_changes,)),
    Feature("triage", (triage.register, triage_replies.register), scheduled_triage.PART),
    Feature("idea_page", (idea_page.register,), scheduled_idea_page.PART),
    Feature("decisions", (decisions.register,), scheduled_decisions.PART),
    Feature("merging", (merging.register,), scheduled_merging.PART),
    Feature("similarity", (suggestions.register,), scheduled_similarity.PART),
    Feature("objectives", (objectives.register,), scheduled_objectives.PART),
    Feature("scoring", (scoring.register,), scheduled_scoring.PART, (recompute.on_changes,)),
    Feature("roadmap", (roadmap.register,), scheduled_roadmap.PART, (promise_tracking.on_changes,)),
    Feature(
        "votes",
        (votes.register,),
        scheduled_votes.PART,
        (
            vote_subscribers.recount_votes,
            vote_subscribers.cards_refused,
            vote_subscribers.refresh_cards,
        ),
    ),
    Feature("customers", (customers.register,)),
    Feature("api", (api.register,), scheduled_api.PART),
    Feature(
        "feedback",
        (
            feedback.register,
            channel_intake.register,
            mentions.register,
            source_messages.register,
            thread_notes.register,
        ),
        SCHEDULED_FEEDBACK,
    ),
    Feature(
        "channels",
        (channel_rules.register, channel_lifecycle.register),
        scheduled_channels.PART,
    ),
    Feature("ideas", (ideas.register,)),
    Feature("workspace", (workspace.register,), SCHEDULED_WORKSPACE),
)


def router(app_context: AppContext, features: Iterable[Feature] = FEATURES) -> Router:
    """Return every feature's listeners."""
    made = Router(app_context)
    for feature in features:
        for register in feature.listeners:
            register(made)
    return made


def job_table(database: Database, features: Iterable[Feature] = FEATURES) -> tuple[Job, ...]:
    """Return every feature's jobs."""
    return tuple(job for feature in features for job in feature.scheduled.jobs(database))


def task_handlers(slack_api_url: str, features: Iterable[Feature] = FEATURES) -> TaskHandlers:
    """Return the handler of every kind of outbox task."""
    return wired((DELIVERY, *(feature.scheduled for feature in features)), slack_api_url)


def subscribers(features: Iterable[Feature] = FEATURES) -> tuple[Subscriber, ...]:
    """Return every feature's subscribers; cards come last, when everything else is settled."""
    return tuple(one for feature in features for one in feature.subscribers)
