"""Release notes: posted at their time."""

from datetime import datetime
from functools import partial
from typing import Any

from domain.announcements import Release
from scheduled.clock.scheduler import EACH_MINUTE, Job, one_by_one
from scheduled.delivery.part import ScheduledPart
from scheduled.delivery.template import Post
from services.announcements import publish
from services.outbox.payloads import unpack
from storage.database.engine import Database
from views.announcements import announcement_message, asker_message


def _announcement(data: dict[str, Any]) -> Post:
    return Post(announcement_message(unpack(Release, data)))


def _announcement_told(data: dict[str, Any]) -> Post:
    return Post(asker_message(unpack(Release, data)))


def _post_announcements(database: Database, at: datetime) -> None:
    """Post what was to be announced by now."""
    found = publish.due(database, at)
    one_by_one(found, lambda one: publish.post_due(database, one, at))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("announcements", EACH_MINUTE, partial(_post_announcements, database)),)


PART = ScheduledPart(
    jobs=_jobs,
    templates={
        "announcement": _announcement,
        "announcement_told": _announcement_told,
    },
)
