"""The job table."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from apscheduler.triggers.cron import CronTrigger

from scheduled.clock.scheduler import Job, one_by_one
from services import announcements
from services.api import feedback as api_feedback
from services.decisions import actions as decisions
from services.digests import runs as digest_runs
from services.feedback import (
    channel_catch_up as intake_catch_up,
)
from services.feedback import (
    channel_readers as sources_readers,
)
from services.feedback import (
    source_check as sources_check,
)
from services.imports import offers as import_offers
from services.objectives import progress
from services.rounds import lifecycle as round_life
from services.similarity import index as meanings
from services.triage import notifications as triage_news
from services.triage import rota
from services.votes import actions as votes
from services.workspace import user_groups
from storage.database.engine import Database


def job_table(database: Database) -> Sequence[Job]:
    """Every job of the clock."""
    nightly = CronTrigger(hour=3, minute=17, timezone="UTC")
    each_minute = CronTrigger(second=0, timezone="UTC")
    return (
        Job("digests", each_minute, partial(_run_digests, database)),
        Job("announcements", each_minute, partial(_post_announcements, database)),
        Job("rounds", each_minute, partial(_run_rounds, database)),
        Job("objectives", each_minute, partial(_ask_owners, database)),
        Job("decisions", each_minute, partial(_review_decisions, database)),
        Job("rota", each_minute, partial(_hand_over, database)),
        Job("triage_news", each_minute, partial(_tell_triage, database)),
        Job("meanings", each_minute, partial(meanings.catch_up_all, database)),
        Job("heal_votes", nightly, partial(votes.heal_votes, database)),
        Job("intakes", nightly, partial(intake_catch_up.request_all, database)),
        Job("imports", nightly, partial(import_offers.forget_offers, database)),
        Job("forget_keys", nightly, partial(api_feedback.forget_keys, database)),
        Job("check_sources", nightly, partial(sources_check.check_all, database)),
        Job("read_members", nightly, partial(sources_readers.renew_all, database)),
        Job("read_groups", nightly, partial(user_groups.renew_all, database)),
    )


def _post_announcements(database: Database, at: datetime) -> None:
    """Post what was to be announced by now."""
    found = announcements.due(database, at)
    one_by_one(found, lambda one: announcements.post_due(database, one, at))


def _run_rounds(database: Database, at: datetime) -> None:
    """Remind and reveal what is due: a round that fails keeps no other back."""
    found = round_life.due(database, at)
    one_by_one(found, lambda one: round_life.run(database, one, at))


def _ask_owners(database: Database, at: datetime) -> None:
    """Ask the owners of objectives how they go."""
    one_by_one(progress.due(database, at), lambda one: progress.ask(database, one, at))


def _review_decisions(database: Database, at: datetime) -> None:
    """Bring decisions back to their owners."""
    one_by_one(decisions.due(database, at), lambda one: decisions.ask(database, one, at))


def _hand_over(database: Database, at: datetime) -> None:
    """Pass the turn to sort on, where it is time."""
    one_by_one(rota.due(database, at), lambda one: rota.hand_over(database, one, at))


def _tell_triage(database: Database, at: datetime) -> None:
    """Tell the triage channels what is new."""
    one_by_one(triage_news.due(database), lambda one: triage_news.post(database, one, at))


def _run_digests(database: Database, at: datetime) -> None:
    """Run what is due, one after the other: one that fails keeps no other back."""
    found = digest_runs.due(database, at)
    one_by_one(found, lambda one: digest_runs.run(database, one, at))
