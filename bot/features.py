"""The features, in one order: each may use what stands below it in this list.

A feature is its rooms on the floors and one entry here. What is left out of the list is gone: its
commands, buttons, jobs and messages, and what it does when others change something.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from domain.workspace import Switch
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
from handlers.channels.part import PART as CHANNELS
from handlers.digests import commands as digests
from handlers.digests.part import PART as DIGESTS
from handlers.feedback import (
    channel_intake,
    mentions,
    source_messages,
    suggestions,
    thread_notes,
)
from handlers.feedback import commands as feedback
from handlers.feedback.part import PART as FEEDBACK
from handlers.idea_page import commands as idea_page
from handlers.idea_page.part import PART as IDEA_PAGE
from handlers.ideas import navigation as ideas
from handlers.imports import files as imports
from handlers.imports import traces as import_traces
from handlers.objectives import commands as objectives
from handlers.objectives.part import PART as OBJECTIVES
from handlers.roadmap import commands as roadmap
from handlers.roadmap.part import PART as ROADMAP
from handlers.rounds import ballots
from handlers.rounds import commands as rounds
from handlers.rounds.part import PART as ROUNDS
from handlers.scoring import commands as scoring
from handlers.scoring.part import PART as SCORING
from handlers.slack.context import AppContext
from handlers.slack.part import ShownPart
from handlers.slack.router import Router
from handlers.triage import inbox as triage
from handlers.triage import replies as triage_replies
from handlers.triage.part import PART as TRIAGE
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
from services.workspace.switches import while_on
from storage.database.engine import Database, Subscriber

Register = Callable[[Router], None]
"""Registers listeners for what Slack sends."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What one feature brings. ``subscribers`` run when another feature changed something.

    ``title`` is what people call a feature that a workspace can switch off; the others have none.
    ``for_small_teams`` is true where the preset for small teams keeps it on.
    """

    name: str
    listeners: tuple[Register, ...] = ()
    scheduled: ScheduledPart = field(default_factory=ScheduledPart)
    subscribers: tuple[Subscriber, ...] = ()
    shown: ShownPart = field(default_factory=ShownPart)
    title: str = ""
    for_small_teams: bool = False


FEATURES = (
    Feature(
        "imports",
        (imports.register, import_traces.register),
        scheduled_imports.PART,
        shown=imports.PART,
        title="Imports of files",
    ),
    Feature(
        "home",
        (home.register,),
        shown=home.PART,
    ),
    Feature("welcome", (welcome.register,), scheduled_welcome.PART, (welcoming.on_changes,)),
    Feature(
        "search",
        (search.register,),
        scheduled_search.PART,
        shown=search.PART,
        title="Search",
    ),
    Feature(
        "rounds",
        (rounds.register, ballots.register),
        scheduled_rounds.PART,
        shown=ROUNDS,
        title="Scoring rounds and ballots",
    ),
    Feature("erasure", (erasure.register,), scheduled_erasure.PART, shown=erasure.PART),
    Feature(
        "announcements",
        (announcements.register,),
        scheduled_announcements.PART,
        shown=announcements.PART,
        title="Release notes",
    ),
    Feature(
        "digests",
        (digests.register,),
        scheduled_digests.PART,
        (digest_failures.on_changes,),
        shown=DIGESTS,
        title="Digests",
        for_small_teams=True,
    ),
    Feature(
        "triage",
        (triage.register, triage_replies.register),
        scheduled_triage.PART,
        shown=TRIAGE,
        title="Triage of feedback",
    ),
    Feature(
        "idea_page",
        (idea_page.register,),
        scheduled_idea_page.PART,
        shown=IDEA_PAGE,
    ),
    Feature(
        "decisions",
        (decisions.register,),
        scheduled_decisions.PART,
        shown=decisions.PART,
        title="Decisions",
    ),
    Feature(
        "merging",
        (merging.register,),
        scheduled_merging.PART,
        shown=merging.PART,
        title="Merging of ideas",
    ),
    Feature(
        "similarity",
        (suggestions.register,),
        scheduled_similarity.PART,
        title="Suggestions of similar feedback and ideas",
    ),
    Feature(
        "objectives",
        (objectives.register,),
        scheduled_objectives.PART,
        shown=OBJECTIVES,
        title="Objectives",
    ),
    Feature(
        "scoring",
        (scoring.register,),
        scheduled_scoring.PART,
        (recompute.on_changes,),
        shown=SCORING,
        title="Scoring and ranking",
    ),
    Feature(
        "roadmap",
        (roadmap.register,),
        scheduled_roadmap.PART,
        (promise_tracking.on_changes,),
        shown=ROADMAP,
        title="Roadmap, dates and promises",
    ),
    Feature(
        "votes",
        (votes.register,),
        scheduled_votes.PART,
        (
            vote_subscribers.recount_votes,
            vote_subscribers.cards_refused,
            vote_subscribers.refresh_cards,
        ),
        shown=votes.PART,
    ),
    Feature("customers", (customers.register,), shown=customers.PART, title="Customers"),
    Feature("api", (api.register,), scheduled_api.PART, shown=api.PART, title="HTTP API"),
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
        shown=FEEDBACK,
    ),
    Feature(
        "channels",
        (channel_rules.register, channel_lifecycle.register),
        scheduled_channels.PART,
        shown=CHANNELS,
    ),
    Feature("ideas", (ideas.register,)),
    Feature("workspace", (workspace.register,), SCHEDULED_WORKSPACE, shown=workspace.PART),
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
    """Return every feature's subscribers; cards come last, when everything else is settled.

    Those of a feature that is off hear nothing of the workspace that has switched it off.
    """
    return tuple(
        while_on(feature.name, one) if feature.title else one
        for feature in features
        for one in feature.subscribers
    )


def shown(features: Iterable[Feature] = FEATURES) -> dict[str, ShownPart]:
    """Return what every feature brings to help, Home and the doctor, by name."""
    return {feature.name: feature.shown for feature in features}


def switches(features: Iterable[Feature] = FEATURES) -> dict[str, Switch]:
    """Return the features that a workspace can switch off, by name, as its settings list them."""
    found = (Switch(one.name, one.title, one.for_small_teams) for one in features if one.title)
    return {one.name: one for one in sorted(found, key=lambda one: one.title)}
